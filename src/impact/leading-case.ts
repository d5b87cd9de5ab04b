import type { Case } from "./case.ts";
import { HARMED } from "./outcome.ts";

/** The case to lead with: of what fails most often in the same way, the first that is shown, at fault rather than not. */
export function leadingCase(shown: readonly Case[], harmed: readonly Case[]): Case | undefined {
  const wayOf = (one: Case): string => `${one.outcome} ${one.hopName} ${one.error?.type}`;
  const counts = new Map<string, number>();
  for (const one of harmed) counts.set(wayOf(one), (counts.get(wayOf(one)) ?? 0) + 1);
  const all = harmed.length > 0 ? shown.filter(({ outcome }) => HARMED.has(outcome)) : shown;
  // What merely came in the same batch shows the failure of another.
  const candidates = [true, null, false].flatMap((fault) => all.filter(({ atFault }) => atFault === fault));
  return candidates.reduce<Case | undefined>((best, one) => {
    return best === undefined || (counts.get(wayOf(one)) ?? 0) > (counts.get(wayOf(best)) ?? 0) ? one : best;
  }, undefined);
}
