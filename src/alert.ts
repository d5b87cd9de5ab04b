import { z } from "zod";
import { Fault } from "./fault.ts";
import { isObject, type Json, type JsonObject, numberAt, objectAt, parseJson, textAt } from "./json.ts";
import type { Window } from "./time.ts";
import { fromMillis, type Micros, parseTime } from "./time.ts";

/** A CloudWatch alarm, as the alert's details carry it. A metric-math or composite alarm may name no metric. */
export interface Alarm {
  readonly name: string;
  readonly arn: string | null;
  readonly account: string | null;
  readonly region: string | null;
  readonly namespace: string | null;
  readonly metric: string | null;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly changedAt: Micros | null;
  /** Period times evaluation periods, in milliseconds. */
  readonly evaluatedMs: number | null;
  readonly reason: string | null;
  /** What the metric has to exceed; null where it has to fall below something, or is compared with a band. */
  readonly threshold: number | null;
}

/** A deploy, or another change, of which somebody told PagerDuty. */
export interface ChangeEvent {
  readonly at: Micros;
  readonly summary: string;
  readonly url: string | null;
}

/** What PagerDuty says happened. */
export interface Alert {
  readonly incident: { readonly id: string; readonly title: string; readonly url: string };
  readonly at: Micros;
  readonly service: string | null;
  readonly alarms: readonly Alarm[];
  /** Everything that people wrote, in which names may stand: titles, summaries, descriptions. */
  readonly texts: readonly string[];
  /** What was changed lately, as far as PagerDuty relates it to the incident. */
  readonly changes?: readonly ChangeEvent[];
  /** What PagerDuty did not tell, and why. */
  readonly gaps?: readonly { readonly what: string; readonly why: string }[];
}

const Incident = z.looseObject({
  id: z.string().min(1),
  title: z.string().nullish(),
  summary: z.string().nullish(),
  html_url: z.string().nullish(),
  created_at: z.string().nullish(),
  service: z.looseObject({ summary: z.string().nullish() }).nullish(),
});
const Asked = z.object({
  incident: Incident,
  alerts: z
    .array(z.looseObject({ summary: z.string().nullish(), created_at: z.string().nullish(), body: z.unknown() }))
    .default([]),
  // Of no help for what the alert is about: what does not fit is left out.
  change_events: z.array(z.unknown()).catch([]).default([]),
  gaps: z
    .array(z.object({ what: z.string(), why: z.string() }))
    .catch([])
    .default([]),
});
const Change = z.looseObject({
  summary: z.string().min(1),
  timestamp: z.string(),
  links: z
    .array(z.looseObject({ href: z.string() }))
    .catch([])
    .default([]),
});
const MOST_CHANGES = 100;

const MOST_OBJECTS = 200;
const MOST_TEXTS = 1000;
/** Objects, lists and texts looked at in one body. */
const MOST_OPEN = 5000;

/**
 * Reads `{"incident", "alerts", "change_events"}` as PagerDuty's REST API returns them. The details of a CloudWatch alarm may lie anywhere in
 * an alert's body: flat, nested, as JSON text in `Message`, or in the shape that EventBridge gives them.
 */
export function parseAlert(json: unknown): Alert {
  const parsed = Asked.safeParse(json);
  if (!parsed.success)
    throw new Fault("unreadable", `not an incident with its alerts: ${z.prettifyError(parsed.error).split("\n")[0]}`);
  const { incident, alerts, change_events: changes, gaps } = parsed.data;
  const bodies = alerts.map(({ body }) => body as Json);
  const alarms = new Map<string, Alarm>();
  for (const body of bodies)
    for (const alarm of alarmsIn(body)) if (!alarms.has(alarm.name)) alarms.set(alarm.name, alarm);
  const title = incident.title ?? incident.summary ?? incident.id;
  const times = [incident.created_at, ...alerts.map((alert) => alert.created_at)].flatMap(
    (text) => parseTime(text ?? "") ?? [],
  );
  const told = changes.slice(0, MOST_CHANGES).flatMap(changesIn);
  const texts = [title, ...alerts.map(({ summary }) => summary ?? ""), ...bodies.flatMap(textsIn)];
  return {
    incident: { id: incident.id, title, url: incident.html_url ?? "" },
    at: times[0] ?? fromMillis(0),
    service: incident.service?.summary ?? null,
    alarms: [...alarms.values()],
    texts: [...new Set(texts.filter((text) => text !== ""))],
    ...(told.length === 0 ? {} : { changes: told }),
    ...(gaps.length === 0 ? {} : { gaps }),
  };
}

function changesIn(json: unknown): ChangeEvent[] {
  const { data } = Change.safeParse(json);
  const at = parseTime(data?.timestamp ?? "");
  return data === undefined || at === null ? [] : [{ at, summary: data.summary, url: data.links[0]?.href ?? null }];
}

/** The stretch that the alarms looked at, up to when they fired; null where no alarm says. */
export function evaluatedWindow(alert: Alert): Window | null {
  const spans = alert.alarms.flatMap(({ changedAt, evaluatedMs }) =>
    changedAt === null ? [] : [{ from: changedAt - fromMillis(evaluatedMs ?? 60_000), to: changedAt as number }],
  );
  if (spans.length === 0) return null;
  const from = Math.min(...spans.map((span) => span.from));
  const to = Math.max(...spans.map((span) => span.to));
  return { from: from as Micros, to: to as Micros };
}

/**
 * The moment at which what the alarms count was at its worst, by the datapoints that they give as their reason; null where
 * they give none. `[7.0 (22/11/26 02:33:00)]` is seven in the period that began at that time, UTC.
 */
