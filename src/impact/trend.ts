import type { Policy } from "../catalog.ts";
import { MINUTE, type Micros } from "../time.ts";

export const TRENDS = ["rising", "steady", "falling", "stopped", "quiet"] as const;
export type Trend = (typeof TRENDS)[number];

/** The stretches that are compared, each of this length, the later one up to the moment that is judged. */
const STRETCH = 5 * MINUTE;
const RISING = 1.5;
const FALLING = 0.67;
/** Fewer failures than this in both stretches together say nothing of a direction. */
const FEWEST = 6;
/** Fewer healthy requests than this in one of them say nothing of the traffic. */
const FEWEST_HEALTHY = 10;
/** By so many of the last failures it is judged how often requests failed of late. */
const LATELY = 10;
/** Where a smaller part of the requests failed, a few successes in a row came all the time, and it takes more of them. */
const OFTEN = 0.5;

/**
 * Which way failures go, as of a moment: how many there are for each healthy request, because more of both is more traffic. Where
 * hardly any are healthy it is how many fail. `stopped` needs successes after the last failure, as proof: so many that some of them
 * would have failed if it went on. No traffic at all is `quiet`, and is no proof of anything.
 */
export function trendOf(
  harmedAt: readonly Micros[],
  succeededAt: readonly Micros[],
  asOf: Micros,
  policy: Policy,
): Trend {
  const last = harmedAt.reduce((a, b) => Math.max(a, b), 0);
  const since = succeededAt.filter((at) => at > last && at <= asOf).length;
  if (since >= policy.successesToStop && since >= policy.successesToStop * (OFTEN / shareLately(harmedAt, succeededAt)))
    return "stopped";
  if (since === 0 && asOf - last >= policy.quietMinutes * MINUTE) return "quiet";
  const [now, before] = [within(harmedAt, asOf), within(harmedAt, asOf - STRETCH)];
  if (now + before < FEWEST) return "steady";
  const healthy = [within(succeededAt, asOf), within(succeededAt, asOf - STRETCH)] as const;
  const [healthyNow, healthyBefore] = Math.min(...healthy) < FEWEST_HEALTHY ? [1, 1] : healthy;
  if (now * healthyBefore > before * healthyNow * RISING) return "rising";
  return now * healthyBefore < before * healthyNow * FALLING ? "falling" : "steady";
}

/** Which part of the requests failed from the first to the last of the last failures. */
function shareLately(harmedAt: readonly Micros[], succeededAt: readonly Micros[]): number {
  const last = harmedAt.toSorted((a, b) => a - b).slice(-LATELY);
  const [from, to] = [last[0] ?? 0, last.at(-1) ?? 0];
  const between = succeededAt.filter((at) => at >= from && at <= to).length;
  return last.length === 0 ? 1 : last.length / (last.length + between);
}

/** How many of some moments lie in the stretch that ends at one. */
function within(moments: readonly Micros[], end: number): number {
  return moments.filter((at) => at > end - STRETCH && at <= end).length;
}
