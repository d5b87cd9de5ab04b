import { type Account, incidentOf } from "./account.ts";
import { annotate } from "./annotate.ts";
import { escalate, reassign } from "./assign.ts";
import { userOf } from "./directory.ts";
import { catchUp } from "./due.ts";
import { setPriority } from "./edit.ts";
import type { Act, Incident } from "./incident.ts";
import { replyToRequest } from "./responders.ts";
import { acknowledge, reopen, resolve, snooze, unacknowledge } from "./status.ts";

/**
 * What a person does in PagerDuty's own app, now, by incident and user id.
 * What PagerDuty would refuse throws a `Refusal`; an id that does not exist throws as well.
 */
export interface Person {
  acknowledge(incidentId: string, userId: string): void;
  unacknowledge(incidentId: string, userId: string): void;
  resolve(incidentId: string, userId: string, resolution?: string): void;
  reopen(incidentId: string, userId: string): void;
  snooze(incidentId: string, userId: string, durationS: number): void;
  /** Level 1 is the policy's first. */
  escalate(incidentId: string, userId: string, level: number): void;
  reassign(incidentId: string, userId: string, to: readonly string[]): void;
  setPriority(incidentId: string, userId: string, priorityId: string | null): void;
  addNote(incidentId: string, userId: string, content: string): void;
  /** Answers the responder request that is pending for the user. */
  reply(incidentId: string, userId: string, state: "joined" | "declined"): void;
}

export function createPerson(account: Account): Person {
  /** Finds the incident and lets the person do something to it. */
  const as = (incidentId: string, userId: string, what: (incident: Incident, act: Act) => void): void => {
    catchUp(account);
    const by = { kind: "user", id: userOf(account.directory, userId).id } as const;
    what(incidentOf(account, incidentId), { at: account.clock.now(), by, channel: "website" });
  };
  return {
    acknowledge: (id, user) => as(id, user, (incident, act) => acknowledge(account, incident, act)),
    unacknowledge: (id, user) =>
      as(id, user, (incident, act) => unacknowledge(account, incident, act, "unacknowledged")),
    resolve: (id, user, resolution) =>
      as(id, user, (incident, act) => resolve(account, incident, act, resolution ?? null)),
    reopen: (id, user) => as(id, user, (incident, act) => reopen(account, incident, act)),
    snooze: (id, user, durationS) => as(id, user, (incident, act) => snooze(incident, durationS, act)),
    escalate: (id, user, level) => as(id, user, (incident, act) => escalate(account, incident, level, act)),
    reassign: (id, user, to) => as(id, user, (incident, act) => reassign(account, incident, to, act)),
    setPriority: (id, user, priority) => as(id, user, (incident, act) => setPriority(account, incident, priority, act)),
    addNote: (id, user, content) =>
      as(id, user, (incident, act) => void annotate(account, incident, user, content, act)),
    reply: (id, user, state) => as(id, user, (incident, act) => replyToRequest(account, incident, user, state, act)),
  };
}
