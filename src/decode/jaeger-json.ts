import {
  arrayAt,
  at,
  isArray,
  isObject,
  type Json,
  type JsonObject,
  numberAt,
  objectAt,
  parseJson,
  textAt,
} from "../json.ts";
import type { SpanKind } from "../span.ts";
import type { Micros } from "../time.ts";
import type { Decoder } from "./decoder.ts";
import { levelOf } from "./level.ts";
import { momentFrom } from "./moment.ts";
import type { OtelNote, OtelSpan } from "./otel.ts";
import { hopsOfOtel } from "./otel-trace.ts";
import { isException } from "./otlp-span.ts";

const KINDS: readonly SpanKind[] = ["server", "client", "producer", "consumer", "internal"];

/** Jaeger's own JSON, as its query service answers. https://www.jaegertracing.io/docs/latest/architecture/apis/ */
export const jaegerJson: Decoder = {
  format: "jaeger-json",
  sniff: (head) => /"(traceID|operationName|processID)"\s*:/.test(head),
  decode(chunk, out) {
    const whole = parseJson(new TextDecoder().decode(chunk.bytes));
    const traces = whole === undefined ? null : tracesIn(whole);
    if (traces === null) out({ gap: { what: "traces", why: "not an answer of Jaeger", origin: chunk.origin } });
    for (const error of arrayAt(whole, "errors")) {
      out({ gap: { what: "traces", why: `Jaeger says: ${textAt(error, "msg") ?? "an error"}`, origin: chunk.origin } });
    }
    for (const trace of traces ?? []) {
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

/** An answer may hold no trace; what is no answer is null. */
function tracesIn(value: Json): readonly Json[] | null {
  if (isArray(value)) return value.some((one) => isArray(at(one, "spans"))) ? value : null;
  if (isArray(at(value, "data")) || isArray(at(value, "errors"))) return arrayAt(value, "data");
  return isArray(at(value, "spans")) ? [value] : null;
}

function spanOf(one: JsonObject, processes: JsonObject): OtelSpan | null {
  const traceId = padded(textAt(one, "traceID"));
  const spanId = padded(textAt(one, "spanID"));
  const start = momentFrom(numberAt(one, "startTime"));
  if (traceId === null || spanId === null || start === null) return null;
  const references = arrayAt(one, "references").map(referenceOf);
  const own = references.filter((ref) => ref.traceId === traceId || ref.traceId === null);
  const parent = own.find(({ type }) => type === "CHILD_OF") ?? own[0];
  const attributes = tagsOf(arrayAt(one, "tags"));
  const kind = textAt(attributes, "span.kind")?.toLowerCase();
  const duration = numberAt(one, "duration");
  const process = objectAt(processes, textAt(one, "processID") ?? "") ?? objectAt(one, "process") ?? undefined;
  const logs = arrayAt(one, "logs").map((log) => ({ log, fields: fieldsOf(arrayAt(log, "fields")) }));
  return {
    traceId,
    spanId,
    parentSpanId: parent?.spanId ?? padded(textAt(one, "parentSpanID")),
    name: textAt(one, "operationName") ?? "span",
    kind: KINDS.find((known) => known === kind) ?? "internal",
    start,
    end: duration === null ? null : momentFrom(start + duration),
    attributes,
    resource: { "service.name": textAt(process, "serviceName"), ...tagsOf(arrayAt(process, "tags")) },
    status: statusOf(attributes),
    statusMessage: textAt(attributes, "otel.status_description"),
    exceptions: logs.map(({ fields }) => fields).filter(isException),
    notes: logs.flatMap(({ log, fields }) => (isException(fields) ? [] : noteOf(log, fields, start))),
    links: references.flatMap((ref) =>
      ref === parent || ref.spanId === null ? [] : [{ traceId: ref.traceId ?? traceId, spanId: ref.spanId }],
    ),
  };
}

interface Reference {
  readonly type: string | null;
  readonly traceId: string | null;
  readonly spanId: string | null;
}

function referenceOf(ref: Json): Reference {
  return {
    type: textAt(ref, "refType"),
    traceId: padded(textAt(ref, "traceID")),
    spanId: padded(textAt(ref, "spanID")),
  };
}

/** Jaeger leaves out the zeros before an id, so that the same one stands elsewhere in its full length. */
function padded(id: string | null): string | null {
  if (id === null || !/^[0-9a-f]{1,32}$/i.test(id)) return id;
  return id.toLowerCase().padStart(id.length > 16 ? 32 : 16, "0");
}

function statusOf(tags: JsonObject): OtelSpan["status"] {
  const status = textAt(tags, "otel.status_code") ?? textAt(tags, "status.code");
  if (status === "ERROR" || tags["error"] === true || tags["error"] === "true") return "error";
  return status === "OK" ? "ok" : "unset";
}

/** The fields of a log, with those of OpenTracing's errors under the names that OpenTelemetry gave them. */
function fieldsOf(list: readonly Json[]): JsonObject {
  const fields = tagsOf(list);
  if (isException(fields) || (fields["event"] !== "error" && fields["error.kind"] === undefined)) return fields;
  return {
    ...fields,
    "exception.type": textAt(fields, "error.kind"),
    "exception.message": textAt(fields, "message") ?? textAt(fields, "error.object"),
    "exception.stacktrace": textAt(fields, "stack"),
  };
}

function noteOf(log: Json, fields: JsonObject, start: Micros): OtelNote[] {
  const text = textAt(fields, "message") ?? textAt(fields, "event");
  const moment = momentFrom(numberAt(log, "timestamp"));
  if (text === null) return [];
  return [{ at: moment ?? start, text, level: levelOf(fields["level"]), attributes: fields }];
}

function tagsOf(tags: readonly Json[]): JsonObject {
  return Object.fromEntries(
    tags.flatMap((tag): [string, Json][] => {
      const key = textAt(tag, "key");
      return key === null ? [] : [[key, at(tag, "value") ?? null]];
    }),
  );
}
