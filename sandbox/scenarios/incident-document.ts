import type { Account } from "../pagerduty/account.ts";
import { createDirectory } from "../pagerduty/directory.ts";
import { alertResource } from "../pagerduty/resources/alert.ts";
import { incidentResource } from "../pagerduty/resources/incident.ts";
import { trigger } from "../pagerduty/trigger.ts";
import { ON_CALL } from "./on-call.ts";
import type { Story } from "./story.ts";

const ORIGIN = "https://example.pagerduty.com";

/** The incident of a story and its alerts, as PagerDuty's REST API answers them in the moment in which it is triggered. */
export function incidentDocument({ at, incident: wanted }: Story): { incident: object; alerts: object[] } {
  const account: Account = {
    clock: { now: () => at },
    origin: ORIGIN,
    directory: createDirectory(ON_CALL),
    incidents: new Map(),
    changeEvents: [],
    rings: [],
    publish: () => {},
  };
  const by = { kind: "service", id: wanted.service } as const;
  const triggered = trigger(account, wanted, { at, by, channel: "api" });
  // PagerDuty gives log entries random ids; here the same story has to give the same bytes.
  const log = triggered.log.map((entry, place) => ({ ...entry, id: `R${String(place + 1).padStart(25, "0")}` }));
  const incident = { ...triggered, log };
  return {
    incident: incidentResource(account, incident),
    alerts: incident.alerts.map((alert) => alertResource(account, incident, alert)),
  };
}
