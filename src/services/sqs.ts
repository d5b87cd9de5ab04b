import { type GivenUpTo, type Setting, settingsOf } from "../configuration.ts";
import { arrayAt, isObject, type Json, type JsonObject, numberAt, objectAt, parseJson, textAt } from "../json.ts";
import { fromMillis, micros, SECOND } from "../time.ts";
import { parseArn, plainName } from "./arn.ts";
import { arrivalOf } from "./arrival.ts";
import { callMetadata } from "./aws-call.ts";
import { consolePage } from "./console-page.ts";
import { handedOn } from "./handed-on.ts";
import { itemFailures } from "./item-failures.ts";
import { isDeadLetter } from "./lambda-destination.ts";
import { placeOfArn } from "./place-of-arn.ts";
import type { Answered, Asked, ConsoleHop, Received, ReceivedItem, Service } from "./service.ts";
import { traceKey, w3cKey } from "./trace-id.ts";

function asked(input: JsonObject): Asked | null {
  const url = textAt(input, "QueueUrl");
  if (url === null) return null;
  const operation =
    input["Entries"] !== undefined ? "SendMessageBatch" : input["MessageBody"] !== undefined ? "SendMessage" : null;
  return { operation, resource: plainName(url), keys: [] };
}

/** A message id is the call's own and travels with the message: it stays the same over redeliveries and into the DLQ. */
function answered(output: JsonObject): Answered | null {
  const id = textAt(output, "MessageId");
  if (id !== null && textAt(output, "MD5OfMessageBody") !== null) {
    return { operation: "SendMessage", keys: handedOn("sqs-message", id, "MessageId"), partial: null };
  }
  const successful = arrayAt(output, "Successful").filter((one) => textAt(one, "MD5OfMessageBody") !== null);
  const failed = arrayAt(output, "Failed");
  if (successful.length === 0 && (failed.length === 0 || callMetadata(output) === null)) return null;
  return {
    operation: "SendMessageBatch",
    keys: successful.flatMap((one, item) =>
      handedOn("sqs-message", textAt(one, "MessageId"), `Successful[${item}].MessageId`, item),
    ),
    partial: itemFailures("messages", "not sent", failed, "Code", "Message"),
  };
}

/**
 * Messages that a function polls. A topic that delivers raw leaves nothing of itself but the sender's trace.
 * https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html
 */
function received(event: JsonObject): Received | null {
  const records = arrayAt(event, "Records").filter((one) => textAt(one, "eventSource") === "aws:sqs");
  const items = records.flatMap((record, item) => (isObject(record) ? [itemOf(record, item)] : []));
  const first = items[0];
  if (first === undefined) return null;
  return {
    items,
    arrival: arrivalOf("queue", { name: first.resource }),
  };
}

function itemOf(record: JsonObject, item: number): ReceivedItem {
  const source = textAt(record, "attributes", "DeadLetterQueueSourceArn");
  const found = messageOf(record, item);
  const id = textAt(record, "messageId");
  if (source === null || id === null) return found;
  // It keeps its id on the way into the dead-letter queue. The id is that of the hop through the first queue, so that the
  // hop through this one needs another.
  const value = `${found.resource ?? "dead-letter queue"}/${id}`;
  const { DeadLetterQueueSourceArn: _, ...attributes } = objectAt(record, "attributes") ?? {};
  return {
    ...found,
    operation: "DeadLetter",
    ids: [{ kind: "external", value, item, path: `Records[${item}].messageId` }],
    inner: { Records: [{ ...record, eventSourceARN: source, attributes }] },
  };
}

function messageOf(record: JsonObject, item: number): ReceivedItem {
  const arn = parseArn(textAt(record, "eventSourceARN") ?? "");
  const id = textAt(record, "messageId");
  const sentMs = numberAt(record, "attributes", "SentTimestamp");
  const body: Json = record["body"] ?? null;
  return {
    operation: "SendMessage",
    resource: arn?.resource ?? null,
    account: arn?.account ?? null,
    region: arn?.region ?? textAt(record, "awsRegion"),
    ids: id === null ? [] : [{ kind: "sqs-message", value: id, item, path: `Records[${item}].messageId` }],
    shared: [
      ...traceKey(textAt(record, "attributes", "AWSTraceHeader"), `Records[${item}].attributes.AWSTraceHeader`),
      ...w3cKey(
        textAt(record, "messageAttributes", "traceparent", "stringValue"),
        `Records[${item}].messageAttributes.traceparent`,
      ),
    ],
    sentAt: sentMs === null ? null : fromMillis(sentMs),
    delivery: numberAt(record, "attributes", "ApproximateReceiveCount"),
    input: body,
    inner: isDeadLetter(record) ? record : body,
  };
}

