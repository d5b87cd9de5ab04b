import {
  arrayAt,
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
import { momentFrom } from "./moment.ts";
import type { OtelNote, OtelSpan } from "./otel.ts";
import { hopsOfOtel } from "./otel-trace.ts";
import { isException } from "./otlp-span.ts";

const KINDS: ReadonlyMap<string, SpanKind> = new Map([
  ["CLIENT", "client"],
  ["SERVER", "server"],
  ["PRODUCER", "producer"],
  ["CONSUMER", "consumer"],
]);

/** Zipkin's version 2: a list of spans, or a list of such lists. https://zipkin.io/zipkin-api/ */
export const zipkinJson: Decoder = {
  format: "zipkin-json",
  sniff: (head) =>
    /^\s*\[/.test(head) && /"traceId"\s*:/.test(head) && /"(localEndpoint|timestamp|kind)"\s*:/.test(head),
  decode(chunk, out) {
    const whole = parseJson(new TextDecoder().decode(chunk.bytes));
    const list = isArray(whole) ? whole.flatMap((one) => (isArray(one) ? one : [one])) : [];
    const began = beginnings(list);
    const spans = list.flatMap((one) => (isObject(one) ? (spanOf(one, began) ?? []) : []));
    const unreadable = list.length - spans.length;
    if (!isArray(whole) || unreadable > 0) {
      const what = isArray(whole) ? `${unreadable} spans` : "traces";
      const why = isArray(whole) ? "they have no id, no trace or no time" : "not spans of Zipkin";
      out({ gap: { what, why, origin: chunk.origin } });
    }
    for (const span of hopsOfOtel(spans, chunk.origin)) out({ span });
  },
};

/** When each span began, for the other half of one that left its times to the one who called. */
function beginnings(list: readonly Json[]): ReadonlyMap<string, Micros> {
  const began = new Map<string, Micros>();
  for (const one of list) {
    const start = startOf(one);
    if (start !== null) began.set(nameOf(textAt(one, "traceId"), textAt(one, "id")), start);
  }
  return began;
}

function startOf(one: Json): Micros | null {
  const start = numberAt(one, "timestamp") ?? numberAt(arrayAt(one, "annotations")[0], "timestamp");
  return momentFrom(start);
}

function nameOf(traceId: string | null, id: string | null): string {
  return `${traceId}:${id}`;
}

function spanOf(one: JsonObject, began: ReadonlyMap<string, Micros>): OtelSpan | null {
  const traceId = textAt(one, "traceId");
  const spanId = textAt(one, "id");
  const parentSpanId = textAt(one, "parentId");
  const start = startOf(one) ?? began.get(nameOf(traceId, spanId)) ?? began.get(nameOf(traceId, parentSpanId)) ?? null;
  if (traceId === null || spanId === null || start === null) return null;
  const tags = objectAt(one, "tags") ?? {};
  const duration = numberAt(one, "duration");
  const peer = textAt(one, "remoteEndpoint", "serviceName");
  const kind = KINDS.get(textAt(one, "kind") ?? "") ?? "internal";
  const outward = kind === "client" || kind === "producer";
  const error = tags["error"];
  const events = arrayAt(one, "annotations").flatMap((note) => noteOf(note, start));
  return {
    traceId: traceId.toLowerCase(),
    spanId: spanId.toLowerCase(),
    parentSpanId: parentSpanId?.toLowerCase() ?? null,
    name: textAt(one, "name") ?? "span",
    kind,
    start,
    end: duration === null ? null : momentFrom(start + duration),
    attributes: peer === null || !outward ? tags : { "peer.service": peer, ...tags },
    resource: { "service.name": textAt(one, "localEndpoint", "serviceName") },
    status: error === undefined || error === "false" ? "unset" : "error",
    // A tag `error` is the message, or only says that there was one.
    statusMessage: typeof error === "string" && error !== "" && error !== "true" ? error : null,
    exceptions: events.map(({ attributes }) => attributes).filter(isException),
    notes: events.filter(({ attributes }) => !isException(attributes)),
    links: [],
  };
}

/**
 * An event of OpenTelemetry is written with its attributes behind its name: `"exception": {"exception.type": …}`.
 * https://opentelemetry.io/docs/specs/otel/trace/sdk_exporters/zipkin/#events
 */
function noteOf(note: Json, start: Micros): OtelNote[] {
  const value = textAt(note, "value");
  if (value === null) return [];
  const [, name, text] = /^"([^"\\]+)":\s*(\{.*\})$/s.exec(value) ?? [];
  const attributes = text === undefined ? undefined : parseJson(text);
  const at = momentFrom(numberAt(note, "timestamp")) ?? start;
  return isObject(attributes)
    ? [{ at, text: name ?? value, level: null, attributes }]
    : [{ at, text: value, level: null, attributes: {} }];
}
