import type { LogLine } from "../../cloudwatch/log-event.ts";
import type { RecordedSpan } from "../../traces/span.ts";
import type { WrittenStream } from "../log-groups.ts";

const INGESTED_AFTER_MS = 6000;

/**
 * What the group `aws/spans` holds of spans that were sent to X-Ray's OTLP endpoint: one a line, with its times as bare numbers.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch-Transaction-Search.html
 */
export function spanLines(spans: readonly RecordedSpan[]): WrittenStream {
  const lines = spans.map(lineOf).sort((a, b) => a.timestamp - b.timestamp);
  return { group: "aws/spans", stream: "default", lines };
}

function lineOf(span: RecordedSpan): LogLine {
  const end = span.start + span.durationMicros;
  const nanos = (at: number): string => `${at}000`;
  const fields = {
    resource: {
      attributes: {
        "service.name": span.service,
        "deployment.environment.name": "lambda:default",
        ...span.resource,
      },
    },
    scope: { name: "@opentelemetry/instrumentation", version: "0.61.0" },
    traceId: span.traceId,
    spanId: span.spanId,
    parentSpanId: span.parentSpanId ?? "",
    flags: 257,
    name: span.name,
    kind: span.kind.toUpperCase(),
    attributes: {
      ...span.attributes,
      "aws.local.service": span.service,
      "aws.local.environment": "lambda:default",
      "aws.span.kind": spanKindOf(span),
    },
    status: span.error === null ? { code: "UNSET" } : { code: "ERROR", message: span.error },
    ...(span.links === undefined ? {} : { links: span.links }),
  };
  const events = (span.events ?? []).map(({ at, name, attributes }) => {
    return `{"timeUnixNano":${nanos(at)},${JSON.stringify({ name, attributes }).slice(1)}`;
  });
  // JSON.stringify would round the nanoseconds.
  const times = `"startTimeUnixNano":${nanos(span.start)},"endTimeUnixNano":${nanos(end)}`;
  const more = `"durationNano":${nanos(span.durationMicros)},"events":[${events.join(",")}]`;
  const timestamp = Math.floor(end / 1000);
  const message = `{${times},${more},${JSON.stringify(fields).slice(1)}`;
  return { timestamp, ingestionTime: timestamp + INGESTED_AFTER_MS, message };
}

function spanKindOf({ kind, parentSpanId }: RecordedSpan): string {
  if (kind !== "server" && kind !== "consumer") return kind.toUpperCase();
  return parentSpanId === null ? "LOCAL_ROOT" : kind.toUpperCase();
}
