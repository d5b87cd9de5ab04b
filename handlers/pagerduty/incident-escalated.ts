import { DEED } from "../../src/say/deed-words.ts";
import { happened, type PagerDutyHandler } from "./handler.ts";

/** Another level of the escalation policy has it now. */
export const incidentEscalated: PagerDutyHandler = (event) => happened(event, DEED.escalated, null);
