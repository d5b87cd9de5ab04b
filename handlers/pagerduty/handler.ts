import type { Happening, IncidentState } from "../../src/investigation.ts";
import type { WebhookEvent } from "../../src/pagerduty/webhook.ts";

/** An event that is about an incident. */
export type IncidentEvent = WebhookEvent & { readonly incident: IncidentState };

/** What an event means for the investigation of its incident; null where it means nothing. */
export type PagerDutyHandler = (event: IncidentEvent) => Happening | null;

/** A happening as an event tells it. */
export function happened(event: IncidentEvent, did: string | null, wants: Happening["wants"]): Happening {
  return {
    id: event.id,
    at: event.at,
    incident: event.incident,
    also: [],
    did,
    who: did === null ? null : event.agent,
    wants,
  };
}
