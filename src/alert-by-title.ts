import type { Alert } from "./alert.ts";
import type { IncidentState } from "./investigation.ts";

/** What the webhook told of an incident of which PagerDuty could not be asked for more. `problem`: why not. */
export function alertByTitle({ id, title, url, createdAt, service }: IncidentState, problem: string): Alert {
  return {
    incident: { id, title, url },
    at: createdAt,
    service,
    alarms: [],
    texts: [title],
    gaps: [{ what: "the alert's details in PagerDuty", why: problem }],
  };
}
