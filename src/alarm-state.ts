import { type Alarm, type Alert, alarmFrom } from "./alert.ts";
import { arrayAt, isObject, type Json, type JsonObject, parseJson, textAt } from "./json.ts";
import { type Micros, parseTime } from "./time.ts";

/** An alarm as DescribeAlarms tells of it. */
export interface AlarmState {
  readonly alarm: Alarm;
  readonly on: boolean;
  /** The alarms that the rule of a composite alarm names; none for others. */
  readonly children: readonly string[];
}

/** `ALARM("checkout errors") OR OK(arn:…:alarm:quiet)`. A name in quotes may hold any sign. */
const NAMED = /\b(?:ALARM|OK|INSUFFICIENT_DATA)\s*\(\s*(?:"([^"]{1,1600})"|'([^']{1,1600})'|([^()"'\s]{1,1600}))\s*\)/g;
const MOST_CHILDREN = 100;

/** The alarms in the output of DescribeAlarms. */
export function alarmStatesIn(output: Json): AlarmState[] {
  const all = [...arrayAt(output, "MetricAlarms"), ...arrayAt(output, "CompositeAlarms")];
  return all.flatMap((one) => (isObject(one) ? (stateOf(one) ?? []) : []));
}

function stateOf(json: JsonObject): AlarmState | null {
  const alarm = alarmFrom(json);
  if (alarm === null) return null;
  const named = [...(textAt(json, "AlarmRule") ?? "").matchAll(NAMED)].slice(0, MOST_CHILDREN);
  const children = named.map(([, double, single, bare]) => plainAlarm(double ?? single ?? bare ?? ""));
  return { alarm, on: textAt(json, "StateValue") === "ALARM", children: [...new Set(children)] };
}

/** A moment at which an alarm went off. */
export interface AlarmChange {
  readonly name: string;
  readonly at: Micros;
}

/** When alarms went off, in the output of DescribeAlarmHistory. */
export function changesIn(output: Json): AlarmChange[] {
  return arrayAt(output, "AlarmHistoryItems").flatMap((one): AlarmChange[] => {
    const name = textAt(one, "AlarmName");
    const at = parseTime(textAt(one, "Timestamp") ?? "");
    const state = textAt(parseJson(textAt(one, "HistoryData") ?? ""), "newState", "stateValue");
    const said = state === null ? /\bto ALARM\b/.test(textAt(one, "HistorySummary") ?? "") : state === "ALARM";
    const update = (textAt(one, "HistoryItemType") ?? "StateUpdate") === "StateUpdate";
    return name === null || at === null || !said || !update ? [] : [{ name, at }];
  });
}

/** A rule may name an alarm by its ARN: `arn:aws:cloudwatch:eu-central-1:123456789012:alarm:checkout errors`. */
function plainAlarm(text: string): string {
  return text.startsWith("arn:") ? text.split(":").slice(6).join(":") : text;
}

/** What an alarm of this name would have been told as; null where no such alarm was read. */
export function alertOfAlarm(name: string, states: ReadonlyMap<string, AlarmState>): Alert | null {
  const state = states.get(name);
  if (state === undefined) return null;
  const { alarm } = state;
  return {
    incident: { id: alarm.arn ?? name, title: name, url: "" },
    at: alarm.changedAt ?? (0 as Alert["at"]),
    service: null,
    alarms: [alarm],
    texts: [name, alarm.reason ?? ""].filter((text) => text !== ""),
  };
}

/** The alarms of an alert, and those beneath them, that were not read yet. */
export function unreadAlarms({ alarms }: Alert, states: ReadonlyMap<string, AlarmState>): string[] {
  const names = alarms.map(({ name }) => name);
  return below(names, states).filter((name) => !states.has(name));
}

/**
 * The alert with the alarms that stand beneath its composite ones, those first that are on. What a composite alarm is about
 * is what its children are about.
 */
export function withChildren(alert: Alert, states: ReadonlyMap<string, AlarmState>): Alert {
  const composites = alert.alarms.filter(({ namespace }) => namespace === null).map(({ name }) => name);
  const found = below(composites, states).flatMap((name) => states.get(name) ?? []);
  if (found.length === 0) return alert;
  const named = new Set(alert.alarms.filter(({ namespace }) => namespace !== null).map(({ name }) => name));
  const children = found.filter(({ alarm }) => alarm.namespace !== null && !named.has(alarm.name));
  const on = children.filter((one) => one.on);
  return { ...alert, alarms: [...alert.alarms, ...(on.length > 0 ? on : children).map(({ alarm }) => alarm)] };
}

const MOST_BELOW = 500;

/** Some alarms and everything beneath them, each once, as far as it was read. */
function below(names: readonly string[], states: ReadonlyMap<string, AlarmState>): string[] {
  const all = new Set(names);
  for (const name of all) {
    for (const child of states.get(name)?.children ?? []) if (all.size < MOST_BELOW) all.add(child);
  }
  return [...all];
}
