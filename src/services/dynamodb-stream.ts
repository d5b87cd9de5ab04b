import { arrayAt, isObject, type Json, type JsonObject, numberAt, textAt } from "../json.ts";
import { fromMillis } from "../time.ts";
import { parseArn, plainName } from "./arn.ts";
import { dynamodb } from "./dynamodb.ts";
import type { Received, ReceivedItem, Service } from "./service.ts";

/**
 * Changes of a table, as its stream hands them on. The write that made a change shares no id with it. A time-to-live deletion
 * is nobody's write. https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Streams.html
 */
function received(event: JsonObject): Received | null {
  const records = arrayAt(event, "Records").filter((one) => textAt(one, "eventSource") === "aws:dynamodb");
  const items = records.flatMap((record) => (isObject(record) ? [itemOf(record)] : []));
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
      root: records.every((one) => isExpiry(one)),
    },
  };
}

/** The service alone is not telling: it stands at other changes too. */
function isExpiry(record: Json): boolean {
  return (
    textAt(record, "eventName") === "REMOVE" &&
    textAt(record, "userIdentity", "principalId") === "dynamodb.amazonaws.com"
  );
}

function itemOf(record: JsonObject): ReceivedItem {
  const arn = textAt(record, "eventSourceARN") ?? "";
  const parsed = parseArn(arn);
  const seconds = numberAt(record, "dynamodb", "ApproximateCreationDateTime");
  return {
    operation: isExpiry(record) ? "Expire" : (textAt(record, "eventName") ?? "Change"),
    resource: parsed === null ? null : plainName(arn),
    account: parsed?.account ?? null,
    region: parsed?.region ?? textAt(record, "awsRegion"),
    ids: [],
    shared: [],
    sentAt: seconds === null ? null : fromMillis(seconds * 1000),
    delivery: null,
    input: record["dynamodb"] ?? null,
    inner: null,
  };
}

export const dynamodbStream: Service = {
  name: dynamodb.name,
  title: dynamodb.title,
  operations: new Set(),
  resourceFields: [],
  received,
  delivery: "poll",
  catalog: "tables",
};
