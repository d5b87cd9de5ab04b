import { DEED } from "../../src/say/deed-words.ts";
import { happened, type PagerDutyHandler } from "./handler.ts";

/** A snooze or an acknowledgement ran out: it rings again, and whoever it rings wants to know how things are now. */
export const incidentUnacknowledged: PagerDutyHandler = (event) => happened(event, DEED.ringing, "investigate");
