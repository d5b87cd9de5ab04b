/** What rang because a verdict turned to `wake`, also where nothing did. */
export const RANG = {
  anew: "The verdict turned: a new incident rings in PagerDuty",
  nobodyAssigned: "The verdict turned, and nothing rang: nobody is assigned",
  refused: "The verdict turned, and nothing rang: PagerDuty did not take it",
} as const;

export function rangPeople(names: readonly string[]): string {
  return `The verdict turned: it was assigned anew, and rings ${names.join(", ")}`;
}
