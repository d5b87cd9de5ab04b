import { arrayAt, at, isObject, type Json, type JsonObject, numberAt, objectAt, parseJson, textAt } from "../json.ts";
import type { SpanKind } from "../span.ts";
import { micros } from "../time.ts";
import type { Decoder } from "./decoder.ts";
import type { OtelSpan } from "./otel.ts";
import { hopsOfOtel } from "./otel-trace.ts";

const KINDS: readonly SpanKind[] = ["server", "client", "producer", "consumer", "internal"];

/** Jaeger's own JSON, as its query service answers. https://www.jaegertracing.io/docs/latest/architecture/apis/ */
export const jaegerJson: Decoder = {
  format: "jaeger-json",
  sniff: (head) => /"(traceID|operationName|processID)"\s*:/.test(head),
  decode(chunk, out) {
    const whole = parseJson(new TextDecoder().decode(chunk.bytes));
    const traces = whole === undefined ? [] : tracesIn(whole);
    if (traces.length === 0) out({ gap: { what: "traces", why: "not an answer of Jaeger", origin: chunk.origin } });
    for (const trace of traces) {
      const processes = objectAt(trace, "processes") ?? {};
      const spans: OtelSpan[] = [];
      let unreadable = 0;
      for (const one of arrayAt(trace, "spans")) {
        const span = isObject(one) ? spanOf(one, processes) : null;
        if (span === null) unreadable++;
        else spans.push(span);
      }
      if (unreadable > 0) {
        const what = `${unreadable} spans`;
        out({ gap: { what, why: "they have no id, no trace or no start", origin: chunk.origin } });
      }
      for (const span of hopsOfOtel(spans, chunk.origin)) out({ span });
    }
  },
};

function tracesIn(value: Json): readonly Json[] {
  const data = arrayAt(value, "data");
  if (data.length > 0) return data;
  return isObject(value) && value["spans"] !== undefined ? [value] : [];
}

function spanOf(one: JsonObject, processes: JsonObject): OtelSpan | null {
  const traceId = textAt(one, "traceID");
  const spanId = textAt(one, "spanID");
  const start = numberAt(one, "startTime");
  if (traceId === null || spanId === null || start === null) return null;
  const references = arrayAt(one, "references");
  const parent = references.find((ref) => textAt(ref, "refType") === "CHILD_OF") ?? references[0];
  const attributes = tagsOf(arrayAt(one, "tags"));
  const kind = textAt(attributes, "span.kind");
  const duration = numberAt(one, "duration");
  const process = objectAt(processes, textAt(one, "processID") ?? "") ?? objectAt(one, "process");
  const status = textAt(attributes, "otel.status_code");
  return {
    traceId,
    spanId,
    parentSpanId: textAt(parent, "spanID") ?? textAt(one, "parentSpanID"),
    name: textAt(one, "operationName") ?? "span",
    kind: KINDS.find((known) => known === kind) ?? "internal",
    start: micros(start),
    end: duration === null ? null : micros(start + duration),
    attributes,
    resource: {
      "service.name": textAt(process ?? undefined, "serviceName"),
      ...tagsOf(arrayAt(process ?? undefined, "tags")),
    },
    status:
      status === "ERROR" || attributes["error"] === true || attributes["error"] === "true"
        ? "error"
        : status === "OK"
          ? "ok"
          : "unset",
    statusMessage: textAt(attributes, "otel.status_description"),
    exceptions: arrayAt(one, "logs")
      .map((log) => tagsOf(arrayAt(log, "fields")))
      .filter((fields) => fields["exception.type"] !== undefined || fields["exception.message"] !== undefined),
    links: references.slice(1).flatMap((ref) => {
      const ids = { traceId: textAt(ref, "traceID"), spanId: textAt(ref, "spanID") };
      const own = at(ref) === at(parent) || ids.traceId === null || ids.spanId === null;
      return own ? [] : [{ traceId: ids.traceId ?? "", spanId: ids.spanId ?? "" }];
    }),
  };
}

function tagsOf(tags: readonly Json[]): JsonObject {
  return Object.fromEntries(
    tags.flatMap((tag): [string, Json][] => {
      const key = textAt(tag, "key");
      return key === null ? [] : [[key, at(tag, "value") ?? null]];
    }),
  );
}
