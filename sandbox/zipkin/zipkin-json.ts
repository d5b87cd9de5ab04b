import type { Attributes, RecordedSpan } from "../traces/span.ts";

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
    ...(span.events === undefined
      ? {}
      : {
          annotations: span.events.map(({ name, at, attributes }) => {
            return { timestamp: at, value: `"${name}": ${JSON.stringify(attributes)}` };
          }),
        }),
    tags: tagsOf(span),
  };
}

/** https://opentelemetry.io/docs/specs/otel/trace/sdk_exporters/zipkin/ */
export function tagsOf({ attributes, resource, error }: RecordedSpan): Readonly<Record<string, string>> {
  const all: Attributes = { ...resource, ...attributes };
  const texts = Object.entries(all).map(([key, value]) => [
    key,
    typeof value === "object" ? JSON.stringify(value) : String(value),
  ]);
  const status = error === null ? {} : { "otel.status_code": "ERROR", error: error === "" ? "true" : error };
  return { ...Object.fromEntries(texts), ...status };
}
