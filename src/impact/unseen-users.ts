import type { Micros } from "../time.ts";

/** A failing request: whose it is, as far as that is known. */
export interface Asker {
  readonly at: Micros;
  /** How it failed: only requests that failed alike tell of each other. */
  readonly alike: string;
  /** It is known whose it is, or that it has no identity. */
  readonly followed: boolean;
  readonly user: string | null;
}

/** How many people there may be whom no followed request shows. */
export interface Unseen {
  readonly most: number;
  /** An estimate that holds in 95 of 100 cases; otherwise it was counted, and cannot be more. */
  readonly estimated: boolean;
}

/** One-sided, 95 % each. */
const LIKELY = 1.645;
/** Fewer followed or unfollowed requests than this are no sample of each other. */
const FEWEST = 10;

/**
 * How many users stand behind the requests that were not followed and behind none of those that were. Each such request has one
 * user, so that there are never more of them than requests. Where the followed ones are a sample, Good and Turing's estimate
 * says less: of the requests that are left, as large a part belongs to people not seen yet as of the sample belongs to people
 * who were seen once (I. J. Good, Biometrika 40, 1953). It supposes nothing of how often whom asks.
 *
 * A sample are requests that failed alike and lie among the others in time as if drawn by lot. Whoever tries again does so at
 * once: a stretch of time, or some people rather than others, would show as too few changes between followed and not.
 */
export function unseenUsers(requests: readonly Asker[]): Unseen {
  let counted = 0;
  let expected = 0;
  let variance = 0;
  let left = 0;
  for (const alike of Map.groupBy(requests, (one) => one.alike).values()) {
    const missed = alike.filter(({ followed }) => !followed).length;
    const guess = isSample(alike) ? estimate(alike) : null;
    if (guess === null) {
      counted += missed;
      continue;
    }
    left += missed;
    expected += guess.expected;
    variance += guess.variance;
  }
  const likely = Math.ceil(expected + LIKELY * Math.sqrt(variance));
  return { most: counted + Math.min(left, likely), estimated: likely < left };
}

/** Of the requests that are left, how many belong to people not seen yet. */
function estimate(requests: readonly Asker[]): { expected: number; variance: number } {
  const seen = new Map<string, number>();
  let followed = 0;
  for (const one of requests) {
    if (!one.followed) continue;
    followed++;
    if (one.user !== null) seen.set(one.user, (seen.get(one.user) ?? 0) + 1);
  }
  const times = [...seen.values()];
  const ratio = (requests.length - followed) / followed;
  // One more than was seen: a sample without anybody who asked once does not prove that there is nobody.
  const once = times.filter((count) => count === 1).length + 1;
  const twice = times.filter((count) => count === 2).length;
  return { expected: ratio * once, variance: once * (ratio + ratio ** 2) + 2 * twice * ratio ** 2 };
}

/** Wald and Wolfowitz's test of runs: followed and not follow each other in time as they would by chance. */
function isSample(requests: readonly Asker[]): boolean {
  const all = requests.length;
  const followed = requests.filter((one) => one.followed).length;
  const missed = all - followed;
  if (followed < FEWEST || missed < FEWEST) return false;
  const inTime = requests.toSorted((a, b) => a.at - b.at);
  const runs = inTime.filter((one, i) => one.followed !== inTime[i - 1]?.followed).length;
  const pairs = 2 * followed * missed;
  const mean = 1 + pairs / all;
  const variance = (pairs * (pairs - all)) / (all ** 2 * (all - 1));
  return runs >= mean - LIKELY * Math.sqrt(variance);
}
