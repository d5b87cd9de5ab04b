import type { Account } from "../account.ts";
import type { Alert, Incident } from "../incident.ts";
import { alertBody } from "./alert-body.ts";
import { firstTrigger, logEntryReference } from "./log-entry.ts";
import { integrationReference } from "./people.ts";
import { incidentReference, iso, reference, serviceReference } from "./reference.ts";

export function alertResource(account: Account, incident: Incident, alert: Alert): object {
  return {
    ...reference(account, "alert", `incidents/${incident.id}/alerts`, { id: alert.id, summary: alert.summary }),
    html_url: `${account.origin}/#${incident.id}`,
    created_at: iso(alert.createdAt),
    status: alert.status,
    alert_key: alert.key,
    service: serviceReference(account, incident.serviceId),
    body: alertBody(alert),
    incident: incidentReference(account, incident),
    suppressed: false,
    severity: alert.severity,
    first_trigger_log_entry: logEntryReference(account, incident, firstTrigger(incident)),
    integration: integrationReference(account, incident.serviceId),
  };
}
