import { type JsonObject, textAt } from "../json.ts";
import { parseTime } from "../time.ts";
import { parseArn } from "./arn.ts";
import { arrivalOf } from "./arrival.ts";
import { other } from "./other.ts";
import type { Received, Service } from "./service.ts";

/**
 * An alarm that calls a function by itself. No request stands behind it: it begins a transaction, and nothing in it is an id.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-actions-Lambda.html
 */
function received(event: JsonObject): Received | null {
  const name = textAt(event, "alarmData", "alarmName");
  const arn = textAt(event, "alarmArn");
  if (name === null || arn === null) return null;
  return {
    items: [
      {
        operation: textAt(event, "alarmData", "state", "value") ?? "StateChange",
        resource: name,
        account: textAt(event, "accountId") ?? parseArn(arn)?.account ?? null,
        region: textAt(event, "region") ?? parseArn(arn)?.region ?? null,
        ids: [],
        shared: [],
        sentAt: parseTime(textAt(event, "time") ?? ""),
        delivery: null,
        input: event,
        inner: null,
      },
    ],
    arrival: arrivalOf("event", { name, root: true }),
  };
}

export const cloudwatchAlarm: Service = {
  name: other.name,
  title: "CloudWatch",
  operations: new Set(),
  resourceFields: [],
  received,
  delivery: "async",
};
