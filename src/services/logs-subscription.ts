import { gunzipSync } from "node:zlib";
import { arrayAt, isObject, type Json, type JsonObject, parseJson, textAt } from "../json.ts";
import { arrivalOf } from "./arrival.ts";
import { other } from "./other.ts";
import type { Received, Service } from "./service.ts";

/** An asynchronous event holds no more, and what it unpacks to is bounded apart: a few bytes can stand for gigabytes. */
const MOST_PACKED = 1_400_000;
const MOST_UNPACKED = 8_000_000;
const MOST_IDS = 32;

/**
 * Lines of a log group that CloudWatch Logs hands to a function. Each line has an id of its own; what they say belongs to other
 * transactions. https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/SubscriptionFilters.html#LambdaFunctionExample
 */
function received(event: JsonObject): Received | null {
  const told = unpacked(textAt(event, "awslogs", "data"));
  const group = textAt(told, "logGroup");
  // A control message only asks whether somebody listens.
  if (told === null || group === null || textAt(told, "messageType") !== "DATA_MESSAGE") return null;
  const lines = arrayAt(told, "logEvents");
  return {
    items: [
      {
        operation: "Deliver",
        resource: group,
        account: textAt(told, "owner"),
        region: null,
        ids: lines.slice(0, MOST_IDS).flatMap((line, i) => {
          const id = textAt(line, "id");
          return id === null ? [] : [{ kind: "external" as const, value: id, path: `logEvents[${i}].id` }];
        }),
        shared: [],
        sentAt: null,
        delivery: null,
        input: summary(told, lines.length),
        inner: null,
      },
    ],
    arrival: arrivalOf("event", { name: group, root: true }),
  };
}

function unpacked(data: string | null): JsonObject | null {
  if (data === null || data.length > MOST_PACKED) return null;
  try {
    const text = gunzipSync(Buffer.from(data, "base64"), { maxOutputLength: MOST_UNPACKED }).toString("utf8");
    const told = parseJson(text);
    return isObject(told) ? told : null;
  } catch {
    // Not gzip, cut off, or more than anybody sends.
    return null;
  }
}

/** Which lines came, without the lines: they stand in their own group. */
function summary(told: JsonObject, lines: number): Json {
  return {
    logGroup: textAt(told, "logGroup"),
    logStream: textAt(told, "logStream"),
    subscriptionFilters: told["subscriptionFilters"] ?? null,
    logEvents: lines,
  };
}

export const logsSubscription: Service = {
  name: other.name,
  title: "CloudWatch Logs",
  operations: new Set(),
  resourceFields: [],
  received,
  delivery: "async",
};
