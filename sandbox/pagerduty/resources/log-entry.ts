import type { Account } from "../account.ts";
import type { Incident, LogDetail, LogEntry } from "../incident.ts";
import { alertBody } from "./alert-body.ts";
import {
  agentReference,
  incidentReference,
  iso,
  priorityReference,
  type Reference,
  serviceReference,
  userReference,
} from "./reference.ts";

export const LOG_ENTRY_INCLUDES = ["incidents", "services", "channels", "teams"] as const;

/** Every incident begins with one. */
export function firstTrigger(incident: Incident): LogEntry {
  const entry = incident.log.find(({ detail }) => detail.type === "trigger_log_entry");
  if (entry === undefined) throw new Error(`incident ${incident.id} was never triggered`);
  return entry;
}

export function logEntryReference(account: Account, incident: Incident, entry: LogEntry): Reference {
  return { ...named(account, incident, entry), type: `${entry.detail.type}_reference` };
}

function named(account: Account, incident: Incident, { id, act, detail }: LogEntry): Reference {
  return {
    id,
    type: detail.type,
    summary: summaryOf(
      account,
      detail,
      act.channel === "timeout" ? "timeout" : agentReference(account, act.by).summary,
    ),
    self: `${account.origin}/log_entries/${id}?incident_id=${incident.id}`,
    html_url: `${account.origin}/#${incident.id}`,
  };
}

export function logEntryResource(
  account: Account,
  incident: Incident,
  entry: LogEntry,
  includes: readonly (typeof LOG_ENTRY_INCLUDES)[number][],
): object {
  return {
    ...named(account, incident, entry),
    created_at: iso(entry.act.at),
    agent: agentReference(account, entry.act.by),
    channel: channelOf(incident, entry, includes.includes("channels")),
    service: serviceReference(account, incident.serviceId),
    incident: incidentReference(account, incident),
    teams: [],
    contexts: [],
    ...particulars(account, incident, entry.detail),
  };
}

/** PagerDuty publishes no schema for channels: what an event brought is there when it was asked for. */
function channelOf(incident: Incident, { act, detail }: LogEntry, whole: boolean): object {
  switch (detail.type) {
    case "notify_log_entry":
      return { type: "auto", notification: { type: "phone", status: "success" } };
    case "annotate_log_entry":
      return { type: "note", summary: detail.content };
    case "trigger_log_entry": {
      const alert = incident.alerts.find(({ id }) => id === detail.alertId);
      const brought = alert === undefined ? {} : { incident_key: alert.key, ...alertBody(alert), type: act.channel };
      return { type: act.channel, summary: incident.title, ...(whole ? brought : {}) };
    }
    default:
      return { type: act.channel };
  }
}

function particulars(account: Account, incident: Incident, detail: LogDetail): object {
  switch (detail.type) {
    case "assign_log_entry":
    case "escalate_log_entry":
    case "delegate_log_entry":
      return { assignees: detail.assigneeIds.map((id) => userReference(account, id)) };
    case "notify_log_entry":
      return { user: userReference(account, detail.userId) };
    case "snooze_log_entry":
      return { changed_actions: [{ type: "unacknowledge", at: iso(detail.until) }] };
    case "priority_change_log_entry":
      return { priority: detail.priorityId === null ? null : priorityReference(account, detail.priorityId) };
    case "urgency_change_log_entry":
      return { urgency: detail.urgency };
    case "trigger_log_entry":
      return { event_details: { description: incident.title } };
    case "status_update_log_entry":
    case "responder_request_log_entry":
      return { message: detail.message };
    default:
      return {};
  }
}

function summaryOf(account: Account, detail: LogDetail, who: string): string {
  const names = (ids: readonly string[]): string => ids.map((id) => userReference(account, id).summary).join(", ");
  switch (detail.type) {
    case "trigger_log_entry":
      return `Triggered by ${who}.`;
    case "assign_log_entry":
      return `Assigned to ${names(detail.assigneeIds)}.`;
    case "escalate_log_entry":
      return `Escalated to ${names(detail.assigneeIds)} by ${who}.`;
    case "delegate_log_entry":
      return `Delegated to ${names(detail.assigneeIds)} by ${who}.`;
    case "notify_log_entry":
      return `Notified ${names([detail.userId])} by phone.`;
    case "acknowledge_log_entry":
      return `Acknowledged by ${who}.`;
    case "unacknowledge_log_entry":
      return `Unacknowledged by ${who}.`;
    case "resolve_log_entry":
      return `Resolved by ${who}.`;
    case "reopen_log_entry":
      return `Reopened by ${who}.`;
    case "annotate_log_entry":
      return `Note added by ${who}.`;
    case "snooze_log_entry":
      return `Snoozed until ${iso(detail.until)} by ${who}.`;
    case "priority_change_log_entry":
      return detail.priorityId === null
        ? `Priority removed by ${who}.`
        : `Priority changed to ${priorityReference(account, detail.priorityId).summary} by ${who}.`;
    case "urgency_change_log_entry":
      return `Urgency changed to ${detail.urgency} by ${who}.`;
    case "responder_request_log_entry":
      return `${who} requested ${names(detail.userIds)} to join.`;
    case "status_update_log_entry":
      return `Status update sent by ${who}.`;
    case "repeat_escalation_path_log_entry":
      return "Nobody acknowledged: the escalation policy begins again.";
    case "exhaust_escalation_path_log_entry":
      return "Nobody acknowledged: the escalation policy is at its end.";
  }
}
