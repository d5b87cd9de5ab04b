import { type Account, record, ring } from "./account.ts";
import { silence, startEscalationTimer } from "./assign.ts";
import type { Act, Incident, Urgency } from "./incident.ts";
import { invalidPriority } from "./refusal.ts";
import { unacknowledge } from "./status.ts";

/** Null takes the priority away. */
export function setPriority(account: Account, incident: Incident, priorityId: string | null, act: Act): void {
  if (priorityId !== null && !account.directory.priorities.has(priorityId)) throw invalidPriority();
  if (priorityId === incident.priorityId) return;
  incident.priorityId = priorityId;
  record(incident, act, { type: "priority_change_log_entry", priorityId });
  account.publish({ type: "incident.priority_updated", incident, act });
}

/**
 * Raising the urgency of an acknowledged incident takes the acknowledgement away.
 * https://support.pagerduty.com/main/docs/edit-incidents#edit-incident-urgency
 */
export function setUrgency(account: Account, incident: Incident, urgency: Urgency, act: Act): void {
  if (urgency === incident.urgency) return;
  incident.urgency = urgency;
  record(incident, act, { type: "urgency_change_log_entry", urgency });
  if (urgency === "low") {
    incident.escalatesAt = null;
    silence(account, incident, act.at);
  } else if (incident.status === "acknowledged") {
    unacknowledge(account, incident, act, "urgency raised");
  } else {
    startEscalationTimer(account, incident, act.at);
    for (const { userId } of incident.assignments) ring(account, incident, userId, "urgency raised", act);
  }
}
