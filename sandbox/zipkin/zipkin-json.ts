import type { RecordedSpan } from "../traces/span.ts";

/** Spans in Zipkin's version 2: names in lower case, and every tag a text. https://zipkin.io/zipkin-api/ */
export function zipkinSpan(span: RecordedSpan): object {
  return {
    traceId: span.traceId,
    id: span.spanId,
    ...(span.parentSpanId === null ? {} : { parentId: span.parentSpanId }),
    ...(span.kind === "internal" ? {} : { kind: span.kind.toUpperCase() }),
    name: span.name.toLowerCase(),
    timestamp: span.start,
    duration: span.durationMicros,
    localEndpoint: { serviceName: span.service.toLowerCase() },
    tags: tagsOf(span),
  };
}

/** https://opentelemetry.io/docs/specs/otel/trace/sdk_exporters/zipkin/ */
export function tagsOf({ attributes, error }: RecordedSpan): Readonly<Record<string, string>> {
  const texts = Object.entries(attributes).map(([key, value]) => [
    key,
    typeof value === "object" ? JSON.stringify(value) : String(value),
  ]);
  const status = error === null ? {} : { "otel.status_code": "ERROR", error: error === "" ? "true" : error };
  return { ...Object.fromEntries(texts), ...status };
}
