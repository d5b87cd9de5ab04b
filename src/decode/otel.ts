import { isArray, type JsonObject } from "../json.ts";
import type { SpanKind } from "../span.ts";
import type { Micros } from "../time.ts";

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
  /** Spans that it follows without being their child: the messages of a batch. */
  readonly links: readonly { readonly traceId: string; readonly spanId: string }[];
}

/** The first attribute that is there, of the span and then of its process: new names before old ones. */
export function attribute({ attributes, resource }: OtelSpan, ...names: readonly string[]): string | null {
  for (const name of names) {
    const own = attributes[name] ?? resource[name];
    const value = isArray(own) ? own[0] : own;
    if (typeof value === "string" && value !== "") return value;
    if (typeof value === "number") return String(value);
  }
  return null;
}
