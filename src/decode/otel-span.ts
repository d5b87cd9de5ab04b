import { type Json, numberAt, parseJson, textAt } from "../json.ts";
import type { Key } from "../key.ts";
import type { Origin, Seen } from "../record.ts";
import { parseArn, plainName } from "../services/arn.ts";
import { xrayTraceId } from "../services/trace-id.ts";
import type { Arrival, Span, User } from "../span.ts";
import { attribute, type OtelSpan } from "./otel.ts";
import { otelOutcome } from "./otel-outcome.ts";
import { otelTarget } from "./otel-target.ts";

/** Ids of spans inside of this one that are no hops: their children are its children. */
export function spanOfOtel(one: OtelSpan, inside: readonly string[], origin: Origin): Span {
  const trace = traceOf(one.traceId);
  const target = otelTarget(one);
  const { outcome, decidedBy } = otelOutcome(one);
  const arn = parseArn(attribute(one, "cloud.resource_id", "aws.lambda.invoked_arn") ?? "");
  return {
    id: `span:${trace}:${one.spanId}:${one.kind}`,
    origin,
    keys: [...spanKeys(one, inside), ...target.keys],
    error: outcome === "ok" || outcome === "unknown" ? null : seenIn(one),
    kind: one.kind,
    service: target.service,
    resource: target.resource === null ? null : plainName(target.resource),
    operation: target.operation,
    requestId: target.requestId,
    account: arn?.account ?? attribute(one, "cloud.account.id"),
    region: arn?.region ?? attribute(one, "cloud.region"),
    start: one.start,
    end: one.end,
    clock: `otel:${attribute(one, "host.name", "faas.instance", "service.name") ?? one.kind}`,
    outcome,
    decidedBy,
    attempts: Math.max(1, (numberAt(one.attributes, "http.request.resend_count") ?? 0) + 1),
    tries: [],
    delivery: null,
    dwell: null,
    input: recorded(one, "hop.input"),
    output: recorded(one, "hop.output"),
    environment: recorded(one, "hop.environment"),
    logs: [],
    arrival: arrivalOf(one),
    suspect: false,
    partial: false,
    drawn: false,
    gaps: [],
  };
}

/** One form for the trace ids of X-Ray and W3C, so that they meet; others stay as they are. */
function traceOf(traceId: string): string {
  return xrayTraceId(traceId) ?? traceId.toLowerCase();
}

function spanKeys(one: OtelSpan, inside: readonly string[]): Key[] {
  const trace = traceOf(one.traceId);
  const key = (value: string, role: Key["role"], path: string): Key => ({ kind: "span", value, role, path });
  const keys: Key[] = [
    key(`${trace}:${one.spanId}`, "self", "spanId"),
    key(`${trace}:${one.spanId}`, "sent", "spanId"),
    { kind: "xray-trace", value: trace, role: "shared", path: "traceId" },
  ];
  if (one.parentSpanId !== null) keys.push(key(`${trace}:${one.parentSpanId}`, "received", "parentSpanId"));
  for (const id of inside) keys.push(key(`${trace}:${id}`, "sent", "spanId of a span inside"));
  one.links.forEach((link, item) => {
    keys.push({ ...key(`${traceOf(link.traceId)}:${link.spanId}`, "received", `links[${item}]`), item });
  });
  return keys;
}

function arrivalOf(one: OtelSpan): Arrival | null {
  if (one.kind !== "server" && one.kind !== "consumer") return null;
  const method = attribute(one, "http.request.method", "http.method");
  const url = attribute(one, "url.path", "http.target", "http.path", "url.full", "http.url") ?? "";
  const path = URL.canParse(url) ? new URL(url).pathname : (url.split("?")[0] ?? "") || null;
  return {
    kind: method === null ? "unknown" : "http",
    method,
    route: attribute(one, "http.route"),
    path: method === null ? null : (path ?? "/"),
    name: one.name,
    user: userOf(one),
    userAgent: attribute(one, "user_agent.original", "http.user_agent"),
    clientAddress: attribute(one, "client.address", "http.client_ip"),
    signed: false,
    root: one.parentSpanId === null && one.links.length === 0,
  };
}

function userOf(one: OtelSpan): User | null {
  for (const name of ["user.id", "enduser.id", "enduser.pseudo.id"]) {
    const id = attribute(one, name);
    if (id !== null) return { id, kind: "person", from: name };
  }
  return null;
}

/** What a recorder baked in, as JSON text. */
function recorded({ attributes }: OtelSpan, name: string): Json {
  const text = textAt(attributes, name);
  return text === null ? null : (parseJson(text) ?? text);
}

function seenIn(one: OtelSpan): Seen | null {
  const exception = one.exceptions.at(-1);
  const type = textAt(exception, "exception.type") ?? attribute(one, "error.type", "exception.type");
  const message =
    textAt(exception, "exception.message") ??
    one.statusMessage ??
    attribute(one, "error.message", "exception.message", "error");
  const stack = textAt(exception, "exception.stacktrace") ?? "";
  if (type === null && message === null) return null;
  return { type, message: message ?? "", stack: framesOf(stack), causes: [] };
}

/** The frames of a stack in any language, without the line that repeats the message. */
function framesOf(stack: string): string[] {
  return stack
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => /^(at |File "|\S+\(.*\)$|\S+\.go:\d+)/.test(line))
    .slice(0, 64);
}
