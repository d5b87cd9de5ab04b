import { happened, type PagerDutyHandler } from "./handler.ts";

/** It is over, as far as PagerDuty knows. */
export const incidentResolved: PagerDutyHandler = (event) => happened(event, "Resolved", null);
