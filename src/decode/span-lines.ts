import { isArray, type Json, type JsonObject, parseJson } from "../json.ts";
import type { LogRecord, Origin } from "../record.ts";
import { accessLogClf } from "./access-log-clf.ts";
import { accessLogCsv } from "./access-log-csv.ts";
import { accessLogJson } from "./access-log-json.ts";
import { accessLogXml } from "./access-log-xml.ts";
import type { Decoded } from "./decoder.ts";
import type { RawLine } from "./line.ts";
import { withExactNanos } from "./nanos.ts";
import { hopsOfOtel } from "./otel-trace.ts";
import { type Found, readOtlp } from "./otlp-json.ts";
import { withLogs } from "./otlp-log.ts";
import { otlpStdout } from "./otlp-stdout.ts";
import { type ExecutionEvent, executionEvent } from "./stepfunctions-event.ts";
import { spansOfExecutions } from "./stepfunctions-log.ts";

/** What the lines of one chunk may unpack to, all together. */
const MOST_UNPACKED = 64_000_000;

/**
 * The lines of a chunk that record spans: those of `aws/spans` and of the recorder, of access logs, and of executions. What
 * one line says alone is a span at once; what only several say together waits until the chunk is read.
 */
export class SpanLines {
  readonly #otel: Found = { spans: [], logs: [], unreadable: 0 };
  readonly #events: ExecutionEvent[] = [];
  /** By the reason, how many lines could not be unpacked. */
  readonly #closed = new Map<string, number>();
  #unpackable = MOST_UNPACKED;
  #unreadable = 0;

  /** Whether the line was one that records a span. */
  take({ message, json }: RawLine, record: LogRecord, out: (one: Decoded) => void): boolean {
    if (json === null) {
      const span = accessLogClf(message, record) ?? accessLogCsv(message, record) ?? accessLogXml(message, record);
      if (span !== null) out({ span });
      return span !== null;
    }
    if (json["startTimeUnixNano"] !== undefined || isArray(json["resourceSpans"]))
      return this.#otelLine(message, record);
    if (json["__otel_otlp_stdout"] !== undefined) return this.#exportedLine(json, record);
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
    if (this.#unreadable > 0) {
      const what = `${this.#unreadable} spans`;
      out({ gap: { what, why: "they have no id, no trace or no start", origin } });
    }
    for (const [why, count] of this.#closed) out({ gap: { what: `${count} lines of spans`, why, origin } });
  }

  #otelLine(message: string, { origin }: LogRecord): boolean {
    return this.#read(parseJson(withExactNanos(message)) ?? null, origin).spans.length > 0;
  }

  #exportedLine(json: JsonObject, { origin }: LogRecord): boolean {
    const exported = otlpStdout(json, this.#unpackable);
    if (exported === null) return false;
    if ("why" in exported) {
      this.#closed.set(exported.why, (this.#closed.get(exported.why) ?? 0) + 1);
    } else {
      this.#unpackable -= exported.bytes;
      this.#unreadable += this.#read(exported.request, origin).unreadable;
    }
    return true;
  }

  /** Each span was read where its line stands. */
  #read(request: Json, origin: Origin): Found {
    const found: Found = { spans: [], logs: this.#otel.logs, unreadable: 0 };
    readOtlp(request, found);
    for (const span of found.spans) this.#otel.spans.push({ ...span, origin });
    return found;
  }
}
