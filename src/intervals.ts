import type { Interval } from "./critical-path.ts";
import type { Certainty, KeyKind } from "./key.ts";
import type { TransactionView } from "./report.ts";
import { parseTime, toMillis } from "./time.ts";
import type { Transaction } from "./transaction.ts";

/** What carries these was put somewhere for somebody else to take up: whoever put it there did not wait. */
const OF_MESSAGES: ReadonlySet<string> = new Set<KeyKind>([
  "sqs-message",
  "sns-message",
  "eventbridge-event",
  "s3-request",
  "kinesis-sequence",
  "dynamodb-change",
]);

const SUREST: readonly Certainty[] = ["time", "content", "trace", "exact"];

/** The hops of a transaction as the critical path takes them, each in its place, with its clock corrected. */
export function intervalsOf({ hops, links, skew }: Transaction): Interval[] {
  // The surest of several parents is the one that stands: it is written last.
  const surestLast = links.toSorted(
    (a, b) => SUREST.indexOf(a.certainty) - SUREST.indexOf(b.certainty) || b.parent - a.parent,
  );
  const from = new Map(surestLast.map((link) => [link.child, link]));
  return hops.map(({ start, end, clock, dwell, outcome }, place) => {
    const link = from.get(place);
    const off = skew.get(clock) ?? 0;
    return {
      start: (start + off) / 1000,
      end: end === null ? null : (end + off) / 1000,
      parent: link?.parent ?? null,
      handedOn: dwell !== null || OF_MESSAGES.has(link?.by[1].kind ?? ""),
      outcome,
    };
  });
}

/** The same of a transaction as it is shown: a hop's place is its `n` less one. */
export function intervalsOfView({ hops, skew }: Pick<TransactionView, "hops" | "skew">): Interval[] {
  const off = new Map(skew.flatMap(({ ms, hops: ids }) => ids.map((id): [string, number] => [id, ms])));
  return hops.map(({ id, startedAt, durationMs, dwellMs, outcome, from }) => {
    const at = parseTime(startedAt);
    const start = (at === null ? 0 : toMillis(at)) + (off.get(id) ?? 0);
    return {
      start,
      end: durationMs === null ? null : start + durationMs,
      parent: from === null || from.hop === null ? null : from.hop - 1,
      handedOn: dwellMs !== null || OF_MESSAGES.has(from?.by ?? ""),
      outcome,
    };
  });
}
