/** A list is written as it is in OTLP, and as JSON text where tags are texts. */
export type Value = string | number | boolean | readonly string[];

/** A span as an application exported it, in OpenTelemetry's words. The servers that tell it differ; this does not. */
export interface RecordedSpan {
  /** 32 hexadecimal digits. */
  readonly traceId: string;
  /** 16 of them. */
  readonly spanId: string;
  readonly parentSpanId: string | null;
  readonly name: string;
  readonly kind: "internal" | "server" | "client" | "producer" | "consumer";
  /** Microseconds since the epoch. */
  readonly start: number;
  readonly durationMicros: number;
  /** `service.name`. */
  readonly service: string;
  readonly attributes: Readonly<Record<string, Value>>;
  /** Null: it did not fail. Else what its status says. */
  readonly error: string | null;
  /** The spans that it follows: the messages of a batch. */
  readonly links?: readonly { readonly traceId: string; readonly spanId: string }[];
}
