import { type Account, checkOpen, record, ring } from "./account.ts";
import { type EscalationLevel, policyOf } from "./directory.ts";
import type { Act, Incident, LogDetail, Urgency } from "./incident.ts";
import { assigneeNotFound, cannotEscalate, policyNotFound } from "./refusal.ts";
import { type RingReason, stopRings } from "./rings.ts";

const MINUTE_MS = 60_000;

/** Gives an incident to the people of a level of its policy, and rings them. */
export function assignToLevel(
  account: Account,
  incident: Incident,
  level: number,
  act: Act,
  why: { readonly log: AssignLog; readonly reason: RingReason },
): void {
  incident.level = level;
  assign(account, incident, levelOf(account, incident, level).users, act, why);
}

type AssignLog = Extract<LogDetail, { readonly assigneeIds: readonly string[] }>["type"];

/**
 * Moves an incident to a level of its policy. Escalating is reassigning, after which the policy goes on until somebody
 * acknowledges: so the incident is triggered again, which the documents leave to be concluded, and a snooze is over,
 * which they say. Low urgency cannot be escalated.
 * https://support.pagerduty.com/main/docs/reassign-incidents
 */
export function escalate(account: Account, incident: Incident, level: number, act: Act): void {
  checkEscalation(account, incident, level);
  assignToLevel(account, incident, level, act, { log: "escalate_log_entry", reason: "escalated" });
  account.publish({ type: "incident.escalated", incident, act });
}

export function checkEscalation(
  account: Account,
  incident: Incident,
  level: number,
  urgency: Urgency = incident.urgency,
): void {
  checkOpen(incident);
  if (urgency !== "high") throw cannotEscalate();
  levelOf(account, incident, level);
}

/** Gives an incident to these people and to nobody after them: the escalation policy no longer applies. */
export function reassign(account: Account, incident: Incident, userIds: readonly string[], act: Act): void {
  checkReassignment(account, incident, userIds);
  incident.level = null;
  assign(account, incident, userIds, act, { log: "assign_log_entry", reason: "assigned" });
  account.publish({ type: "incident.reassigned", incident, act });
}

export function checkReassignment(account: Account, incident: Incident, userIds: readonly string[]): void {
  checkOpen(incident);
  if (userIds.length === 0) throw assigneeNotFound();
  for (const id of userIds) if (!account.directory.users.has(id)) throw assigneeNotFound();
}

/** Hands an incident to another escalation policy, from its first level on. */
export function delegate(account: Account, incident: Incident, policyId: string, act: Act): void {
  checkDelegation(account, incident, policyId);
  incident.policyId = policyId;
  incident.repeats = 0;
  assignToLevel(account, incident, 1, act, { log: "delegate_log_entry", reason: "assigned" });
  account.publish({ type: "incident.delegated", incident, act });
}

export function checkDelegation(account: Account, incident: Incident, policyId: string): void {
  checkOpen(incident);
  if (!account.directory.policies.has(policyId)) throw policyNotFound();
}

/** Nobody acknowledged in time: the next level, or the first again, or nothing more when the policy is at its end. */
export function escalateByTimeout(account: Account, incident: Incident, at: number): void {
  const act: Act = { at, by: { kind: "service", id: incident.serviceId }, channel: "timeout" };
  const policy = policyOf(account.directory, incident.policyId);
  const next = (incident.level ?? 0) + 1;
  if (next <= policy.levels.length) {
    escalate(account, incident, next, act);
  } else if (incident.repeats < (policy.repeats ?? 0)) {
    incident.repeats += 1;
    record(incident, act, { type: "repeat_escalation_path_log_entry" });
    escalate(account, incident, 1, act);
  } else {
    incident.escalatesAt = null;
    record(incident, act, { type: "exhaust_escalation_path_log_entry" });
  }
}

/** Starts, or starts again, the time in which somebody must acknowledge. */
export function startEscalationTimer(account: Account, incident: Incident, at: number): void {
  incident.escalatesAt =
    incident.level === null || incident.urgency !== "high" || incident.status !== "triggered"
      ? null
      : at + levelOf(account, incident, incident.level).escalateAfterMinutes * MINUTE_MS;
}

/** Responders who were asked for by name keep ringing until they reply; everybody else's phone falls silent. */
export function silence(account: Account, incident: Incident, at: number): void {
  stopRings(account.rings, at, (ring) => ring.incident === incident.id && ring.reason !== "responder request");
}

function assign(
  account: Account,
  incident: Incident,
  userIds: readonly string[],
  act: Act,
  { log, reason }: { readonly log: AssignLog; readonly reason: RingReason },
): void {
  if (incident.status !== "triggered") incident.lastStatusChange = { at: act.at, by: act.by };
  incident.status = "triggered";
  incident.acknowledgements = [];
  incident.snoozedUntil = null;
  incident.assignments = userIds.map((userId) => ({ userId, at: act.at }));
  startEscalationTimer(account, incident, act.at);
  record(incident, act, { type: log, assigneeIds: userIds });
  silence(account, incident, act.at);
  for (const userId of userIds) ring(account, incident, userId, reason, act);
}

function levelOf({ directory }: Account, incident: Incident, level: number): EscalationLevel {
  const found = policyOf(directory, incident.policyId).levels[level - 1];
  if (found === undefined) throw cannotEscalate();
  return found;
}
