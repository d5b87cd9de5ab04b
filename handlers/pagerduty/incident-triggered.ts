import { happened, type PagerDutyHandler } from "./handler.ts";

/** Somebody was woken: look into it. */
export const incidentTriggered: PagerDutyHandler = (event) => happened(event, null, "investigate");
