/**
 * What was done to an incident, as its message tells it. Where PagerDuty tells of a deed too that was pressed here, the longer words
 * begin with the shorter ones: by that they are known to be one (`handlers/due/deliver.ts`).
 */
export const DEED = {
  acknowledged: "Acknowledged",
  delegated: "Delegated",
  escalated: "Escalated",
  prioritySet: "Set the priority",
  reassigned: "Reassigned",
  reopened: "Reopened",
  resolved: "Resolved",
  ringing: "Ringing again",
  teamWoken: "Woke the team",
  lookedAgain: "Looked again",
  right: "Said that it was right",
  wrong: "Said that it was wrong",
  throughEvents: "An acknowledgement was sent through PagerDuty's Events API (its REST API does not answer)",
  queued: "An acknowledgement waits until PagerDuty answers",
  givenUp: "The acknowledgement did not reach PagerDuty",
} as const;

/** How a press is told, and never what a policy does by itself. */
export const ESCALATED_BY_PRESS = `${DEED.escalated} to level`;

/** Of a storm there may be several levels. */
export function escalatedTo(levels: readonly number[]): string {
  const reached = [...new Set(levels)].sort((a, b) => a - b);
  return `${ESCALATED_BY_PRESS} ${reached.join(" and ")}`;
}

export function prioritySetTo(name: string): string {
  return `${DEED.prioritySet} to ${name}`;
}

/** The morning is the team's, so its zone is named. */
export function snoozedUntil(clock: string, timeZone: string): string {
  return `Snoozed until ${clock} (${timeZone})`;
}

export function teamWoken(names: readonly string[]): string {
  return `${DEED.teamWoken} (${names.join(", ")})`;
}
