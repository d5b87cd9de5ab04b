import { many } from "../many.ts";
import type { Purse } from "../purse.ts";
import type { Gap } from "../record.ts";
import { HOUR, iso, MINUTE, micros, type Window } from "../time.ts";
import { LIMITS } from "./cloudwatch-limits.ts";
import type { LogGroup } from "./log-groups.ts";

/** What of a question can be paid: all of its window, a part, or nothing. */
export interface Affordable {
  readonly window: Window | null;
  /** What reading that is expected to cost. */
  readonly usd: number;
  readonly gap: Gap | null;
}

/** A question that takes more than this share of what is left is worth a free question for its price. */
const LARGE = 1 / 4;
/** Of groups whose size nobody told, so much time is read without asking. */
const UNSIZED = HOUR;
/** An estimate is one. */
const SAFETY = 0.9;
const SHORTEST = MINUTE;

/**
 * How much of `window` can be paid, where each group is read `times` times. Ordinary questions are cheap against the budget, and
 * are told so from the sizes of the groups; only of a large one the bytes are asked for with `estimate`, which costs a round
 * trip and no money (null: it was not told).
 */
export async function affordable(
  { groups, times, window }: { readonly groups: readonly LogGroup[]; readonly times: number; readonly window: Window },
  purse: Purse,
  estimate: () => Promise<number | null>,
): Promise<Affordable> {
  const guessed = bytesOf(groups, window);
  const usdOf = (bytes: number): number => (times * bytes * LIMITS.usdPerGigabyte) / 2 ** 30;
  const isLarge = guessed === null ? window.to - window.from > UNSIZED : usdOf(guessed) > purse.left * LARGE;
  if (!isLarge) return { window, usd: usdOf(guessed ?? 0), gap: null };
  const usd = usdOf((await estimate()) ?? guessed ?? 0);
  const { left } = purse;
  if (usd <= left) return { window, usd, gap: null };
  purse.lack(usd);
  const part = purse.around === null ? null : partOf(window, (left / usd) * SAFETY, purse.around);
  const read = part === null ? "it was not read" : `only ${iso(part.from)} to ${iso(part.to)} was read`;
  const why = `reading ${many(groups.length, "log group")} would cost about $${usd.toFixed(2)}, and $${left.toFixed(2)} of the budget is left: ${read}`;
  const gap: Gap = { what: `log lines from ${iso(window.from)} to ${iso(window.to)}`, why, unread: true };
  return { window: part, usd: part === null ? 0 : left * SAFETY, gap };
}

/** From how much each group holds and for how long; null where that was not told of one of them. */
function bytesOf(groups: readonly LogGroup[], { from, to }: Window): number | null {
  let bytes = 0;
  for (const { stored } of groups) {
    if (stored === null) return null;
    const kept = Math.min(Math.max(to - stored.created, 1), stored.retention ?? Number.POSITIVE_INFINITY);
    bytes += stored.bytes * Math.min(1, (to - from) / kept);
  }
  return bytes;
}

/** A share of a window around a moment; null where that is too short to be worth anything. */
function partOf({ from, to }: Window, share: number, around: number): Window | null {
  const length = (to - from) * share;
  if (length < SHORTEST) return null;
  const begin = Math.min(Math.max(from, around - length / 2), to - length);
  return { from: micros(begin), to: micros(begin + length) };
}
