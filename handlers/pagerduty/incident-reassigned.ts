import { DEED } from "../../src/say/deed-words.ts";
import { happened, type PagerDutyHandler } from "./handler.ts";

/** Somebody else has it now. */
export const incidentReassigned: PagerDutyHandler = (event) => happened(event, DEED.reassigned, null);
