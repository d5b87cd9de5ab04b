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

/**
 * Gives the lines of one stream that carry no request id to the invocation around them. That is safe in the text format
 * only, where a stream serves one invocation at a time: between START and END, and, for what a cold start prints, between
 * INIT_START and the START after it. https://docs.aws.amazon.com/lambda/latest/dg/lambda-managed-instances-runtimes.html
 * Returns the lines in the order of time, each with the id of its invocation or null.
 */
export function placeLines(stream: readonly LogRecord[]): Placed[] {
  const placed = stream
    .map((record) => ({ record, requestId: record.requestId }))
    .sort((a, b) => a.record.at - b.record.at || rank(a.record) - rank(b.record));
  let current: string | null = null;
  let starting: { requestId: string | null }[] = [];
  for (const line of placed) {
    const { mark, positional, requestId } = line.record;
    if (mark?.kind === "start" && positional) {
      current = requestId;
      for (const early of starting) early.requestId = requestId;
      starting = [];
    } else if (mark?.kind === "end" && requestId === current) {
      current = null;
    } else if (requestId === null) {
      line.requestId = current;
      // A cold start that failed is reported, and tried again before the START: all of it belongs to that START.
      if (mark?.kind === "init" || (current === null && starting.length > 0)) starting.push(line);
    }
  }
  return placed;
}
