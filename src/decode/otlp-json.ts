import { arrayAt, at, isObject, type Json, type JsonObject, numberAt, parseJson, textAt } from "../json.ts";
import type { SpanKind } from "../span.ts";
import type { Decoded, Decoder } from "./decoder.ts";
import { microsOfNanos } from "./nanos.ts";
import type { OtelSpan } from "./otel.ts";
import { hopsOfOtel } from "./otel-trace.ts";

const KINDS: readonly SpanKind[] = ["internal", "internal", "server", "client", "producer", "consumer"];
const MOST_DEEP = 8;

/**
 * OTLP in JSON, as exporters write it and as Tempo and Jaeger answer with it (`batches`, `trace.resourceSpans`).
 * https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding
 */
export const otlpJson: Decoder = {
  format: "otlp-json",
  sniff: (head) => /"(resourceSpans|batches|scopeSpans|instrumentationLibrarySpans)"\s*:/.test(head),
  decode(chunk, out) {
    const text = new TextDecoder().decode(chunk.bytes);
    const whole = parseJson(text);
    const values = whole === undefined ? text.split("\n").flatMap((line) => parseJson(line) ?? []) : [whole];
    const spans: OtelSpan[] = [];
    for (const value of values) {
      for (const batch of batchesIn(value)) readBatch(batch, spans, chunk.origin.source, out);
    }
    if (values.length === 0) out({ gap: { what: "traces", why: "not OTLP in JSON", origin: chunk.origin } });
    for (const span of hopsOfOtel(spans, chunk.origin)) out({ span });
  },
};

function batchesIn(value: Json): readonly Json[] {
  const holders = [value, at(value, "trace"), at(value, "result")];
  return holders.flatMap((one) => [...arrayAt(one, "resourceSpans"), ...arrayAt(one, "batches")]);
}

function readBatch(batch: Json, spans: OtelSpan[], source: string, out: (one: Decoded) => void): void {
  const resource = attributesOf(arrayAt(batch, "resource", "attributes"));
  const scopes = [...arrayAt(batch, "scopeSpans"), ...arrayAt(batch, "instrumentationLibrarySpans")];
  let unreadable = 0;
  for (const scope of scopes) {
    for (const one of arrayAt(scope, "spans")) {
      const span = isObject(one) ? spanOf(one, resource) : null;
      if (span === null) unreadable++;
      else spans.push(span);
    }
  }
  if (unreadable > 0)
    out({ gap: { what: `${unreadable} spans`, why: "they have no id, no trace or no start", origin: { source } } });
}

function spanOf(one: JsonObject, resource: JsonObject): OtelSpan | null {
  const traceId = hexOf(textAt(one, "traceId"));
  const spanId = hexOf(textAt(one, "spanId"));
  const start = microsOfNanos(one["startTimeUnixNano"]);
  if (traceId === null || spanId === null || start === null) return null;
  const code = one["status"] === undefined ? undefined : (at(one, "status", "code") ?? 0);
  return {
    traceId,
    spanId,
    parentSpanId: hexOf(textAt(one, "parentSpanId")),
    name: textAt(one, "name") ?? "span",
    kind: kindOf(one["kind"]),
    start,
    end: microsOfNanos(one["endTimeUnixNano"]),
    attributes: attributesOf(arrayAt(one, "attributes")),
    resource,
    status:
      code === 2 || code === "STATUS_CODE_ERROR" ? "error" : code === 1 || code === "STATUS_CODE_OK" ? "ok" : "unset",
    statusMessage: textAt(one, "status", "message"),
    exceptions: arrayAt(one, "events")
      .filter((event) => textAt(event, "name") === "exception")
      .map((event) => attributesOf(arrayAt(event, "attributes"))),
    links: arrayAt(one, "links").flatMap((link) => {
      const ids = { traceId: hexOf(textAt(link, "traceId")), spanId: hexOf(textAt(link, "spanId")) };
      return ids.traceId === null || ids.spanId === null ? [] : [{ traceId: ids.traceId, spanId: ids.spanId }];
    }),
  };
}

/** Ids are hexadecimal in any case; Tempo answers with base64. All zeros are no id. */
export function hexOf(id: string | null): string | null {
  if (id === null) return null;
  const hex = /^([0-9a-f]{16}|[0-9a-f]{32})$/i.test(id) ? id.toLowerCase() : Buffer.from(id, "base64").toString("hex");
  return /^0*$/.test(hex) ? null : hex;
}

function kindOf(kind: Json | undefined): SpanKind {
  if (typeof kind === "number") return KINDS[kind] ?? "internal";
  const name = typeof kind === "string" ? kind.replace(/^SPAN_KIND_/, "").toLowerCase() : "";
  return KINDS.find((one) => one === name) ?? "internal";
}

/** A list of `{key, value: {stringValue …}}` as a plain object. */
function attributesOf(list: readonly Json[]): JsonObject {
  return Object.fromEntries(
    list.flatMap((one): [string, Json][] => {
      const key = textAt(one, "key");
      return key === null ? [] : [[key, plainValue(at(one, "value"), 0)]];
    }),
  );
}

function plainValue(value: Json | undefined, depth: number): Json {
  if (!isObject(value) || depth > MOST_DEEP) return null;
  const number = numberAt(value, "intValue") ?? numberAt(value, "doubleValue");
  if (number !== null) return number;
  if (Array.isArray(at(value, "arrayValue", "values")))
    return arrayAt(value, "arrayValue", "values").map((one) => plainValue(one, depth + 1));
  return value["stringValue"] ?? value["boolValue"] ?? null;
}
