import type { Account } from "../account.ts";
import type { ChangeEvent } from "../incident.ts";
import { integrationReference } from "./people.ts";
import { iso, serviceReference } from "./reference.ts";

export function changeEventResource(account: Account, change: ChangeEvent): object {
  return {
    id: change.id,
    type: "change_event",
    summary: change.summary,
    timestamp: iso(change.at),
    source: change.source,
    integration: { ...integrationReference(account, change.serviceId), type: "inbound_integration_reference" },
    services: [serviceReference(account, change.serviceId)],
    custom_details: change.details,
    links: change.links,
    images: [],
  };
}
