import { happened, type PagerDutyHandler } from "./handler.ts";

/** Somebody else has it now. */
export const incidentReassigned: PagerDutyHandler = (event) => happened(event, "Reassigned", null);
