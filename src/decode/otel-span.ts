import { type Json, numberAt, parseJson, textAt } from "../json.ts";
import type { Key } from "../key.ts";
import type { LogRecord, Origin } from "../record.ts";
import { parseArn } from "../services/arn.ts";
import { SERVICES } from "../services/table.ts";
import { xrayTraceId } from "../services/trace-id.ts";
import type { Arrival, Span } from "../span.ts";
import { micros } from "../time.ts";
import { mostTrusted, type NamedUser, named } from "../user.ts";
import { isError } from "./level.ts";
import { annotatedUser } from "./named-in.ts";
import { attribute, type OtelNote, type OtelSpan } from "./otel.ts";
import { errorOf } from "./otel-error.ts";
import { otelOutcome } from "./otel-outcome.ts";
import { type OtelTarget, otelTarget } from "./otel-target.ts";

/** What belongs to a span beside itself. */
export interface Surroundings {
  /** Spans of the same program inside of it that are no hops: their children, errors, notes and users are its own. */
  readonly inside: readonly OtelSpan[];
  /** The span that answered this call, where it was recorded and is the only one. */
  readonly callee: OtelSpan | null;
}

export function spanOfOtel(one: OtelSpan, { inside, callee }: Surroundings, around: Origin): Span {
  const origin = one.origin ?? around;
  const trace = traceOf(one.traceId);
  const target = withCallee(otelTarget(one), callee);
  const { outcome, decidedBy } = otelOutcome(one);
  const arn = parseArn(attribute(one, "aws.resource.arn", "cloud.resource_id", "aws.lambda.invoked_arn") ?? "");
  const kind = target.kind ?? one.kind;
  const all = [one, ...inside];
  return {
    id: `span:${trace}:${one.spanId}:${one.kind}`,
    origin,
    keys: [...spanKeys(one, inside), ...target.keys, ...conversationOf(one)],
    error: outcome === "ok" || outcome === "unknown" ? null : errorOf(one, inside),
    kind,
    service: target.service,
    resource: target.resource,
    operation: target.operation,
    requestId: target.requestId,
    account: arn?.account ?? attribute(one, "cloud.account.id"),
    region: arn?.region ?? attribute(one, "cloud.region"),
    start: one.start,
    end: one.end === null ? null : micros(Math.max(one.start, one.end)),
    clock: `otel:${attribute(one, "host.name", "faas.instance", "service.name") ?? one.kind}`,
    outcome,
    witness: "recorder",
    decidedBy,
    attempts: Math.max(1, Math.min(1000, Math.trunc(numberAt(one.attributes, "http.request.resend_count") ?? 0) + 1)),
    tries: [],
    delivery: null,
    dwell: null,
    input: recorded(all, "hop.input"),
    output: recorded(all, "hop.output"),
    environment: recorded(all, "hop.environment"),
    logs: all.flatMap((span) =>
      span.notes.map((note, index) => recordOf(note, `${trace}:${span.spanId}:${index}`, origin)),
    ),
    arrival: arrivalOf(one, target),
    named: namedBy(all),
    ...(isSampled(origin) ? { traced: "otel" as const } : {}),
    suspect: outcome === "ok" && all.some(({ notes }) => notes.some(({ level }) => isError(level))),
    partial: false,
    drawn: false,
    gaps: [],
  };
}

/** One form for the trace ids of X-Ray and W3C, so that they meet; others stay as they are. */
export function traceOf(traceId: string): string {
  return xrayTraceId(traceId) ?? traceId.toLowerCase();
}

/** A call over HTTP and what a program of ours recorded of answering it are one hop, under the program's name. */
function withCallee(target: OtelTarget, callee: OtelSpan | null): OtelTarget {
  const answered = callee === null ? null : otelTarget(callee);
  if (answered === null) return target;
  return { ...target, service: answered.service, resource: answered.resource };
}

