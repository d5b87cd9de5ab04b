import { randomUUID } from "node:crypto";
import { type Account, record } from "./account.ts";
import { assignToLevel } from "./assign.ts";
import { urgencyOf } from "./directory.ts";
import type { Act, Alert, Incident, Link, Severity, Urgency } from "./incident.ts";
import { newId } from "./new-id.ts";

/** An incident to trigger. What is left out is what PagerDuty would choose. */
export interface NewIncident {
  /** Fixed, so that a story is the same each time it is told. */
  readonly id?: string | undefined;
  readonly title: string;
  /** A service's id. */
  readonly service: string;
  /** The service's rule decides otherwise. */
  readonly urgency?: Urgency | undefined;
  /** A priority's id. */
  readonly priority?: string | undefined;
  /** Epoch ms; now otherwise. Escalation counts from here. */
  readonly createdAt?: number | undefined;
  readonly alerts: readonly NewAlert[];
}

export interface NewAlert {
  readonly id?: string | undefined;
  /** The deduplication key; a UUID otherwise. */
  readonly key?: string | undefined;
  /** The incident's title otherwise. */
  readonly summary?: string | undefined;
  readonly severity: Severity;
  readonly source?: string | undefined;
  readonly component?: string | undefined;
  readonly group?: string | undefined;
  readonly class?: string | undefined;
  readonly client?: string | undefined;
  readonly clientUrl?: string | undefined;
  readonly links?: readonly Link[] | undefined;
  /** What the monitoring tool said, as it said it. */
  readonly details: unknown;
}

/** Triggers an incident at `act.at` and rings the first level of its service's policy. */
export function trigger(account: Account, wanted: NewIncident, act: Act): Incident {
  const service = account.directory.services.get(wanted.service);
  if (service === undefined) throw new Error(`there is no service ${wanted.service}`);
  const { priority = null, id = newId("Q", 14) } = wanted;
  if (account.incidents.has(id)) throw new Error(`there is an incident ${id} already`);
  if (priority !== null && !account.directory.priorities.has(priority))
    throw new Error(`there is no priority ${priority}`);
  const alerts = wanted.alerts.map((alert) => newAlert(alert, wanted.title, act.at));
  const incident: Incident = {
    id,
    number: account.incidents.size + 1,
    key: alerts[0]?.key ?? randomUUID().replaceAll("-", ""),
    serviceId: service.id,
    createdAt: act.at,
    alerts,
    notes: [],
    statusUpdates: [],
    responders: [],
    log: [],
    title: wanted.title,
    status: "triggered",
    urgency: wanted.urgency ?? urgencyOf(service, alerts[0]?.severity ?? "critical"),
    priorityId: priority,
    policyId: service.escalationPolicy,
    level: 1,
    repeats: 0,
    assignments: [],
    acknowledgements: [],
    escalatesAt: null,
    snoozedUntil: null,
    lastStatusChange: { at: act.at, by: act.by },
    resolvedAt: null,
    reopenedAt: null,
  };
  account.incidents.set(id, incident);
  record(incident, act, { type: "trigger_log_entry", alertId: alerts[0]?.id ?? null });
  assignToLevel(account, incident, 1, act, { log: "assign_log_entry", reason: "assigned" });
  account.publish({ type: "incident.triggered", incident, act });
  return incident;
}

function newAlert(alert: NewAlert, title: string, at: number): Alert {
  return {
    id: alert.id ?? newId("Q", 14),
    key: alert.key ?? randomUUID().replaceAll("-", ""),
    createdAt: at,
    summary: alert.summary ?? title,
    severity: alert.severity,
    source: alert.source ?? null,
    component: alert.component ?? null,
    group: alert.group ?? null,
    class: alert.class ?? null,
    client: alert.client ?? null,
    clientUrl: alert.clientUrl ?? null,
    links: alert.links ?? [],
    details: alert.details,
    status: "triggered",
  };
}
