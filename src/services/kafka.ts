import { arrayAt, isArray, isObject, type Json, type JsonObject, numberAt, objectAt, textAt } from "../json.ts";
import { fromMillis } from "../time.ts";
import { parseArn } from "./arn.ts";
import { arrivalOf } from "./arrival.ts";
import { base64Text } from "./base64-text.ts";
import type { Answered, Asked, Received, ReceivedItem, Service } from "./service.ts";
import { w3cKey } from "./trace-id.ts";

const MOST_HEADERS = 64;
const LONGEST_HEADER = 512;

/**
 * Records of a topic, from MSK or a cluster of one's own. Where a record stands (topic, partition, offset) is its only id, and
 * producers learn it when the broker answers. https://docs.aws.amazon.com/lambda/latest/dg/with-msk.html
 */
function received(event: JsonObject): Received | null {
  const source = textAt(event, "eventSource");
  const byPartition = objectAt(event, "records");
  if ((source !== "aws:kafka" && source !== "SelfManagedKafka") || byPartition === null) return null;
  const arn = parseArn(textAt(event, "eventSourceArn") ?? "");
  const items = Object.keys(byPartition)
    .flatMap((name) => arrayAt(byPartition, name))
    .flatMap((record, item) => (isObject(record) ? [itemOf(record, item, arn)] : []));
  const first = items[0];
  if (first === undefined) return null;
  return {
    items,
    arrival: arrivalOf("stream", { name: first.resource }),
  };
}

function itemOf(record: JsonObject, item: number, arn: ReturnType<typeof parseArn>): ReceivedItem {
  const topic = textAt(record, "topic");
  const partition = numberAt(record, "partition");
  const offset = numberAt(record, "offset");
  const atMs = numberAt(record, "timestamp");
  const value = base64Text(textAt(record, "value"));
  const at = `records[${topic}-${partition}][${item}]`;
  return {
    operation: "Produce",
    resource: topic,
    account: arn?.account ?? null,
    region: arn?.region ?? null,
    ids:
      topic === null || partition === null || offset === null
        ? []
        : [{ kind: "external", value: placeOf(topic, partition, offset), item, path: "topic, partition, offset" }],
    shared: w3cKey(headerText(record, "traceparent"), `${at}.headers.traceparent`),
    sentAt: atMs === null ? null : fromMillis(atMs),
    delivery: null,
    input: value,
    inner: value,
  };
}

/** A record has no other id than where it stands. */
function placeOf(topic: string, partition: number, offset: number): string {
  return `${topic}-${partition}@${offset}`;
}

/**
 * The text of a header. Its bytes come as numbers, signed where a JVM wrote them, as numbers in strings, or in an object with
 * an index for each.
 */
function headerText(record: JsonObject, name: string): string | null {
  for (const header of arrayAt(record, "headers").slice(0, MOST_HEADERS)) {
    const value = isObject(header) ? header[name] : undefined;
    if (value === undefined) continue;
    const all: readonly Json[] = isArray(value) ? value : isObject(value) ? Object.values(value) : [];
    const bytes = all.slice(0, LONGEST_HEADER).map((one) => numberAt(one));
    if (bytes.length > 0 && bytes.every((one) => one !== null)) return Buffer.from(bytes).toString("utf8");
  }
  return null;
}

/** What KafkaJS sends: a topic, and messages each with a value. https://kafka.js.org/docs/producing */
function asked(input: JsonObject): Asked | null {
  const topic = textAt(input, "topic");
  const messages = arrayAt(input, "messages");
  if (topic === null || messages.length === 0 || !messages.every((one) => isObject(one) && one["value"] !== undefined))
    return null;
  return { operation: "Produce", resource: topic, keys: [] };
}

/** The broker's acknowledgement says where the first record came to stand; of the others that is known by counting only. */
function answered(output: JsonObject, paired: boolean): Answered | null {
  const topic = textAt(output, "topicName") ?? (paired ? textAt(output, "topic") : null);
  const partition = numberAt(output, "partition");
  const offset = numberAt(output, "baseOffset") ?? (paired ? numberAt(output, "offset") : null);
  if (topic === null || partition === null || offset === null) return null;
  const value = placeOf(topic, partition, offset);
  const code = numberAt(output, "errorCode") ?? 0;
  return {
    operation: "Produce",
    keys: [
      { kind: "external", value, role: "self", path: "topicName, partition, baseOffset" },
      { kind: "external", value, role: "sent", path: "topicName, partition, baseOffset" },
    ],
    partial:
      code === 0 ? null : { type: null, message: `the broker answered with error ${code}`, stack: [], causes: [] },
  };
}

export const kafka: Service = {
  name: "kafka",
  title: "Kafka",
  operations: new Set(),
  resourceFields: ["topic", "topicname"],
  asked,
  answered,
  received,
  delivery: "poll",
  waitsIn: "stream",
  catalog: "streams",
  xray: {
    origins: ["AWS::Kafka", "AWS::MSK::Cluster"],
    calls: ["kafka"],
    resource: (segment) => textAt(segment, "aws", "resource_names", 0),
  },
};
