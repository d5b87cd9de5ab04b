/** How a transaction ended for whoever began it, worst first. DESIGN section 6 says what each means. */
export const OUTCOMES = ["lost", "failed", "parked", "pending", "delayed", "recovered", "ok"] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** The outcomes that count as failing requests. */
export const HARMED: ReadonlySet<Outcome> = new Set(["lost", "failed", "parked", "pending"]);

export function isWorse(a: Outcome, b: Outcome): boolean {
  return OUTCOMES.indexOf(a) < OUTCOMES.indexOf(b);
}
