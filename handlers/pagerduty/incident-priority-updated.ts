import { DEED } from "../../src/say/deed-words.ts";
import { happened, type PagerDutyHandler } from "./handler.ts";

/** Somebody judged how much it matters, in PagerDuty or by a button here. */
export const incidentPriorityUpdated: PagerDutyHandler = (event) => happened(event, DEED.prioritySet, null);
