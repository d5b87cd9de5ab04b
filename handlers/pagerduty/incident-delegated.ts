import { DEED } from "../../src/say/deed-words.ts";
import { happened, type PagerDutyHandler } from "./handler.ts";

/** Another escalation policy has it now. */
export const incidentDelegated: PagerDutyHandler = (event) => happened(event, DEED.delegated, null);
