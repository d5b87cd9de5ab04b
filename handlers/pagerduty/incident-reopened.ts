import { happened, type PagerDutyHandler } from "./handler.ts";

/** What was resolved is open again. */
export const incidentReopened: PagerDutyHandler = (event) => happened(event, "Reopened", "investigate");
