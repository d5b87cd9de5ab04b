/** A list is written as it is in OTLP, and as JSON text where tags are texts. */
export type Value = string | number | boolean | readonly string[];

export type Attributes = Readonly<Record<string, Value>>;

/** Which span, in which trace: 16 and 32 hexadecimal digits. */
export interface SpanContext {
  readonly traceId: string;
  readonly spanId: string;
}

/** A span as an application exported it, in OpenTelemetry's words. The servers that tell it differ; this does not. */
export interface RecordedSpan extends SpanContext {
  readonly parentSpanId: string | null;
  readonly name: string;
  readonly kind: "internal" | "server" | "client" | "producer" | "consumer";
  /** Microseconds since the epoch. */
  readonly start: number;
  readonly durationMicros: number;
  /** `service.name`. */
  readonly service: string;
  /** What else its process says of itself. */
  readonly resource?: Attributes;
  readonly attributes: Attributes;
  /** Null: it did not fail. Else what its status says. */
  readonly error: string | null;
  /** What it noted down: an exception, above all. */
  readonly events?: readonly SpanEvent[];
  /** The spans that it follows: the messages of a batch. */
  readonly links?: readonly SpanContext[];
}

export interface SpanEvent {
  readonly name: string;
  /** Microseconds since the epoch. */
  readonly at: number;
  readonly attributes: Attributes;
}