export function worstMoment(alert: Alert): Micros | null {
  let worst: { readonly value: number; readonly at: Micros } | null = null;
  for (const { reason } of alert.alarms) {
    for (const [, number, day, month, year, time] of (reason ?? "").matchAll(DATAPOINT)) {
      const at = parseTime(`20${year}-${month}-${day}T${time}Z`);
      const value = Number(number);
      if (at !== null && (worst === null || value > worst.value)) worst = { value, at };
    }
  }
  return worst?.at ?? null;
}

/** Digits begin where no digit stands before: else each of many is tried as the first. */
const DATAPOINT = /(?<!\d)(-?\d+(?:\.\d+)?(?:E-?\d+)?) \((\d\d)\/(\d\d)\/(\d\d) (\d\d:\d\d:\d\d)\)/g;

function alarmsIn(body: Json): Alarm[] {
  return objectsIn(body).flatMap((object) => alarmFrom(object) ?? []);
}

/** Every object of a body, outermost first, those inside of JSON text included. */
function objectsIn(body: Json): JsonObject[] {
  return insideOf(body).objects;
}

/** What people or programs wrote, short enough to be words and not a payload. */
function textsIn(body: Json): string[] {
  return insideOf(body).texts.filter((text) => text.length < 2000);
}

/** The objects and texts of a body, outermost first. Bounded, because bodies are open-ended. */
function insideOf(body: Json): { objects: JsonObject[]; texts: string[] } {
  const objects: JsonObject[] = [];
  const texts: string[] = [];
  const open: Json[] = [body];
  for (const one of open) {
    const value = typeof one === "string" ? (parseJson(one) ?? one) : one;
    if (isObject(value)) objects.push(value);
    if (typeof value === "string" && texts.length < MOST_TEXTS) texts.push(value);
    if (typeof value !== "object" || value === null || objects.length > MOST_OBJECTS) continue;
    for (const inner of Object.values(value)) if (isOpen(inner) && open.length < MOST_OPEN) open.push(inner);
  }
  return { objects, texts };
}

function isOpen(value: Json): boolean {
  return typeof value === "string" || (typeof value === "object" && value !== null);
}

/** The alarm that an object tells of, be it a notification, an event, or what DescribeAlarms answers. */
export function alarmFrom(json: JsonObject): Alarm | null {
  const name = textAt(json, "AlarmName") ?? textAt(json, "alarmName");
  if (name === null) return null;
  const arn = textAt(json, "AlarmArn") ?? textAt(json, "alarmArn");
  const [, , , region = null, account = null] = arn?.split(":") ?? [];
  const trigger = json["Trigger"] ?? json;
  const metric = metricIn(trigger) ?? metricIn(json["configuration"]);
  const period = numberAt(trigger, "Period") ?? metric?.period ?? null;
  return {
    name,
    arn,
    account: textAt(json, "AWSAccountId") ?? account,
    region,
    namespace: metric?.namespace ?? null,
    metric: metric?.name ?? null,
    dimensions: metric?.dimensions ?? {},
    changedAt: parseTime(
      textAt(json, "StateChangeTime") ??
        textAt(json, "state", "timestamp") ??
        textAt(json, "StateTransitionedTimestamp") ??
        textAt(json, "StateUpdatedTimestamp") ??
        "",
    ),
    evaluatedMs: period === null ? null : period * 1000 * (numberAt(trigger, "EvaluationPeriods") ?? 1),
    reason: textAt(json, "NewStateReason") ?? textAt(json, "state", "reason") ?? textAt(json, "StateReason"),
    threshold: thresholdOf(json, trigger),
  };
}

/** EventBridge tells it inside of the JSON text that gives the reason. */
function thresholdOf(json: JsonObject, trigger: Json): number | null {
  const told =
    numberAt(trigger, "Threshold") ?? numberAt(parseJson(textAt(json, "state", "reasonData") ?? ""), "threshold");
  return /^Less/.test(textAt(trigger, "ComparisonOperator") ?? "") ? null : told;
}

interface Metric {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly period: number | null;
}

/** The metric of a trigger: its own, or the first that a metric-math expression reads. Keys differ in case by channel. */
function metricIn(trigger: Json | undefined): Metric | null {
  for (const object of trigger === undefined ? [] : objectsIn(trigger)) {
    // A MetricStat holds the metric and, beside it, the period; a plain trigger is both.
    const metric = objectAt(object, "Metric") ?? objectAt(object, "metric") ?? object;
    const namespace = textAt(metric, "Namespace") ?? textAt(metric, "namespace");
    const name = textAt(metric, "MetricName") ?? textAt(metric, "name");
    if (namespace === null || name === null) continue;
    const period = numberAt(object, "Period") ?? numberAt(object, "period");
    return { namespace, name, dimensions: dimensionsOf(metric["Dimensions"] ?? metric["dimensions"]), period };
  }
  return null;
}

function dimensionsOf(json: Json | undefined): Record<string, string> {
  if (isObject(json))
    return Object.fromEntries(
      Object.entries(json).filter((pair): pair is [string, string] => typeof pair[1] === "string"),
    );
  const pairs: [string, string][] = [];
  for (const one of Array.isArray(json) ? (json as readonly Json[]) : []) {
    const name = textAt(one, "name") ?? textAt(one, "Name");
    const value = textAt(one, "value") ?? textAt(one, "Value");
    if (name !== null && value !== null) pairs.push([name, value]);
  }
  return Object.fromEntries(pairs);
}
