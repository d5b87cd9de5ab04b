import type { Account, OutboundEvent } from "../account.ts";
import type { Incident } from "../incident.ts";
import { newId } from "../new-id.ts";
import {
  agentReference,
  incidentReference,
  iso,
  policyReference,
  priorityReference,
  type Reference,
  serviceReference,
  userReference,
} from "../resources/reference.ts";

/** The event types that the webhooks of an incident have here. */
export const INCIDENT_EVENT_TYPES = [
  "incident.triggered",
  "incident.acknowledged",
  "incident.unacknowledged",
  "incident.resolved",
  "incident.reopened",
  "incident.reassigned",
  "incident.escalated",
  "incident.delegated",
  "incident.priority_updated",
  "incident.annotated",
  "incident.responder.added",
  "incident.responder.replied",
  "incident.status_update_published",
] as const satisfies readonly OutboundEvent["type"][];

/** One webhook event as it goes out: what subscriptions choose by, and the JSON. */
export interface Envelope {
  readonly id: string;
  readonly type: string;
  readonly at: number;
  /** Null for a test event, which is about no incident. */
  readonly incident: { readonly id: string; readonly serviceId: string } | null;
  readonly json: string;
}

/**
 * Writes an event down as things are now; what happens to the incident later does not change it.
 * https://github.com/PagerDuty/developer-docs/blob/main/docs/webhooks/01-Overview.md
 */
export function envelope(account: Account, event: OutboundEvent): Envelope {
  const { incident, act, type } = event;
  const id = newId("01", 26);
  const json = JSON.stringify({
    event: {
      id,
      event_type: type,
      resource_type: "incident",
      occurred_at: new Date(act.at).toISOString(),
      agent: agentReference(account, act.by),
      client: act.channel === "website" ? { name: "PagerDuty" } : null,
      data: dataOf(account, event),
    },
  });
  return { id, type, at: act.at, incident: { id: incident.id, serviceId: incident.serviceId }, json };
}

/** The test event that `POST /webhook_subscriptions/{id}/ping` sends. */
export function pingEnvelope(at: number): Envelope {
  const id = newId("01", 26);
  const json = JSON.stringify({
    event: {
      id,
      event_type: "pagey.ping",
      resource_type: "pagey",
      occurred_at: new Date(at).toISOString(),
      agent: null,
      client: null,
      data: { message: "Hello from your friend Pagey!", type: "ping" },
    },
  });
  return { id, type: "pagey.ping", at, incident: null, json };
}

/** `trimmed` is always false: where PagerDuty cuts a long text is not documented, so nothing is cut here. */
function dataOf(account: Account, event: OutboundEvent): object {
  const { incident } = event;
  switch (event.type) {
    case "incident.annotated":
      return {
        incident: titled(account, incident),
        id: event.note.id,
        content: event.note.content,
        trimmed: false,
        type: "incident_note",
      };
    case "incident.status_update_published":
      return {
        incident: titled(account, incident),
        id: event.statusUpdate.id,
        message: event.statusUpdate.message,
        trimmed: false,
        type: "incident_status_update",
      };
    case "incident.responder.added":
    case "incident.responder.replied":
      return {
        incident: titled(account, incident),
        user: userReference(account, event.responder.userId),
        escalation_policy: null,
        message: event.responder.message,
        state: event.responder.state,
        type: "incident_responder",
      };
    default:
      return incidentData(account, incident);
  }
}

function titled(account: Account, incident: Incident): Reference {
  return { ...incidentReference(account, incident), summary: incident.title };
}

/** Neither the alerts nor their details are in a webhook: who wants them asks the REST API. */
function incidentData(account: Account, incident: Incident): object {
  const { id, self, html_url } = incidentReference(account, incident);
  return {
    id,
    type: "incident",
    self,
    html_url,
    number: incident.number,
    status: incident.status,
    incident_key: incident.key,
    created_at: iso(incident.createdAt),
    ...(incident.reopenedAt === null ? {} : { reopened_at: iso(incident.reopenedAt) }),
    title: incident.title,
    service: serviceReference(account, incident.serviceId),
    assignees: incident.assignments.map(({ userId }) => userReference(account, userId)),
    escalation_policy: policyReference(account, incident.policyId),
    teams: [],
    priority: incident.priorityId === null ? null : priorityReference(account, incident.priorityId),
    urgency: incident.urgency,
    conference_bridge: null,
    resolve_reason: null,
    incident_type: { name: "incident_default" },
  };
}
