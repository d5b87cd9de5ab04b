import { MINUTE, micros } from "../../src/time.ts";

/** While an incident is open, PagerDuty is asked this often how it stands: webhooks can be lost for a day. */
export const RECONCILE_EVERY = micros(5 * MINUTE);
