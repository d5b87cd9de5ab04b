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

/**
 * Which way failures go, as of a moment. `stopped` needs successes after the last failure, as proof; no traffic at all is
 * `quiet`, and is no proof of anything.
 */
export function trendOf(
  harmedAt: readonly Micros[],
  succeededAt: readonly Micros[],
  asOf: Micros,
  policy: Policy,
): Trend {
  const last = harmedAt.reduce((a, b) => Math.max(a, b), 0);
  const since = succeededAt.filter((at) => at > last && at <= asOf).length;
  if (since >= policy.successesToStop) return "stopped";
  if (since === 0 && asOf - last >= policy.quietMinutes * MINUTE) return "quiet";
  const now = harmedAt.filter((at) => at > asOf - STRETCH && at <= asOf).length;
  const before = harmedAt.filter((at) => at > asOf - 2 * STRETCH && at <= asOf - STRETCH).length;
  if (now + before < FEWEST) return "steady";
  if (now > before * RISING) return "rising";
  return now < before * FALLING ? "falling" : "steady";
}