/**
 * The attributes of a queue. A message keeps the moment of its first sending when it moves into a dead-letter queue that is a
 * standard one; a FIFO queue gives it a new one.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html
 */
function described(input: Json, output: Json): Setting[] {
  const url = textAt(input, "QueueUrl") ?? textAt(output, "Attributes", "QueueArn");
  const attributes = objectAt(output, "Attributes");
  if (url === null || attributes === null) return [];
  const resource = plainName(url);
  const kept = numberAt(attributes, "MessageRetentionPeriod");
  const fifo = resource.endsWith(".fifo") || textAt(attributes, "FifoQueue") === "true";
  const { target, deliveries } = redriveOf(input, attributes);
  return [
    {
      settings: settingsOf(
        { service: "sqs", resource },
        {
          retention: kept === null ? null : micros(kept * SECOND),
          keptSince: fifo ? "arrival" : "sending",
          givenUpTo: target,
          deliveries,
          waiting: numberAt(attributes, "ApproximateNumberOfMessages"),
        },
      ),
    },
  ];
}

/** Nobody asks for these together but with `All`: an answer that holds them is whole, whatever was written down of the question. */
const WHOLE = ["QueueArn", "CreatedTimestamp", "VisibilityTimeout", "MessageRetentionPeriod"];

/** A queue without a redrive policy has no such attribute: that says something only where it was asked for. */
function redriveOf(input: Json, attributes: JsonObject): { target: GivenUpTo; deliveries: number | null } {
  const said = attributes["RedrivePolicy"];
  if (said === undefined) {
    const asked = arrayAt(input, "AttributeNames");
    const whole = asked.includes("All") || WHOLE.every((name) => attributes[name] !== undefined);
    return { target: whole || asked.includes("RedrivePolicy") ? "none" : null, deliveries: null };
  }
  const policy = typeof said === "string" ? parseJson(said) : said;
  return {
    target: placeOfArn(textAt(policy, "deadLetterTargetArn")),
    deliveries: numberAt(policy, "maxReceiveCount"),
  };
}

/** The URL of a queue, which tells its region and its account. */
const QUEUE_URL = /^https:\/\/sqs\.([a-z0-9-]+)\.amazonaws\.com(?:\.cn)?\/(\d{12})\//;

function queuePage({ input, resource, account, region }: ConsoleHop): string | null {
  const [, ownRegion = region, owner = account] = QUEUE_URL.exec(textAt(input, "QueueUrl") ?? "") ?? [];
  if (owner === null || !/^\d{12}$/.test(owner)) return null;
  return consolePage(ownRegion, resource, /^[\w-]{1,80}(\.fifo)?$/, (queue, { name, domain }) => {
    const url = encodeURIComponent(`https://sqs.${name}.${domain}/${owner}/${queue}`);
    return `sqs/v3/home?region=${name}#/queues/${url}`;
  });
}

export const sqs: Service = {
  name: "sqs",
  title: "SQS",
  operations: new Set([
    "SendMessage",
    "SendMessageBatch",
    "DeleteMessage",
    "ReceiveMessage",
    "ChangeMessageVisibility",
  ]),
  resourceFields: ["queueurl", "queue", "queuename"],
  asked,
  answered,
  received,
  delivery: "poll",
  waitsIn: "queue",
  catalog: "queues",
  console: queuePage,
  xray: {
    origins: ["AWS::SQS", "AWS::SQS::Queue"],
    calls: ["sqs"],
    resource: (segment) => {
      const url = textAt(segment, "aws", "queue_url") ?? textAt(segment, "aws", "resource_names", 0);
      return url === null ? null : plainName(url);
    },
    keys: (segment) => handedOn("sqs-message", textAt(segment, "aws", "message_id"), "aws.message_id"),
  },
  alarms: [
    {
      namespace: "AWS/SQS",
      dimension: "QueueName",
      signals: { ApproximateAgeOfOldestMessage: "age", ApproximateNumberOfMessagesVisible: "age" },
    },
  ],
  metrics: [
    {
      namespace: "AWS/SQS",
      dimension: "QueueName",
      name: "ApproximateNumberOfMessagesVisible",
      stat: "Maximum",
      tells: "waiting",
    },
    {
      namespace: "AWS/SQS",
      dimension: "QueueName",
      name: "ApproximateAgeOfOldestMessage",
      stat: "Maximum",
      tells: "age",
      unit: SECOND,
    },
  ],
  describe: { "sqs:GetQueueAttributes": described },
};
