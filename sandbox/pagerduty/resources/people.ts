import type { Account } from "../account.ts";
import {
  type EscalationPolicy,
  type Priority,
  policyOf,
  type Service,
  serviceOf,
  type User,
  userOf,
} from "../directory.ts";
import { policyReference, type Reference, reference, serviceReference, userReference } from "./reference.ts";

export function userResource(account: Account, id: string): object {
  const user: User = userOf(account.directory, id);
  return {
    ...userReference(account, id),
    type: "user",
    name: user.name,
    email: user.email,
    time_zone: user.timeZone ?? "Etc/UTC",
    color: "purple",
    role: "user",
    description: null,
    invitation_sent: false,
    job_title: user.jobTitle ?? null,
    teams: [],
    contact_methods: [],
    notification_rules: [],
  };
}

export function serviceResource(account: Account, id: string): object {
  const service: Service = serviceOf(account.directory, id);
  const open = [...account.incidents.values()].filter((one) => one.serviceId === id && one.status !== "resolved");
  return {
    ...serviceReference(account, id),
    type: "service",
    name: service.name,
    description: service.description ?? null,
    auto_resolve_timeout: null,
    acknowledgement_timeout: null,
    status: serviceStatus(open.map((incident) => incident.status)),
    teams: [],
    incident_urgency_rule: {
      type: "constant",
      urgency: service.urgency === "severity" ? "severity_based" : (service.urgency ?? "high"),
    },
    alert_creation: "create_alerts_and_incidents",
    integrations: [integrationReference(account, id)],
    escalation_policy: policyReference(account, service.escalationPolicy),
  };
}

/** https://support.pagerduty.com/main/docs/service-directory: triggered is critical, acknowledged is warning. */
function serviceStatus(open: readonly string[]): "active" | "warning" | "critical" {
  if (open.includes("triggered")) return "critical";
  return open.length > 0 ? "warning" : "active";
}

/** Each service has one integration, and its id is made from the service's. */
export function integrationReference(account: Account, serviceId: string): Reference {
  const id = `${serviceId}V2`;
  return {
    ...reference(account, "events_api_v2_inbound_integration_reference", `services/${serviceId}/integrations`, {
      id,
      summary: "Events API V2",
    }),
    html_url: `${account.origin}/#${serviceId}`,
  };
}

export function policyResource(account: Account, id: string): object {
  const policy: EscalationPolicy = policyOf(account.directory, id);
  const services = [...account.directory.services.values()].filter((service) => service.escalationPolicy === id);
  return {
    ...policyReference(account, id),
    type: "escalation_policy",
    name: policy.name,
    description: null,
    num_loops: policy.repeats ?? 0,
    on_call_handoff_notifications: "if_has_services",
    escalation_rules: policy.levels.map((level, index) => ({
      id: `${id}L${index + 1}`,
      escalation_delay_in_minutes: level.escalateAfterMinutes,
      escalation_rule_assignment_strategy: "assign_to_everyone",
      targets: level.users.map((user) => userReference(account, user)),
    })),
    services: services.map((service) => serviceReference(account, service.id)),
    teams: [],
  };
}

export function priorityResource(account: Account, { id, name, description }: Priority): object {
  return {
    ...reference(account, "priority", "priorities", { id, summary: name }),
    name,
    description: description ?? null,
  };
}
