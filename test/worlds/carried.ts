import type { Random } from "../../sandbox/world/random.ts";
import { isObject, type Json, type JsonObject } from "../../src/json.ts";

/** Through what a message comes to a program. */
export type Carriage = "api" | "queue" | "topic-and-queue" | "bus" | "stream" | "changes" | "call";
export const CARRIAGES: readonly Carriage[] = ["api", "queue", "topic-and-queue", "bus", "stream", "changes", "call"];

/** The event that a program is given for messages that came that way; more than one only where they come in batches. */
export function eventOf(carriage: Carriage, messages: readonly JsonObject[], random: Random): JsonObject {
  const [first = {}] = messages;
  switch (carriage) {
    case "api": {
      const packed = random.chance(0.3);
      return {
        ...{
          httpMethod: "POST",
          path: "/things",
          resource: "/things",
          queryStringParameters: null,
          pathParameters: null,
        },
        ...{
          headers: { "content-type": "application/json" },
          requestContext: { requestId: random.uuid(), authorizer: null },
        },
        body: packed ? base64(first) : JSON.stringify(first),
        isBase64Encoded: packed,
      };
    }
    case "queue":
      return { Records: messages.map((one) => queued(JSON.stringify(one), random)) };
    case "topic-and-queue":
      return { Records: messages.map((one) => queued(JSON.stringify(notification(one, random)), random)) };
    case "bus":
      return { id: random.uuid(), "detail-type": "thing", source: "things", resources: [], detail: first };
    case "stream":
      return { Records: messages.map((one) => ({ eventID: random.uuid(), kinesis: { data: base64(one) } })) };
    case "changes":
      return {
        Records: messages.map((one) => ({ eventName: "INSERT", dynamodb: { NewImage: itemOf(one), SizeBytes: 26 } })),
      };
    case "call":
      return first;
  }
}

/** What was asked of that which carries a message. */
export function requestOf(carriage: Carriage, message: JsonObject): JsonObject {
  const text = JSON.stringify(message);
  switch (carriage) {
    case "queue":
      return { QueueUrl: "https://sqs.eu-central-1.amazonaws.com/123456789012/things", MessageBody: text };
    case "topic-and-queue":
      return { TopicArn: "arn:aws:sns:eu-central-1:123456789012:things", Message: text };
    case "bus":
      return { Entries: [{ Source: "things", DetailType: "thing", Detail: text }] };
    case "stream":
      return { StreamName: "things", PartitionKey: "some", Data: base64(message) };
    case "changes":
      return { TableName: "things", Item: itemOf(message) };
    default:
      return message;
  }
}

function queued(body: string, random: Random): JsonObject {
  return { messageId: random.uuid(), body, attributes: { ApproximateReceiveCount: "1" }, eventSource: "aws:sqs" };
}

function notification(message: JsonObject, random: Random): JsonObject {
  return { Type: "Notification", MessageId: random.uuid(), Message: JSON.stringify(message), MessageAttributes: {} };
}

function base64(message: JsonObject): string {
  return Buffer.from(JSON.stringify(message)).toString("base64");
}

/** As DynamoDB writes it. Messages of the generator are shallow. */
export function itemOf(message: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(message).map(([name, value]) => [name, typed(value)]));
}

function typed(value: Json): JsonObject {
  if (typeof value === "string") return { S: value };
  if (typeof value === "number") return { N: String(value) };
  if (typeof value === "boolean") return { BOOL: value };
  if (value === null) return { NULL: true };
  return isObject(value) ? { M: itemOf(value) } : { L: value.map(typed) };
}
