import { type JsonObject, textAt } from "../json.ts";
import { parseTime } from "../time.ts";
import { parseArn, plainName } from "./arn.ts";
import { arrivalOf } from "./arrival.ts";
import { consolePage } from "./console-page.ts";
import type { ConsoleHop, Received, Service } from "./service.ts";

/**
 * A rule that runs on a schedule: nobody sent the event, it is where a transaction begins, and the rule is its name.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-rule-schedule.html
 */
function received(event: JsonObject): Received | null {
  if (textAt(event, "detail-type") !== "Scheduled Event") return null;
  const rule = textAt(event, "resources", 0);
  const id = textAt(event, "id");
  const name = rule === null ? null : plainName(rule, "last");
  return {
    items: [
      {
        operation: "Scheduled Event",
        resource: name,
        account: textAt(event, "account"),
        region: textAt(event, "region") ?? parseArn(rule ?? "")?.region ?? null,
        ids: id === null ? [] : [{ kind: "eventbridge-event", value: id, path: "id" }],
        shared: [],
        sentAt: parseTime(textAt(event, "time") ?? ""),
        delivery: null,
        input: event,
        inner: null,
      },
    ],
    arrival: arrivalOf("schedule", { name, root: true }),
  };
}

/** Rules that run on a schedule are on the default bus, and on no other. */
function rulePage({ operation, region, resource }: ConsoleHop): string | null {
  if (operation !== "Scheduled Event") return null;
  return consolePage(
    region,
    resource,
    /^[\w.-]{1,64}$/,
    (rule, { name }) => `events/home?region=${name}#/eventbus/default/rules/${rule}`,
  );
}

export const ruleSchedule: Service = {
  name: "eventbridge",
  title: "EventBridge",
  operations: new Set(),
  resourceFields: [],
  received,
  delivery: "async",
  catalog: "schedules",
  console: rulePage,
};
