import type { Account } from "../account.ts";
import type { Incident, Responder } from "../incident.ts";
import { incidentReference, iso, userReference } from "./reference.ts";

export function responderResource(account: Account, incident: Incident, responder: Responder): object {
  return {
    state: responder.state,
    user: userReference(account, responder.userId),
    incident: incidentReference(account, incident),
    updated_at: iso(responder.updatedAt),
    message: responder.message,
    requester: userReference(account, responder.requesterId),
    requested_at: iso(responder.requestedAt),
  };
}
