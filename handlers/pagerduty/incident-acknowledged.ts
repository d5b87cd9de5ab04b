import { happened, type PagerDutyHandler } from "./handler.ts";

/** Somebody has it, in PagerDuty or by a button here: PagerDuty tells of both. */
export const incidentAcknowledged: PagerDutyHandler = (event) => happened(event, "Acknowledged", null);
