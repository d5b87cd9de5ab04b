import type { LogRecord } from "../record.ts";

/** A log line and the invocation that it belongs to, where that is known. */
export interface Placed {
  readonly record: LogRecord;
  readonly requestId: string | null;
}

const BEFORE = -1;
const AFTER = 1;

/** Lines of one millisecond have no order of their own: a start comes first, an end last. */
function rank({ mark }: LogRecord): number {
  if (mark?.kind === "start") return BEFORE;
  return mark?.kind === "end" || mark?.kind === "report" ? AFTER : 0;
}

function compare(a: LogRecord, b: LogRecord): number {
  return a.at - b.at || rank(a) - rank(b);
}

/**
 * Gives the lines of one stream that carry no request id to the invocation around them. That is safe in the text format
 * only, where a stream serves one invocation at a time: between START and END, and, for what a cold start prints, between
 * INIT_START and the START after it. https://docs.aws.amazon.com/lambda/latest/dg/lambda-managed-instances-runtimes.html
 * It remembers how far the stream is placed: lines that come after the rest do not go over the rest again.
 */
export class Placement {
  #current: string | null = null;
  #starting: { requestId: string | null }[] = [];
  #last: LogRecord | null = null;

  /** Lines that go on, in the order of time, each with the id of its invocation or null; null where they change what was said of earlier ones, and all have to be placed anew. */
  go(lines: readonly LogRecord[]): Placed[] | null {
    const placed = lines.map((record) => ({ record, requestId: record.requestId }));
    placed.sort((a, b) => compare(a.record, b.record));
    const [first] = placed;
    if (first === undefined) return placed;
    if (this.#last !== null && compare(first.record, this.#last) < 0) return null;
    if (this.#starting.length > 0 && placed.some(({ record }) => isStart(record))) return null;
    this.#last = placed.at(-1)?.record ?? null;
    for (const line of placed) this.#put(line);
    return placed;
  }

  #put(line: { readonly record: LogRecord; requestId: string | null }): void {
    const { record, requestId } = line;
    if (isStart(record)) {
      this.#current = requestId;
      for (const early of this.#starting) early.requestId = requestId;
      this.#starting = [];
    } else if (record.mark?.kind === "end" && requestId === this.#current) {
      this.#current = null;
    } else if (requestId === null) {
      line.requestId = this.#current;
      // A cold start that failed is reported, and tried again before the START: all of it belongs to that START.
      const early = this.#current === null && this.#starting.length > 0;
      if (record.mark?.kind === "init" || early) this.#starting.push(line);
    }
  }
}

function isStart({ mark, positional }: LogRecord): boolean {
  return mark?.kind === "start" && positional;
}
