import { isArray, type Json, type JsonObject, parseJson } from "../json.ts";
import type { Level, Origin } from "../record.ts";
import type { SpanKind } from "../span.ts";
import type { Micros } from "../time.ts";

/** What a span noted down while it ran: an event, an annotation, a log record. */
export interface OtelNote {
  readonly at: Micros;
  readonly text: string;
  readonly level: Level | null;
  readonly attributes: JsonObject;
}

/** A span as OpenTelemetry, Jaeger or Zipkin recorded it, in one shape: attributes are flat, names are of any age. */
export interface OtelSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId: string | null;
  readonly name: string;
  readonly kind: SpanKind;
  readonly start: Micros;
  readonly end: Micros | null;
  readonly attributes: JsonObject;
  /** Of the process that recorded it: `service.name`, `faas.name`, `cloud.*`. */
  readonly resource: JsonObject;
  readonly status: "unset" | "ok" | "error";
  readonly statusMessage: string | null;
  readonly exceptions: readonly JsonObject[];
  readonly notes: readonly OtelNote[];
  /** Spans that it follows without being their child: the messages of a batch. */
  readonly links: readonly { readonly traceId: string; readonly spanId: string }[];
  /** Where this one was read, where that is known more closely than of all that was read with it. */
  readonly origin?: Origin;
}

/** The first attribute that is there, of the span and then of its process: new names before old ones. */
export function attribute({ attributes, resource }: OtelSpan, ...names: readonly string[]): string | null {
  for (const name of names) {
    const value = firstOf(attributes[name] ?? resource[name]);
    if (typeof value === "string" && value !== "") return value;
    if (typeof value === "number") return String(value);
  }
  return null;
}

/** Several tables are a list of names, which Jaeger writes as JSON text: the first stands for all. */
function firstOf(value: Json | undefined): Json | undefined {
  const list = typeof value === "string" && value.startsWith('["') ? (parseJson(value) ?? value) : value;
  return isArray(list) ? list[0] : list;
}
