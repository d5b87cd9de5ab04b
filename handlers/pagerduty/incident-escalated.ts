import { happened, type PagerDutyHandler } from "./handler.ts";

/** Another level of the escalation policy has it now. */
export const incidentEscalated: PagerDutyHandler = (event) => happened(event, "Escalated", null);
