import type { Attributes, RecordedSpan, Value } from "../traces/span.ts";

type Tag = string | number | boolean;

/** A trace in Jaeger's own JSON, in which processes stand apart and the status is a tag. */
export function jaegerTrace(spans: readonly RecordedSpan[]): object {
  const processes = new Map<string, { readonly id: string; readonly serviceName: string; readonly tags: object[] }>();
  const processOf = ({ service, resource = {} }: RecordedSpan): string => {
    const key = JSON.stringify([service, resource]);
    const known = processes.get(key) ?? {
      id: `p${processes.size + 1}`,
      serviceName: service,
      tags: listOf(resource),
    };
    processes.set(key, known);
    return known.id;
  };
  return {
    traceID: spans[0]?.traceId,
    spans: spans.map((span) => ({
      traceID: span.traceId,
      spanID: span.spanId,
      operationName: span.name,
      references: [
        ...(span.parentSpanId === null
          ? []
          : [{ refType: "CHILD_OF", traceID: span.traceId, spanID: span.parentSpanId }]),
        ...(span.links ?? []).map((link) => ({
          refType: "FOLLOWS_FROM",
          traceID: link.traceId,
          spanID: link.spanId,
        })),
      ],
      startTime: span.start,
      duration: span.durationMicros,
      tags: listOf(tagsOf(span)),
      logs: (span.events ?? []).map(({ name, at, attributes }) => {
        return { timestamp: at, fields: listOf({ event: name, ...attributes }) };
      }),
      processID: processOf(span),
      warnings: null,
    })),
    processes: Object.fromEntries([...processes.values()].map(({ id, ...process }) => [id, process])),
    warnings: null,
  };
}

/** What a span is searched by: its attributes, its kind and its status. */
export function tagsOf({ attributes, kind, error }: RecordedSpan): Readonly<Record<string, Tag>> {
  const tags = Object.entries(attributes).map(([key, value]): [string, Tag] => [key, tagOf(value)]);
  const status = error === null ? {} : { error: true, "otel.status_code": "ERROR", "otel.status_description": error };
  return { ...Object.fromEntries(tags), "span.kind": kind, ...status };
}

function listOf(attributes: Attributes): object[] {
  return Object.entries(attributes).map(([key, value]) => {
    const tag = tagOf(value);
    return { key, type: typeOf(tag), value: tag };
  });
}

function tagOf(value: Value): Tag {
  return typeof value === "object" ? JSON.stringify(value) : value;
}

function typeOf(value: Tag): string {
  if (typeof value === "string") return "string";
  if (typeof value === "boolean") return "bool";
  return Number.isInteger(value) ? "int64" : "float64";
}
