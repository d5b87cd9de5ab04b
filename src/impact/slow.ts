import type { Catalog, Policy } from "../catalog.ts";
import type { SlowView } from "../comparison.ts";
import { MILLISECOND, type Micros, micros, SECOND, type Window } from "../time.ts";
import type { Answered } from "./answered.ts";
import type { EntryTally } from "./impact.ts";
import { trendOf } from "./trend.ts";

/** Requests to one entry that were answered, and took long. */
export interface Slow {
  readonly tally: EntryTally;
  /** What took longer is slow, and who says so: the alarm, or the requests before it. */
  readonly limit: Micros;
  readonly against: "alarm" | "healthy";
  /** In the window, the slowest first. */
  readonly slow: readonly Timed[];
  /** All the others. */
  readonly others: readonly Timed[];
  /** How long half of the others take at most; null where there are none. */
  readonly usual: Micros | null;
  /** Those for which somebody waited longer than people do, and who they were. */
  readonly tooLong: number;
  readonly people: number;
  readonly goesOn: boolean;
}

export interface Timed extends Answered {
  readonly took: Micros;
}

/** What the rules look at. */
export interface SlowFact extends Pick<Slow, "tally" | "tooLong" | "people" | "goesOn"> {
  readonly view: SlowView;
  readonly evidence: readonly string[];
}

/** Whether so many wait so long, and go on to, that it is as bad as if they got an error. */
export function isTooSlow({ tally, tooLong, people, goesOn, view }: SlowFact, policy: Policy): boolean {
  const { customerFacing, businessCritical } = tally;
  if (!goesOn || customerFacing === false || (customerFacing === null && businessCritical !== true)) return false;
  if (businessCritical === true && (people >= policy.criticalPeople || tooLong >= policy.criticalRequests)) return true;
  return people >= policy.people || (tooLong >= policy.shareRequests && tooLong >= policy.share * view.total);
}

/** Without an alarm's threshold, what takes so many times what is usual, and so much longer, is slow. */
const TIMES_USUAL = 3;
const AT_LEAST_LONGER = micros(250 * MILLISECOND);
/** Of fewer requests nobody can say what is usual. */
const FEWEST = 10;

/** The slow requests of an entry in a window; null where there are none. `limit`: what the alarm calls too long. */
export function slowOf(
  tally: EntryTally,
  { limit, since }: { readonly limit: Micros | null; readonly since: Micros },
  window: Window,
  { policy }: Catalog,
): Slow | null {
  const all = tally.answered.flatMap((one): Timed[] => (one.took === null ? [] : [{ ...one, took: one.took }]));
  const above = limit ?? limitOf(all, since);
  if (above === null) return null;
  const isSlow = ({ took, at }: Timed): boolean => took > above && at >= window.from && at <= window.to;
  const slow = all.filter(isSlow).sort((a, b) => b.took - a.took || a.at - b.at);
  if (slow.length === 0) return null;
  const others = all.filter(({ took }) => took <= above);
  const tooLong = slow.filter(({ took }) => took > policy.waitSeconds * SECOND);
  const momentsOf = (some: readonly Timed[]): Micros[] => some.map(({ at }) => at);
  return {
    tally,
    limit: above,
    against: limit === null ? "healthy" : "alarm",
    slow,
    others,
    usual: median(others),
    tooLong: tooLong.length,
    people: new Set(tooLong.flatMap(({ user }) => user ?? [])).size,
    goesOn: trendOf(momentsOf(slow), momentsOf(others), window.to, policy) !== "stopped",
  };
}

function limitOf(all: readonly Timed[], since: Micros): Micros | null {
  const before = all.filter(({ at }) => at < since);
  const known = before.length >= FEWEST ? before : all;
  const usual = known.length >= FEWEST ? median(known) : null;
  return usual === null ? null : micros(Math.max(usual * TIMES_USUAL, usual + AT_LEAST_LONGER));
}

function median(all: readonly Timed[]): Micros | null {
  const times = all.map(({ took }) => took).sort((a, b) => a - b);
  return times[Math.floor((times.length - 1) / 2)] ?? null;
}
