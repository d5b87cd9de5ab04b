import { arrayAt, isObject, type Json, type JsonObject, numberAt, objectAt, textAt } from "../json.ts";
import type { Key } from "../key.ts";
import { fromMillis, parseTime } from "../time.ts";
import { parseArn, plainName } from "./arn.ts";
import { arrivalOf } from "./arrival.ts";
import { dynamodb } from "./dynamodb.ts";
import type { Received, ReceivedItem, Service } from "./service.ts";

const SOURCE = "aws:dynamodb";

/**
 * Changes of a table, as its stream hands them on. The write that made a change shares no id with it: its ids are the
 * stream's own, the same at every delivery. A time-to-live deletion is nobody's write. https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Streams.html
 */
function received(event: JsonObject): Received | null {
  // A change that came through a Kinesis stream stands alone, with the table's name beside it.
  const lone = textAt(event, "tableName") !== null;
  const records = (lone ? [event] : arrayAt(event, "Records")).filter((one) => textAt(one, "eventSource") === SOURCE);
  const changes = records.flatMap((record, item) => (isObject(record) ? [itemOf(record, lone ? null : item)] : []));
  const items = changes.length > 0 ? changes : givenUp(event);
  const first = items[0];
  if (first === undefined) return null;
  return {
    items,
    arrival: arrivalOf("stream", {
      name: first.resource,
      root: records.length > 0 && records.every((one) => isExpiry(one)),
    }),
  };
}

/** The service alone is not telling: it stands at other changes too. */
function isExpiry(record: Json): boolean {
  return (
    textAt(record, "eventName") === "REMOVE" &&
    textAt(record, "userIdentity", "principalId") === "dynamodb.amazonaws.com"
  );
}

function itemOf(record: JsonObject, item: number | null): ReceivedItem {
  const arn = textAt(record, "eventSourceARN") ?? "";
  const parsed = parseArn(arn);
  const resource = parsed === null ? textAt(record, "tableName") : plainName(arn);
  const seconds = secondsAt(record);
  const place = item === null ? "" : `Records[${item}].`;
  const at = item === null ? {} : { item };
  const ids: Omit<Key, "role">[] = [];
  const id = textAt(record, "eventID");
  if (id !== null) ids.push({ kind: "dynamodb-change", value: id, path: `${place}eventID`, ...at });
  const number = textAt(record, "dynamodb", "SequenceNumber");
  if (number !== null && resource !== null)
    ids.push({
      kind: "dynamodb-change",
      value: `${resource}@${number}`,
      path: `${place}dynamodb.SequenceNumber`,
      ...at,
    });
  return {
    operation: isExpiry(record) ? "Expire" : (textAt(record, "eventName") ?? "Change"),
    resource,
    account: parsed?.account ?? null,
    region: parsed?.region ?? textAt(record, "awsRegion"),
    ids,
    shared: [],
    sentAt: seconds === null ? null : fromMillis(seconds * 1000),
    delivery: null,
    input: changeOf(record),
    inner: null,
  };
}

/** What a write can be told by: its name, its keys and images, and the moment, in whole seconds. */
function changeOf(record: JsonObject): Json {
  const change = objectAt(record, "dynamodb");
  const name = textAt(record, "eventName");
  return change === null ? null : { ...(name === null ? {} : { eventName: name }), ...change };
}

/** In a stream of Kinesis, the unit is named and mostly finer. */
function secondsAt(record: JsonObject): number | null {
  const at = numberAt(record, "dynamodb", "ApproximateCreationDateTime");
  if (at === null) return null;
  const unit = textAt(record, "dynamodb", "ApproximateCreationDateTimePrecision");
  return unit === "MICROSECOND" ? at / 1e6 : at > 1e11 ? at / 1000 : at;
}

/** The two ends of a batch that a poller gave up. https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-errors.html */
function givenUp(event: JsonObject): ReceivedItem[] {
  const batch = objectAt(event, "DDBStreamBatchInfo");
  const arn = textAt(batch ?? undefined, "streamArn");
  if (batch === null || arn === null || event["requestContext"] !== undefined) return [];
  const resource = plainName(arn);
  const numbers = ["startSequenceNumber", "endSequenceNumber"].map((name) => ({ name, number: textAt(batch, name) }));
  return numbers.flatMap(({ name, number }, item): ReceivedItem[] => {
    if (number === null || (item === 1 && number === numbers[0]?.number)) return [];
    return [
      {
        operation: "Change",
        resource,
        account: parseArn(arn)?.account ?? null,
        region: parseArn(arn)?.region ?? null,
        ids: [{ kind: "dynamodb-change", value: `${resource}@${number}`, item, path: `DDBStreamBatchInfo.${name}` }],
        shared: [],
        sentAt: parseTime(
          textAt(batch, item === 0 ? "approximateArrivalOfFirstRecord" : "approximateArrivalOfLastRecord") ?? "",
        ),
        delivery: null,
        input: null,
        inner: null,
      },
    ];
  });
}

export const dynamodbStream: Service = {
  name: dynamodb.name,
  title: dynamodb.title,
  operations: new Set(),
  resourceFields: [],
  received,
  delivery: "poll",
  ordered: true,
  waitsIn: "stream",
  catalog: "tables",
};
