import { type Account, checkOpen, record, ring } from "./account.ts";
import { annotate } from "./annotate.ts";
import { assignToLevel, silence, startEscalationTimer } from "./assign.ts";
import type { Act, Agent, Incident, Status } from "./incident.ts";
import { invalidInput, invalidSnooze, notAcknowledged } from "./refusal.ts";
import { type RingReason, stopRings } from "./rings.ts";

const LONGEST_SNOOZE_S = 604_800;

/**
 * Somebody takes the incident: phones fall silent and escalation stops. A person who acknowledges owns the incident
 * from then on, alone. Acknowledging again is allowed (others may join), and ends a snooze.
 */
export function acknowledge(account: Account, incident: Incident, act: Act): void {
  checkOpen(incident);
  changeStatus(incident, "acknowledged", act);
  incident.acknowledgements = [
    ...incident.acknowledgements.filter(({ by }) => !sameAgent(by, act.by)),
    { by: act.by, at: act.at },
  ];
  incident.snoozedUntil = null;
  incident.escalatesAt = null;
  record(incident, act, { type: "acknowledge_log_entry" });
  silence(account, incident, act.at);
  if (act.by.kind === "user") takeOver(account, incident, act.by.id, act);
  account.publish({ type: "incident.acknowledged", incident, act });
}

function takeOver(account: Account, incident: Incident, userId: string, act: Act): void {
  stopRings(account.rings, act.at, (ring) => ring.incident === incident.id && ring.user === userId);
  if (incident.assignments.length === 1 && incident.assignments[0]?.userId === userId) return;
  incident.assignments = [{ userId, at: act.at }];
  record(incident, act, { type: "assign_log_entry", assigneeIds: [userId] });
}

/** Back to triggered: the assignees are rung again and escalation goes on from the level that it was at. */
export function unacknowledge(account: Account, incident: Incident, act: Act, reason: RingReason): void {
  checkOpen(incident);
  if (incident.status !== "acknowledged") throw notAcknowledged();
  changeStatus(incident, "triggered", act);
  incident.acknowledgements = [];
  incident.snoozedUntil = null;
  startEscalationTimer(account, incident, act.at);
  record(incident, act, { type: "unacknowledge_log_entry" });
  for (const { userId } of incident.assignments) ring(account, incident, userId, reason, act);
  account.publish({ type: "incident.unacknowledged", incident, act });
}

/** Resolves the incident and its alerts. A `resolution` becomes a note, as PagerDuty writes it. */
export function resolve(account: Account, incident: Incident, act: Act, resolution: string | null): void {
  checkOpen(incident);
  changeStatus(incident, "resolved", act);
  incident.resolvedAt = act.at;
  incident.assignments = [];
  incident.acknowledgements = [];
  incident.snoozedUntil = null;
  incident.escalatesAt = null;
  for (const alert of incident.alerts) alert.status = "resolved";
  record(incident, act, { type: "resolve_log_entry" });
  stopRings(account.rings, act.at, (ring) => ring.incident === incident.id);
  account.publish({ type: "incident.resolved", incident, act });
  if (resolution !== null && act.by.kind === "user") {
    annotate(account, incident, act.by.id, `Resolution Note: ${resolution}`, act);
  }
}

/** A resolved incident is taken up again, from the first level of its policy. Its alerts stay resolved. */
export function reopen(account: Account, incident: Incident, act: Act): void {
  if (incident.status !== "resolved") throw invalidInput(["Incident is not resolved"]);
  incident.resolvedAt = null;
  incident.reopenedAt = act.at;
  incident.repeats = 0;
  record(incident, act, { type: "reopen_log_entry" });
  assignToLevel(account, incident, 1, act, { log: "assign_log_entry", reason: "reopened" });
  account.publish({ type: "incident.reopened", incident, act });
}

/**
 * Keeps an acknowledged incident quiet for a while; `endSnooze` follows unless somebody acts first. No webhook tells of it.
 * https://support.pagerduty.com/main/docs/edit-incidents#snooze-an-incident
 */
export function snooze(incident: Incident, durationS: number, act: Act): void {
  if (!Number.isInteger(durationS) || durationS < 1 || durationS > LONGEST_SNOOZE_S) throw invalidSnooze();
  checkOpen(incident);
  if (incident.status !== "acknowledged") throw notAcknowledged();
  incident.snoozedUntil = act.at + durationS * 1000;
  record(incident, act, { type: "snooze_log_entry", until: incident.snoozedUntil });
}

export function endSnooze(account: Account, incident: Incident, at: number): void {
  const act: Act = { at, by: { kind: "service", id: incident.serviceId }, channel: "timeout" };
  unacknowledge(account, incident, act, "snooze ended");
}

function changeStatus(incident: Incident, status: Status, act: Act): void {
  incident.status = status;
  incident.lastStatusChange = { at: act.at, by: act.by };
}

function sameAgent(one: Agent, other: Agent): boolean {
  return one.kind === other.kind && one.id === other.id;
}
