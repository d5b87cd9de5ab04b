import type { UsersView } from "../users-view.ts";

/** How many people are hit: a number, or from what was seen to what there may be. */
export function hitWords({ exact, atLeast, atMost, atMostIs }: UsersView): string {
  if (exact) return `${atLeast} hit`;
  if (atMost === null) return `at least ${atLeast} hit`;
  return atMostIs === "likely"
    ? `at least ${atLeast} hit, likely ${atLeast} to ${atMost}`
    : `at least ${atLeast} hit, at most ${atMost}`;
}

/** Why it is no number; null where it is one. */
export function coverageWords({ exact, coverage }: UsersView): string | null {
  if (exact) return null;
  if (coverage === null) return "how many requests fail in all is not known";
  return `${Math.floor(coverage * 100)} % of the failing requests were followed`;
}

/** How many by what happened to them: "37 failed, 18 recovered"; "all lost" where the same happened to everybody who is hit. */
export function outcomeCounts({ outcomes, hit, exact }: UsersView): string {
  const counts = Object.entries(outcomes).filter(([, count]) => count > 0);
  const [first] = counts;
  if (counts.length === 1 && first?.[1] === hit && hit > 1 && exact) return `all ${first[0]}`;
  return counts.map(([outcome, count]) => `${count} ${outcome}`).join(", ");
}
