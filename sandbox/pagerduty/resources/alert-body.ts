import type { Alert } from "../incident.ts";
import { iso } from "./reference.ts";

/**
 * An alert's body as PagerDuty really returns it. The API reference shows `details` alone; in fact the event is given
 * twice, the second time in the Common Event Format. https://support.pagerduty.com/main/docs/pd-cef
 */
export function alertBody(alert: Alert): object {
  const contexts = alert.links.map((link) => ({ type: "link", ...link }));
  return {
    type: "alert_body",
    contexts,
    details: alert.details,
    cef_details: {
      client: alert.client,
      client_url: alert.clientUrl,
      contexts,
      creation_time: iso(alert.createdAt),
      dedup_key: alert.key,
      description: alert.summary,
      details: alert.details,
      event_class: alert.class,
      message: alert.summary,
      mutations: [],
      priority: null,
      reporter_component: null,
      reporter_location: null,
      service_group: alert.group,
      severity: alert.severity,
      source_component: alert.component,
      source_location: null,
      source_origin: alert.source,
      urgency: null,
      version: "1.0",
    },
  };
}
