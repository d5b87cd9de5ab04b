import { isArray, parseJson } from "../json.ts";
import type { LogRecord, Origin } from "../record.ts";
import { accessLogClf } from "./access-log-clf.ts";
import { accessLogJson } from "./access-log-json.ts";
import { awsSpan } from "./aws-span.ts";
import type { Decoded } from "./decoder.ts";
import type { RawLine } from "./line.ts";
import { withExactNanos } from "./nanos.ts";
import { hopsOfOtel } from "./otel-trace.ts";
import { type Found, readOtlp } from "./otlp-json.ts";
import { withLogs } from "./otlp-log.ts";
import { type ExecutionEvent, executionEvent } from "./stepfunctions-event.ts";
import { spansOfExecutions } from "./stepfunctions-log.ts";

/**
 * The lines of a chunk that record spans: those of `aws/spans` and of the recorder, of access logs, and of executions. What
 * one line says alone is a span at once; what only several say together waits until the chunk is read.
 */
export class SpanLines {
  readonly #otel: Found = { spans: [], logs: [], unreadable: 0 };
  readonly #events: ExecutionEvent[] = [];
  #binary = 0;

  /** Whether the line was one that records a span. */
  take({ message, json }: RawLine, record: LogRecord, out: (one: Decoded) => void): boolean {
    if (json === null) {
      const span = accessLogClf(message, record);
      if (span !== null) out({ span });
      return span !== null;
    }
    if (json["startTimeUnixNano"] !== undefined || isArray(json["resourceSpans"]))
      return this.#otelLine(message, record);
    if (json["__otel_otlp_stdout"] !== undefined) {
      this.#binary++;
      return true;
    }
    const event = executionEvent(json, record);
    if (event !== null) {
      this.#events.push(event);
      return true;
    }
    const span = accessLogJson(json, record);
    if (span !== null) out({ span });
    return span !== null;
  }

  finish(origin: Origin, out: (one: Decoded) => void): void {
    const { spans, records } = withLogs(this.#otel.spans, this.#otel.logs, origin);
    for (const span of hopsOfOtel(spans, origin)) out({ span });
    for (const record of records) out({ record });
    for (const span of spansOfExecutions(this.#events)) out({ span });
    if (this.#binary > 0) {
      const what = `${this.#binary} lines of spans`;
      out({ gap: { what, why: "they hold protobuf, which is not read", origin } });
    }
  }

  #otelLine(message: string, { origin }: LogRecord): boolean {
    const json = parseJson(withExactNanos(message)) ?? null;
    const alone = json === null || isArray(json) || typeof json !== "object" ? null : awsSpan(json);
    if (alone !== null) {
      this.#otel.spans.push({ ...alone, origin });
      return true;
    }
    const before = this.#otel.spans.length;
    readOtlp(json, this.#otel);
    return this.#otel.spans.length > before;
  }
}
