import { arrayAt, isObject, type JsonObject, numberAt, objectAt, textAt } from "../json.ts";
import { fromMillis } from "../time.ts";
import { parseArn } from "./arn.ts";
import { base64Text } from "./base64-text.ts";
import type { Received, ReceivedItem, Service } from "./service.ts";

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
    arrival: {
      kind: "stream",
      method: null,
      route: null,
      path: null,
      name: first.resource,
      user: null,
      userAgent: null,
      clientAddress: null,
      signed: false,
      root: false,
    },
  };
}

function itemOf(record: JsonObject, item: number, arn: ReturnType<typeof parseArn>): ReceivedItem {
  const topic = textAt(record, "topic");
  const partition = numberAt(record, "partition");
  const offset = numberAt(record, "offset");
  const atMs = numberAt(record, "timestamp");
  const value = base64Text(textAt(record, "value"));
  return {
    operation: "Produce",
    resource: topic,
    account: arn?.account ?? null,
    region: arn?.region ?? null,
    ids:
      topic === null || partition === null || offset === null
        ? []
        : [{ kind: "external", value: `${topic}-${partition}@${offset}`, item, path: "topic, partition, offset" }],
    shared: [],
    sentAt: atMs === null ? null : fromMillis(atMs),
    delivery: null,
    input: value,
    inner: value,
  };
}

export const kafka: Service = {
  name: "kafka",
  title: "Kafka",
  operations: new Set(),
  resourceFields: ["topic", "topicname"],
  received,
  delivery: "poll",
  catalog: "streams",
};
