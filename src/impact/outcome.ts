/** How a transaction ended for whoever began it, worst first. DESIGN section 6 says what each means. */
export const OUTCOMES = ["lost", "failed", "parked", "pending", "delayed", "recovered", "ok"] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** The outcomes that count as failing requests. */
export const HARMED: ReadonlySet<Outcome> = new Set(["lost", "failed", "parked", "pending"]);

/** Those in which somebody got an error, or never will get what was accepted. */
export const HURT: ReadonlySet<Outcome> = new Set(["lost", "failed"]);

export function isWorse(a: Outcome, b: Outcome): boolean {
  return OUTCOMES.indexOf(a) < OUTCOMES.indexOf(b);
}
