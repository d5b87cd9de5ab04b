import { arrayAt, at, isArray, isObject, type Json, type JsonObject, parseJson, textAt } from "../json.ts";
import type { Chunk } from "../record.ts";
import { awsSpan } from "./aws-span.ts";
import type { Decoded, Decoder } from "./decoder.ts";
import { withExactNanos } from "./nanos.ts";
import type { OtelSpan } from "./otel.ts";
import { hopsOfOtel } from "./otel-trace.ts";
import { type OtlpLog, otlpLog, withLogs } from "./otlp-log.ts";
import { otlpSpan } from "./otlp-span.ts";
import { attributesOf } from "./otlp-value.ts";

/**
 * OTLP in JSON, as exporters write it (one document, or one a line), as Tempo and Jaeger answer with it (`batches`,
 * `trace.resourceSpans`, `result`), and the spans of `aws/spans`, one a line, out of their log group.
 * https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding
 */
export const otlpJson: Decoder = {
  format: "otlp-json",
  sniff: (head) =>
    /"(resourceSpans|resourceLogs|batches|scopeSpans|instrumentationLibrarySpans|startTimeUnixNano)"\s*:/.test(head),
  decode(chunk, out) {
    const text = withExactNanos(new TextDecoder().decode(chunk.bytes));
    const whole = parseJson(text);
    const lines = whole === undefined ? text.split("\n").filter((one) => one.trim() !== "") : [];
    const parsed = whole === undefined ? lines.flatMap((line) => parseJson(line) ?? []) : [whole];
    const found: Found = { spans: [], logs: [], unreadable: lines.length > 0 ? lines.length - parsed.length : 0 };
    for (const value of parsed.flatMap((one) => (isArray(one) ? one : [one]))) readOtlp(value, found);
    const nothing = parsed.length === 0;
    if (nothing) out({ gap: { what: "traces", why: "not OTLP in JSON", origin: chunk.origin } });
    else if (found.unreadable > 0) out(unreadable(found.unreadable, chunk));
    const { spans, records } = withLogs(found.spans, found.logs, chunk.origin);
    for (const span of hopsOfOtel(spans, chunk.origin)) out({ span });
    for (const record of records) out({ record });
  },
};

/** What documents of OTLP hold, taken together: a log record may belong to a span of another document. */
export interface Found {
  readonly spans: OtelSpan[];
  readonly logs: OtlpLog[];
  unreadable: number;
}

function unreadable(count: number, { origin }: Chunk): Decoded {
  return { gap: { what: `${count} spans`, why: "they have no id, no trace or no start", origin } };
}

/** Reads one document, whichever of its forms it has. */
export function readOtlp(value: Json, found: Found): void {
  const alone = isObject(value) ? awsSpan(value) : null;
  if (alone !== null) {
    found.spans.push(alone);
    return;
  }
  const holders = [value, at(value, "trace"), at(value, "result")];
  const batches = holders.flatMap((one) => [...arrayAt(one, "resourceSpans"), ...arrayAt(one, "batches")]);
  for (const batch of batches) readSpans(batch, found);
  const logs = arrayAt(value, "resourceLogs");
  for (const batch of logs) readLogs(batch, found);
  const known = holders.some((one) => isArray(at(one, "resourceSpans")) || isArray(at(one, "batches")));
  if (!known && logs.length === 0 && !isArray(at(value, "resourceLogs")) && !isEmpty(value)) found.unreadable++;
}

/** An export of nothing, or an answer that holds nothing, lacks the list as well. */
function isEmpty(value: Json): boolean {
  return isObject(value) && Object.keys(value).length === 0;
}

function readSpans(batch: Json, found: Found): void {
  const resource = attributesOf(at(batch, "resource", "attributes"));
  for (const scope of [...arrayAt(batch, "scopeSpans"), ...arrayAt(batch, "instrumentationLibrarySpans")]) {
    for (const one of arrayAt(scope, "spans")) {
      const span = isObject(one) ? otlpSpan(one, resource) : null;
      if (span === null) found.unreadable++;
      else found.spans.push(span);
    }
  }
}

function readLogs(batch: Json, found: Found): void {
  const resource: JsonObject = attributesOf(at(batch, "resource", "attributes"));
  for (const scope of arrayAt(batch, "scopeLogs")) {
    for (const one of arrayAt(scope, "logRecords")) {
      const log = isObject(one) ? otlpLog(one, textAt(resource, "service.name")) : null;
      if (log !== null) found.logs.push(log);
    }
  }
}