function spanKeys(one: OtelSpan, inside: readonly OtelSpan[]): Key[] {
  const trace = traceOf(one.traceId);
  const key = (value: string, role: Key["role"], path: string): Key => ({ kind: "span", value, role, path });
  const keys: Key[] = [
    key(`${trace}:${one.spanId}`, "self", "spanId"),
    key(`${trace}:${one.spanId}`, "sent", "spanId"),
    { kind: "xray-trace", value: trace, role: "shared", path: "traceId" },
  ];
  if (one.parentSpanId !== null) keys.push(key(`${trace}:${one.parentSpanId}`, "received", "parentSpanId"));
  for (const { spanId } of inside) keys.push(key(`${trace}:${spanId}`, "sent", "spanId of a span inside"));
  const links = [one, ...inside].flatMap((span) => span.links);
  links.forEach((link, item) => {
    keys.push({ ...key(`${traceOf(link.traceId)}:${link.spanId}`, "received", `links[${item}]`), item });
  });
  return keys;
}

/** https://opentelemetry.io/docs/specs/semconv/messaging/messaging-spans/: the correlation id of a message. */
function conversationOf(one: OtelSpan): Key[] {
  const path = "messaging.message.conversation_id";
  const value = attribute(one, path, "messaging.conversation_id");
  return value === null ? [] : [{ kind: "correlation", value, role: "shared", path }];
}

function arrivalOf(one: OtelSpan, target: OtelTarget): Arrival | null {
  if (target.arrival !== undefined) return target.arrival;
  // Somebody sent what a consumer takes, whether or not that was recorded.
  const root = one.parentSpanId === null && one.kind !== "consumer";
  if (one.kind !== "server" && one.kind !== "consumer" && !(one.kind === "internal" && root)) return null;
  const method = attribute(one, "http.request.method", "http.method");
  const url = attribute(one, "url.path", "http.target", "http.path", "url.full", "http.url") ?? "";
  const path = URL.canParse(url) ? new URL(url).pathname : (url.split("?")[0] ?? "");
  return {
    kind: method === null ? "unknown" : "http",
    method,
    route: attribute(one, "http.route"),
    path: method === null ? null : path === "" ? "/" : path,
    name: one.name,
    user: null,
    userAgent: attribute(one, "user_agent.original", "http.user_agent"),
    clientAddress: attribute(one, "client.address", "http.client_ip"),
    through: method === null ? undefined : throughOf(one),
    signed: false,
    root,
  };
}

/** Which of AWS's own front doors a request came in by: its host name tells, unless the team gave it one of its own. */
function throughOf(one: OtelSpan): Arrival["through"] {
  const url = attribute(one, "url.full", "http.url") ?? "";
  const host = attribute(one, "server.address", "http.host", "net.host.name");
  const name = host ?? (URL.canParse(url) ? new URL(url).hostname : "");
  for (const { name: service, resourceAt } of SERVICES) {
    const resource = resourceAt?.(name) ?? null;
    if (resource !== null) return { service, resource };
  }
  return undefined;
}

/** Where X-Ray and collectors put what they sampled. A program that writes its spans into its own log leaves out none. */
function isSampled({ group }: Origin): boolean {
  return group === undefined || group === "aws/spans";
}

/**
 * Whoever the program set on the span at hand, which may be one inside; CloudWatch makes attributes of X-Ray's annotations.
 * https://opentelemetry.io/docs/specs/semconv/registry/attributes/user/
 */
function namedBy(all: readonly OtelSpan[]): NamedUser | null {
  for (const name of ["user.id", "enduser.id", "enduser.pseudo.id", "user.email", "user.name"]) {
    for (const one of all) {
      const user = named(attribute(one, name), "span", name);
      if (user !== null) return user;
    }
  }
  return mostTrusted(all.map(({ attributes }) => annotatedUser(attributes)));
}

/** What a recorder baked in, as JSON text. */
function recorded(all: readonly OtelSpan[], name: string): Json {
  for (const { attributes } of all) {
    const text = textAt(attributes, name);
    if (text !== null) return parseJson(text) ?? text;
    const value = attributes[name];
    if (value !== undefined && value !== null) return value;
  }
  return null;
}

function recordOf({ at, text, level, attributes }: OtelNote, name: string, origin: Origin): LogRecord {
  return {
    id: `note:${name}`,
    origin,
    keys: [],
    error: null,
    at,
    ingestedAt: null,
    level,
    mark: null,
    requestId: null,
    positional: false,
    named: null,
    reported: null,
    text,
    body: Object.keys(attributes).length === 0 ? null : attributes,
  };
}
