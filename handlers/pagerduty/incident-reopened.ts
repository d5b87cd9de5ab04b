import { DEED } from "../../src/say/deed-words.ts";
import { happened, type PagerDutyHandler } from "./handler.ts";

/** What was resolved is open again. */
export const incidentReopened: PagerDutyHandler = (event) => happened(event, DEED.reopened, "investigate");
