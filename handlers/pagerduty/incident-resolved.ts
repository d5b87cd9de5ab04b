import { DEED } from "../../src/say/deed-words.ts";
import { happened, type PagerDutyHandler } from "./handler.ts";

/** It is over, as far as PagerDuty knows. */
export const incidentResolved: PagerDutyHandler = (event) => happened(event, DEED.resolved, null);
