import { sharedIn } from "../decode/carriers.ts";
import { arrayAt, isObject, type JsonObject, numberAt, textAt } from "../json.ts";
import type { Key } from "../key.ts";
import { fromMillis } from "../time.ts";
import { parseArn, plainName } from "./arn.ts";
import { arrivalOf } from "./arrival.ts";
import { base64Text } from "./base64-text.ts";
import { consolePage } from "./console-page.ts";
import { itemFailures } from "./item-failures.ts";
import type { Answered, Asked, ConsoleHop, Received, ReceivedItem, Service } from "./service.ts";

function asked(input: JsonObject): Asked | null {
  const stream = textAt(input, "DeliveryStreamName");
  if (stream === null) return null;
  return { operation: input["Records"] === undefined ? "PutRecord" : "PutRecordBatch", resource: stream, keys: [] };
}

/** Nobody has shown that the record id of an answer is the one that a transformation sees: it is the call's own, and no link. */
function answered(output: JsonObject): Answered | null {
  const id = textAt(output, "RecordId");
  const failed = numberAt(output, "FailedPutCount");
  if (id === null && failed === null) return null;
  const keys: Key[] = id === null ? [] : [{ kind: "aws-request", value: id, role: "self", path: "RecordId" }];
  const refused = arrayAt(output, "RequestResponses").filter((one) => textAt(one, "ErrorCode") !== null);
  const message = `${failed} records not put`;
  const counted = failed === null || failed === 0 ? null : { type: "FailedPutCount", message, stack: [], causes: [] };
  return {
    operation: id === null ? "PutRecordBatch" : "PutRecord",
    keys,
    partial: itemFailures("records", "not put", refused, "ErrorCode", "ErrorMessage") ?? counted,
  };
}

/** Records that a function transforms. https://docs.aws.amazon.com/firehose/latest/dev/data-transformation.html */
function received(event: JsonObject): Received | null {
  const arn = textAt(event, "deliveryStreamArn");
  if (arn === null) return null;
  const parsed = parseArn(arn);
  const name = parsed === null ? null : plainName(arn);
  const region = textAt(event, "region") ?? parsed?.region ?? null;
  const stream: Stream = { resource: name, account: parsed?.account ?? null, region };
  const items = arrayAt(event, "records").flatMap((record, item) =>
    isObject(record) ? [itemOf(record, item, stream)] : [],
  );
  if (items.length === 0) return null;
  return {
    items,
    arrival: arrivalOf("stream", { name }),
  };
}

type Stream = Pick<ReceivedItem, "resource" | "account" | "region">;

/**
 * What came through a Kinesis stream carries that stream's sequence number, which its producer knows. The record's own id is the
 * same whenever the function is asked again.
 */
function itemOf(record: JsonObject, item: number, stream: Stream): ReceivedItem {
  const { resource, account, region } = stream;
  const id = textAt(record, "recordId");
  const number = textAt(record, "kinesisRecordMetadata", "sequenceNumber");
  const atMs = numberAt(record, "approximateArrivalTimestamp");
  const data = base64Text(textAt(record, "data"));
  const path = `records[${item}].kinesisRecordMetadata.sequenceNumber`;
  return {
    operation: "PutRecord",
    resource,
    account,
    region,
    ids: id === null ? [] : [{ kind: "external", value: id, item, path: `records[${item}].recordId` }],
    after: number === null ? [] : [{ kind: "kinesis-sequence", value: number, item, path }],
    shared: sharedIn(data),
    sentAt: atMs === null ? null : fromMillis(atMs),
    delivery: null,
    input: data,
    inner: data,
  };
}

function deliveryPage({ region, resource }: ConsoleHop): string | null {
  return consolePage(
    region,
    resource,
    /^[\w.-]{1,64}$/,
    (stream, { name }) => `firehose/home?region=${name}#/details/${stream}/monitoring`,
  );
}

export const firehose: Service = {
  name: "firehose",
  title: "Firehose",
  operations: new Set(["PutRecordBatch"]),
  resourceFields: ["deliverystreamname"],
  asked,
  answered,
  received,
  delivery: "poll",
  console: deliveryPage,
  xray: {
    origins: ["AWS::Firehose", "AWS::KinesisFirehose::DeliveryStream"],
    calls: ["firehose", "kinesisfirehose"],
    resource: (segment) => {
      const stream = textAt(segment, "aws", "delivery_stream_name") ?? textAt(segment, "aws", "resource_names", 0);
      const inferred = segment["inferred"] === true ? textAt(segment, "name") : null;
      return stream === null ? inferred : plainName(stream);
    },
  },
};
