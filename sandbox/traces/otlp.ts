import type { Attributes, RecordedSpan, Value } from "./span.ts";

/** How a server writes ids and enumerations: Jaeger as the specification wants them, Tempo as Go's protobuf JSON does. */
export type OtlpStyle = "hex-and-numbers" | "base64-and-names";

const KINDS = ["unspecified", "internal", "server", "client", "producer", "consumer"] as const;

/** The `resourceSpans` of OTLP in JSON: a batch for each process. https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding */
export function resourceSpans(spans: readonly RecordedSpan[], style: OtlpStyle): object[] {
  const byProcess = Map.groupBy(spans, ({ service, resource }) => JSON.stringify([service, resource]));
  return [...byProcess.values()].map((own) => ({
    resource: { attributes: pairs({ "service.name": own[0]?.service ?? "", ...own[0]?.resource }) },
    scopeSpans: [{ scope: { name: "sandbox" }, spans: own.map((span) => otlpSpan(span, style)) }],
  }));
}

function otlpSpan(span: RecordedSpan, style: OtlpStyle): object {
  const names = style === "base64-and-names";
  const id = (hex: string): string => (names ? Buffer.from(hex, "hex").toString("base64") : hex);
  const start = BigInt(span.start) * 1000n;
  const status = span.error === null ? {} : { code: names ? "STATUS_CODE_ERROR" : 2, message: span.error };
  return {
    traceId: id(span.traceId),
    spanId: id(span.spanId),
    ...(span.parentSpanId === null ? {} : { parentSpanId: id(span.parentSpanId) }),
    name: span.name,
    kind: names ? `SPAN_KIND_${span.kind.toUpperCase()}` : KINDS.indexOf(span.kind),
    startTimeUnixNano: String(start),
    endTimeUnixNano: String(start + BigInt(span.durationMicros) * 1000n),
    attributes: pairs(span.attributes),
    ...(span.events === undefined
      ? {}
      : {
          events: span.events.map(({ name, at, attributes }) => {
            return { name, timeUnixNano: String(BigInt(at) * 1000n), attributes: pairs(attributes) };
          }),
        }),
    ...(span.links === undefined
      ? {}
      : { links: span.links.map((link) => ({ traceId: id(link.traceId), spanId: id(link.spanId) })) }),
    status,
  };
}

function pairs(attributes: Attributes): object[] {
  return Object.entries(attributes).map(([key, value]) => pair(key, value));
}

function pair(key: string, value: Value): object {
  if (typeof value === "string") return { key, value: { stringValue: value } };
  if (typeof value === "boolean") return { key, value: { boolValue: value } };
  if (typeof value !== "number")
    return { key, value: { arrayValue: { values: value.map((one) => ({ stringValue: one })) } } };
  return { key, value: Number.isInteger(value) ? { intValue: String(value) } : { doubleValue: value } };
}
