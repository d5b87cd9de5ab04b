import { arrayAt, isObject, type Json, type JsonObject, textAt, unwrapped } from "../json.ts";
import { parseTime } from "../time.ts";
import { parseArn, plainName } from "./arn.ts";
import { arrivalOf } from "./arrival.ts";
import { callMetadata } from "./aws-call.ts";
import { consolePage } from "./console-page.ts";
import { handedOn } from "./handed-on.ts";
import { itemFailures } from "./item-failures.ts";
import { isDeadLetter } from "./lambda-destination.ts";
import type { Answered, Asked, ConsoleHop, Received, ReceivedItem, Service } from "./service.ts";
import { w3cKey } from "./trace-id.ts";
import { whereNamed } from "./where-named.ts";

function asked(input: JsonObject): Asked | null {
  const arn = textAt(input, "TopicArn");
  if (arn === null) return null;
  return {
    operation: input["PublishBatchRequestEntries"] === undefined ? "Publish" : "PublishBatch",
    resource: plainName(arn),
    keys: [],
  };
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** An answer of Publish is a lone MessageId: a queue's answer has an MD5 beside it, and the ids of mail are longer. */
function answered(output: JsonObject, paired: boolean): Answered | null {
  const id = textAt(output, "MessageId");
  const known = paired || callMetadata(output) !== null;
  if (id !== null && UUID.test(id) && known && output["MD5OfMessageBody"] === undefined) {
    return { operation: "Publish", keys: handedOn("sns-message", id, "MessageId"), partial: null };
  }
  const successful = arrayAt(output, "Successful").filter((one) => textAt(one, "MessageId") !== null);
  if (successful.length === 0 || successful.some((one) => textAt(one, "MD5OfMessageBody") !== null)) return null;
  return {
    operation: "PublishBatch",
    keys: successful.flatMap((one, item) =>
      handedOn("sns-message", textAt(one, "MessageId"), `Successful[${item}].MessageId`, item),
    ),
    partial: itemFailures("messages", "not published", arrayAt(output, "Failed"), "Code", "Message"),
  };
}

/**
 * A notification, as a function receives it (`Records[].Sns`) or as a queue carries it in a message's body. With raw
 * delivery the queue's message holds nothing of the topic, and nothing is found here.
 * https://docs.aws.amazon.com/sns/latest/dg/sns-message-and-json-formats.html
 */
function received(event: JsonObject): Received | null {
  const records = arrayAt(event, "Records").filter((one) => textAt(one, "EventSource") === "aws:sns");
  const notifications = records.map((one) => (isObject(one) ? one["Sns"] : undefined));
  const lone = event["Type"] === "Notification" && textAt(event, "TopicArn") !== null;
  const items = (lone ? [event] : notifications).flatMap((one, item) =>
    isObject(one) ? [itemOf(one, lone ? null : item)] : [],
  );
  const first = items[0];
  if (first === undefined) return null;
  return {
    items,
    arrival: arrivalOf("topic", { name: first.resource }),
  };
}

function itemOf(notification: JsonObject, item: number | null): ReceivedItem {
  const arn = parseArn(textAt(notification, "TopicArn") ?? "");
  const id = textAt(notification, "MessageId");
  const place = item === null ? "" : `Records[${item}].Sns.`;
  const message = notification["Message"] ?? null;
  return {
    operation: "Publish",
    resource: arn?.resource ?? null,
    account: arn?.account ?? null,
    region: arn?.region ?? null,
    ids:
      id === null
        ? []
        : [{ kind: "sns-message", value: id, path: `${place}MessageId`, ...(item === null ? {} : { item }) }],
    shared: w3cKey(
      textAt(notification, "MessageAttributes", "traceparent", "Value"),
      `${place}MessageAttributes.traceparent`,
    ),
    sentAt: parseTime(textAt(notification, "Timestamp") ?? ""),
    delivery: null,
    input: unwrapped(message),
    inner: isDeadLetter(notification) ? letterIn(notification) : message,
  };
}

/** What an invocation left in the topic, without the notification around it. */
function letterIn({ MessageAttributes = null, Message = null }: JsonObject): Json {
  return { MessageAttributes, Message };
}

function topicPage(hop: ConsoleHop): string | null {
  const { account, region } = whereNamed(hop, "TopicArn");
  if (account === null || !/^\d{12}$/.test(account)) return null;
  return consolePage(
    region,
    hop.resource,
    /^[\w-]{1,256}(\.fifo)?$/,
    (topic, { name, partition }) =>
      `sns/v3/home?region=${name}#/topic/arn:${partition}:sns:${name}:${account}:${topic}`,
  );
}

export const sns: Service = {
  name: "sns",
  title: "SNS",
  operations: new Set(["Publish", "PublishBatch"]),
  resourceFields: ["topicarn", "topic", "topicname"],
  asked,
  answered,
  received,
  delivery: "async",
  catalog: "topics",
  console: topicPage,
  xray: {
    origins: ["AWS::SNS", "AWS::SNS::Topic"],
    calls: ["sns"],
    resource: (segment) => {
      const arn = textAt(segment, "aws", "topic_arn") ?? textAt(segment, "aws", "resource_names", 0);
      return arn === null ? null : plainName(arn);
    },
    keys: (segment) => handedOn("sns-message", textAt(segment, "aws", "message_id"), "aws.message_id"),
  },
  alarms: [{ namespace: "AWS/SNS", dimension: "TopicName", signals: { NumberOfNotificationsFailed: "error" } }],
};
