import type { Account } from "../account.ts";
import { priorityOf } from "../directory.ts";
import type { Incident } from "../incident.ts";
import { firstTrigger, logEntryReference, logEntryResource } from "./log-entry.ts";
import { policyResource, priorityResource, serviceResource, userResource } from "./people.ts";
import {
  agentReference,
  incidentReference,
  iso,
  policyReference,
  type Reference,
  serviceReference,
  userReference,
} from "./reference.ts";
import { responderResource } from "./responder.ts";

/** What `include[]` may ask for with incidents: references that are then given in full. */
export const INCIDENT_INCLUDES = [
  "acknowledgers",
  "agents",
  "assignees",
  "conference_bridge",
  "escalation_policies",
  "first_trigger_log_entries",
  "priorities",
  "services",
  "teams",
  "users",
] as const;

type Include = (typeof INCIDENT_INCLUDES)[number];

export function incidentResource(account: Account, incident: Incident, includes: readonly Include[] = []): object {
  const has = (...wanted: Include[]): boolean => wanted.some((include) => includes.includes(include));
  const full = (one: Reference, included: boolean): object =>
    included && one.type === "user_reference" ? userResource(account, one.id) : one;
  const trigger = firstTrigger(incident);
  return {
    ...incidentReference(account, incident),
    type: "incident",
    incident_number: incident.number,
    title: incident.title,
    description: incident.title,
    created_at: iso(incident.createdAt),
    updated_at: iso(incident.log.at(-1)?.act.at ?? incident.createdAt),
    resolved_at: incident.resolvedAt === null ? null : iso(incident.resolvedAt),
    status: incident.status,
    incident_key: incident.key,
    service: has("services")
      ? serviceResource(account, incident.serviceId)
      : serviceReference(account, incident.serviceId),
    assigned_via: incident.level === null ? "direct_assignment" : "escalation_policy",
    assignments: incident.assignments.map(({ at, userId }) => ({
      at: iso(at),
      assignee: full(userReference(account, userId), has("assignees", "users")),
    })),
    acknowledgements: incident.acknowledgements.map(({ at, by }) => ({
      at: iso(at),
      acknowledger: full(agentReference(account, by), has("acknowledgers", "users")),
    })),
    pending_actions: pendingActions(incident),
    last_status_change_at: iso(incident.lastStatusChange.at),
    last_status_change_by: full(agentReference(account, incident.lastStatusChange.by), has("agents", "users")),
    first_trigger_log_entry: has("first_trigger_log_entries")
      ? logEntryResource(account, incident, trigger, ["channels"])
      : logEntryReference(account, incident, trigger),
    escalation_policy: has("escalation_policies")
      ? policyResource(account, incident.policyId)
      : policyReference(account, incident.policyId),
    teams: [],
    urgency: incident.urgency,
    priority:
      incident.priorityId === null
        ? null
        : priorityResource(account, priorityOf(account.directory, incident.priorityId)),
    alert_counts: {
      all: incident.alerts.length,
      triggered: incident.alerts.filter(({ status }) => status === "triggered").length,
      resolved: incident.alerts.filter(({ status }) => status === "resolved").length,
    },
    conference_bridge: null,
    incident_type: { name: "incident_default" },
    incidents_responders: incident.responders.map((responder) => responderResource(account, incident, responder)),
  };
}

function pendingActions(incident: Incident): object[] {
  const actions: object[] = [];
  if (incident.snoozedUntil !== null) actions.push({ type: "unacknowledge", at: iso(incident.snoozedUntil) });
  if (incident.escalatesAt !== null) actions.push({ type: "escalate", at: iso(incident.escalatesAt) });
  return actions;
}
