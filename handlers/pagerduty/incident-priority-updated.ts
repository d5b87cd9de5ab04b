import { happened, type PagerDutyHandler } from "./handler.ts";

/** Somebody judged how much it matters, in PagerDuty or by a button here. */
export const incidentPriorityUpdated: PagerDutyHandler = (event) => happened(event, "Set the priority", null);
