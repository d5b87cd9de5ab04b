import { hash } from "node:crypto";
import { at, type JsonObject, textAt } from "../json.ts";
import type { Key } from "../key.ts";
import type { LogRecord, Origin } from "../record.ts";
import { type Micros, micros } from "../time.ts";
import { isError, levelOf } from "./level.ts";
import { microsOfNanos } from "./nanos.ts";
import type { OtelNote, OtelSpan } from "./otel.ts";
import { seenException } from "./otel-error.ts";
import { traceOf } from "./otel-span.ts";
import { isException } from "./otlp-span.ts";
import { attributesOf, hexOf } from "./otlp-value.ts";

/** A log record of OTLP and the span in which it was written, where it names one. */
export interface OtlpLog extends OtelNote {
  readonly traceId: string | null;
  readonly spanId: string | null;
  readonly program: string | null;
}

/** https://opentelemetry.io/docs/specs/otel/logs/data-model/: `severityNumber` 1 trace, 5 debug, 9 info, 13 warn, 17 error, 21 fatal. */
const SEVERITIES = ["trace", "debug", "info", "warn", "error", "fatal"] as const;

/** Null where the record has no moment at all. */
export function otlpLog(one: JsonObject, program: string | null): OtlpLog | null {
  const moment = microsOfNanos(one["timeUnixNano"]) ?? microsOfNanos(one["observedTimeUnixNano"]);
  if (moment === null) return null;
  const attributes = attributesOf(one["attributes"]);
  const severity = one["severityNumber"];
  const body = at(one, "body", "stringValue");
  return {
    at: moment,
    text: typeof body === "string" ? body : (textAt(one, "eventName") ?? textAt(attributes, "exception.message") ?? ""),
    level:
      (typeof severity === "number" && severity > 0 ? SEVERITIES[Math.floor((severity - 1) / 4)] : undefined) ??
      levelOf(one["severityText"]),
    attributes,
    traceId: hexOf(textAt(one, "traceId")),
    spanId: hexOf(textAt(one, "spanId")),
    program,
  };
}

/**
 * Gives each span the log records that were written in it: newer instrumentations record exceptions there and no longer as
 * events of the span. A record whose span is not here is a record of its own.
 * https://opentelemetry.io/docs/specs/semconv/exceptions/exceptions-logs/
 */
export function withLogs(
  spans: readonly OtelSpan[],
  logs: readonly OtlpLog[],
  origin: Origin,
): { spans: OtelSpan[]; records: LogRecord[] } {
  const nameOf = (one: { traceId: string | null; spanId: string | null }): string => `${one.traceId}:${one.spanId}`;
  const bySpan = Map.groupBy(logs, nameOf);
  const known = new Set(spans.map(nameOf));
  return {
    spans: spans.map((span) => {
      const own = bySpan.get(nameOf(span)) ?? [];
      if (own.length === 0) return span;
      const exceptions = own.map(({ attributes }) => attributes).filter(isException);
      return { ...span, notes: [...span.notes, ...own], exceptions: [...span.exceptions, ...exceptions] };
    }),
    records: logs.filter((log) => !known.has(nameOf(log))).map((log) => recordOf(log, origin)),
  };
}

function recordOf(log: OtlpLog, origin: Origin): LogRecord {
  const keys: Key[] = [];
  if (log.traceId !== null)
    keys.push({ kind: "xray-trace", value: traceOf(log.traceId), role: "mentioned", path: "traceId" });
  const thrown = isException(log.attributes) ? seenException(log.attributes) : null;
  const said = isError(log.level) ? { type: null, message: log.text, stack: [], causes: [] } : null;
  const when: Micros = micros(log.at);
  return {
    id: `otlp:${hash("sha1", JSON.stringify([log.program, log.traceId, log.spanId, when, log.text])).slice(0, 16)}`,
    origin,
    keys,
    error: thrown ?? said,
    at: when,
    ingestedAt: null,
    level: log.level,
    mark: null,
    requestId: null,
    positional: false,
    named: null,
    reported: thrown === null && said === null ? null : "handled",
    text: log.text,
    body: Object.keys(log.attributes).length === 0 ? null : log.attributes,
  };
}
