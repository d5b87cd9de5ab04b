import type { Clock } from "../clock.ts";
import type { Directory } from "./directory.ts";
import type { Act, ChangeEvent, Incident, LogDetail, Note, Responder, StatusUpdate } from "./incident.ts";
import { newId } from "./new-id.ts";
import { alreadyResolved, notFound } from "./refusal.ts";
import { type Ring, type RingReason, startRing } from "./rings.ts";

/** One PagerDuty account: all that the server knows. */
export interface Account {
  readonly clock: Clock;
  /** Where this server is reached, without a trailing slash: the start of every `self` and `html_url`. */
  readonly origin: string;
  readonly directory: Directory;
  /** In the order in which they were triggered. */
  readonly incidents: Map<string, Incident>;
  readonly changeEvents: ChangeEvent[];
  readonly rings: Ring[];
  /** Called with every change that has a webhook event, in order, after the change was made. */
  readonly publish: (event: OutboundEvent) => void;
}

/**
 * A change that webhooks tell of. PagerDuty has no event for a snooze, a new title or a new urgency:
 * who needs to know asks the REST API.
 */
export type OutboundEvent = { readonly incident: Incident; readonly act: Act } & (
  | {
      readonly type:
        | "incident.triggered"
        | "incident.acknowledged"
        | "incident.unacknowledged"
        | "incident.resolved"
        | "incident.reopened"
        | "incident.reassigned"
        | "incident.escalated"
        | "incident.delegated"
        | "incident.priority_updated";
    }
  | { readonly type: "incident.annotated"; readonly note: Note }
  | { readonly type: "incident.responder.added" | "incident.responder.replied"; readonly responder: Responder }
  | { readonly type: "incident.status_update_published"; readonly statusUpdate: StatusUpdate }
);

export function incidentOf(account: Account, id: string): Incident {
  const incident = account.incidents.get(id);
  if (incident === undefined) throw notFound();
  return incident;
}

/** Most of what is done to an incident is refused once it is resolved. */
export function checkOpen(incident: Incident): void {
  if (incident.status === "resolved") throw alreadyResolved();
}

export function record(incident: Incident, act: Act, detail: LogDetail): void {
  incident.log.push({ id: newId("R", 26), act, detail });
}

/** Rings somebody's phone. Low urgency wakes nobody: those notifications do not ring. */
export function ring(account: Account, incident: Incident, userId: string, reason: RingReason, act: Act): void {
  if (incident.urgency !== "high") return;
  startRing(account.rings, { at: act.at, incident: incident.id, user: userId, reason });
  record(incident, act, { type: "notify_log_entry", userId });
}
