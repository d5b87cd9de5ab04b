import type { Case } from "./case.ts";
import type { Impact } from "./impact.ts";
import { OUTCOMES } from "./outcome.ts";

/**
 * The cases that a report shows, worst first: of each entry one before any other, because reasons cite them. What was read whole
 * comes before what was read in part, because it can be shown with all that it logged.
 */
export function shownCases(cases: readonly Case[], { examples, whole }: Impact, most: number): Case[] {
  const rank = ({ outcome, transaction }: Case): number =>
    OUTCOMES.indexOf(outcome) * 2 + (whole.has(transaction) ? 0 : 1);
  const worst = cases
    .filter(({ transaction }) => examples.has(transaction))
    .sort((a, b) => rank(a) - rank(b) || a.at - b.at);
  const entries = new Set<string | null>();
  const first = worst.filter(({ entry }) => entries.size < entries.add(entry).size);
  const chosen = new Set([...new Set([...first, ...worst])].slice(0, most));
  return worst.filter((one) => chosen.has(one));
}
