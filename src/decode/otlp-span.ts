import { arrayAt, at, type Json, type JsonObject, numberAt, textAt } from "../json.ts";
import type { SpanKind } from "../span.ts";
import type { Micros } from "../time.ts";
import { levelOf } from "./level.ts";
import { momentFrom } from "./moment.ts";
import { microsOfNanos } from "./nanos.ts";
import type { OtelNote, OtelSpan } from "./otel.ts";
import { attributesOf, hexOf } from "./otlp-value.ts";

const KINDS: readonly SpanKind[] = ["internal", "internal", "server", "client", "producer", "consumer"];

/** A span with the fields of OTLP; attributes are lists of pairs, or plain as in `aws/spans`. Null without ids and a start. */
export function otlpSpan(one: JsonObject, resource: JsonObject): OtelSpan | null {
  const traceId = hexOf(textAt(one, "traceId")?.replace(/^1-([0-9a-f]{8})-([0-9a-f]{24})$/i, "$1$2") ?? null);
  const spanId = hexOf(textAt(one, "spanId"));
  const start = microsOfNanos(one["startTimeUnixNano"]);
  if (traceId === null || spanId === null || start === null) return null;
  const code = at(one, "status", "code") ?? at(one, "status") ?? 0;
  const events = arrayAt(one, "events").map((event) => ({ event, attributes: attributesOf(at(event, "attributes")) }));
  return {
    traceId,
    spanId,
    parentSpanId: hexOf(textAt(one, "parentSpanId")),
    name: textAt(one, "name") ?? "span",
    kind: kindOf(one["kind"]),
    start,
    end: endOf(one, start),
    attributes: attributesOf(one["attributes"]),
    resource,
    status: statusOf(code),
    statusMessage: textAt(one, "status", "message"),
    exceptions: events
      .filter(({ event, attributes }) => textAt(event, "name") === "exception" || isException(attributes))
      .map(({ attributes }) => attributes),
    notes: events.flatMap(({ event, attributes }) => (isException(attributes) ? [] : noteOf(event, attributes, start))),
    links: arrayAt(one, "links").flatMap((link) => {
      const ids = { traceId: hexOf(textAt(link, "traceId")), spanId: hexOf(textAt(link, "spanId")) };
      return ids.traceId === null || ids.spanId === null ? [] : [{ traceId: ids.traceId, spanId: ids.spanId }];
    }),
  };
}

/** Exceptions stand in events of a span, and, by newer conventions, in log records: by their attributes, whatever the name. */
export function isException(attributes: JsonObject): boolean {
  return attributes["exception.type"] !== undefined || attributes["exception.message"] !== undefined;
}

function endOf(one: JsonObject, start: Micros): Micros | null {
  const end = microsOfNanos(one["endTimeUnixNano"]);
  if (end !== null) return end;
  const nanos = numberAt(one, "durationNano");
  return nanos === null || nanos < 0 ? null : momentFrom(start + nanos / 1000);
}

function noteOf(event: Json, attributes: JsonObject, start: Micros): OtelNote[] {
  const name = textAt(event, "name");
  if (name === null || name === "exception") return [];
  const text = textAt(attributes, "message") ?? textAt(attributes, "event.body") ?? name;
  const level = levelOf(attributes["level"] ?? attributes["log.severity"]);
  return [{ at: microsOfNanos(at(event, "timeUnixNano")) ?? start, text, level, attributes }];
}

function kindOf(kind: Json | undefined): SpanKind {
  if (typeof kind === "number") return KINDS[kind] ?? "internal";
  const name = typeof kind === "string" ? kind.replace(/^SPAN_KIND_/, "").toLowerCase() : "";
  return KINDS.find((one) => one === name) ?? "internal";
}

function statusOf(code: Json): OtelSpan["status"] {
  const name = typeof code === "string" ? code.replace(/^STATUS_CODE_/, "").toUpperCase() : code;
  if (name === 2 || name === "2" || name === "ERROR") return "error";
  return name === 1 || name === "1" || name === "OK" ? "ok" : "unset";
}
