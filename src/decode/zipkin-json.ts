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
import { micros } from "../time.ts";
import type { Decoder } from "./decoder.ts";
import type { OtelSpan } from "./otel.ts";
import { hopsOfOtel } from "./otel-trace.ts";

const KINDS: Readonly<Record<string, SpanKind>> = {
  CLIENT: "client",
  SERVER: "server",
  PRODUCER: "producer",
  CONSUMER: "consumer",
};

/** Zipkin's version 2: a list of spans, or a list of such lists. https://zipkin.io/zipkin-api/ */
export const zipkinJson: Decoder = {
  format: "zipkin-json",
  sniff: (head) =>
    /^\s*\[/.test(head) && /"traceId"\s*:/.test(head) && /"(localEndpoint|timestamp|kind)"\s*:/.test(head),
  decode(chunk, out) {
    const whole = parseJson(new TextDecoder().decode(chunk.bytes));
    const list = isArray(whole) ? whole.flatMap((one) => (isArray(one) ? one : [one])) : [];
    const spans = list.flatMap((one) => (isObject(one) ? (spanOf(one) ?? []) : []));
    const unreadable = list.length - spans.length;
    if (list.length === 0 || unreadable > 0) {
      const what = list.length === 0 ? "traces" : `${unreadable} spans`;
      const why = list.length === 0 ? "not spans of Zipkin" : "they have no id, no trace or no time";
      out({ gap: { what, why, origin: chunk.origin } });
    }
    for (const span of hopsOfOtel(spans, chunk.origin)) out({ span });
  },
};

function spanOf(one: JsonObject): OtelSpan | null {
  const traceId = textAt(one, "traceId");
  const spanId = textAt(one, "id");
  const start = numberAt(one, "timestamp") ?? numberAt(arrayAt(one, "annotations")[0], "timestamp");
  if (traceId === null || spanId === null || start === null) return null;
  const tags = objectAt(one, "tags") ?? {};
  const duration = numberAt(one, "duration");
  const peer = textAt(one, "remoteEndpoint", "serviceName");
  const kind = KINDS[textAt(one, "kind") ?? ""] ?? "internal";
  const outward = kind === "client" || kind === "producer";
  return {
    traceId,
    spanId,
    parentSpanId: textAt(one, "parentId"),
    name: textAt(one, "name") ?? "span",
    kind,
    start: micros(start),
    end: duration === null ? null : micros(start + duration),
    attributes: {
      ...tags,
      ...(peer === null || !outward ? {} : { "peer.service": peer }),
      ...(one["shared"] === true ? { "zipkin.shared": true } : {}),
    },
    resource: { "service.name": textAt(one, "localEndpoint", "serviceName") },
    status: tags["error"] === undefined ? "unset" : "error",
    statusMessage: messageOf(tags["error"]),
    exceptions: [],
    links: [],
  };
}

/** A tag `error` is the message, or only says that there was one. */
function messageOf(error: Json | undefined): string | null {
  return typeof error === "string" && error !== "" && error !== "true" ? error : null;
}
