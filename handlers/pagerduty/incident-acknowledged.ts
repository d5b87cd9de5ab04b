import { DEED } from "../../src/say/deed-words.ts";
import { happened, type PagerDutyHandler } from "./handler.ts";

/** Somebody has it, in PagerDuty or by a button here: PagerDuty tells of both. */
export const incidentAcknowledged: PagerDutyHandler = (event) => happened(event, DEED.acknowledged, null);
