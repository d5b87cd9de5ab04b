import type { Account } from "./account.ts";
import { escalateByTimeout } from "./assign.ts";
import type { Incident } from "./incident.ts";
import { endSnooze } from "./status.ts";

/**
 * Lets everything happen that was due by now, each at its own moment and in order of time, so that a clock that jumps
 * two hours gives the same log as one that ran. Cheap when nothing is due; called before every answer and every tick.
 */
export function catchUp(account: Account): void {
  const now = account.clock.now();
  for (let next = nextDue(account); next !== null && next.at <= now; next = nextDue(account)) {
    if (next.what === "snooze") endSnooze(account, next.incident, next.at);
    else escalateByTimeout(account, next.incident, next.at);
  }
}

interface Due {
  readonly at: number;
  readonly what: "snooze" | "escalation";
  readonly incident: Incident;
}

function nextDue(account: Account): Due | null {
  let first: Due | null = null;
  for (const incident of account.incidents.values()) {
    const at = incident.snoozedUntil ?? incident.escalatesAt;
    if (at === null || (first !== null && first.at <= at)) continue;
    first = { at, what: incident.snoozedUntil === null ? "escalation" : "snooze", incident };
  }
  return first;
}
