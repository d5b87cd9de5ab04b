import { type Setting, settingsOf } from "../configuration.ts";
import { sharedIn } from "../decode/carriers.ts";
import { arrayAt, isObject, type Json, type JsonObject, numberAt, objectAt, textAt } from "../json.ts";
import { fromMillis, HOUR, micros, parseTime } from "../time.ts";
import { parseArn, plainName } from "./arn.ts";
import { arrivalOf } from "./arrival.ts";
import { base64Text } from "./base64-text.ts";
import { consolePage } from "./console-page.ts";
import { handedOn } from "./handed-on.ts";
import { itemFailures } from "./item-failures.ts";
import type { Answered, Asked, ConsoleHop, Received, ReceivedItem, Service } from "./service.ts";
import { whereNamed } from "./where-named.ts";

function asked(input: JsonObject): Asked | null {
  const stream = textAt(input, "StreamName") ?? textAt(input, "StreamARN");
  const several = input["Records"] !== undefined;
  const one = input["PartitionKey"] !== undefined && input["Data"] !== undefined;
  if (stream === null || (!several && !one)) return null;
  return { operation: several ? "PutRecords" : "PutRecord", resource: plainName(stream), keys: [] };
}

/** A sequence number is unique in its stream. Records that a producer library packed into one share it. */
function answered(output: JsonObject): Answered | null {
  const number = textAt(output, "SequenceNumber");
  if (number !== null && textAt(output, "ShardId") !== null) {
    return { operation: "PutRecord", keys: handedOn("kinesis-sequence", number, "SequenceNumber"), partial: null };
  }
  const records = arrayAt(output, "Records");
  const known = numberAt(output, "FailedRecordCount") !== null && textAt(output, "RecordId") === null;
  if (!known || !records.some((one) => isObject(one) && (textAt(one, "ShardId") ?? textAt(one, "ErrorCode")) !== null))
    return null;
  return {
    operation: "PutRecords",
    keys: records.flatMap((one, item) =>
      handedOn("kinesis-sequence", textAt(one, "SequenceNumber"), `Records[${item}].SequenceNumber`, item),
    ),
    partial: itemFailures(
      "records",
      "not put",
      records.filter((one) => textAt(one, "ErrorCode") !== null),
      "ErrorCode",
      "ErrorMessage",
    ),
  };
}

function received(event: JsonObject): Received | null {
  return polled(event) ?? givenUp(event) ?? analysed(event);
}

/** The two ends of a batch that a poller gave up. https://docs.aws.amazon.com/lambda/latest/dg/kinesis-on-failure-destination.html */
function givenUp(event: JsonObject): Received | null {
  const batch = objectAt(event, "KinesisBatchInfo");
  const arn = textAt(batch ?? undefined, "streamArn");
  if (batch === null || arn === null || event["requestContext"] !== undefined) return null;
  const parsed = parseArn(arn);
  const resource = parsed === null ? null : plainName(arn);
  const ends = [
    ["startSequenceNumber", "approximateArrivalOfFirstRecord"],
    ["endSequenceNumber", "approximateArrivalOfLastRecord"],
  ] as const;
  const items = ends.flatMap(([name, time], item): ReceivedItem[] => {
    const value = textAt(batch, name);
    if (value === null || (item === 1 && value === textAt(batch, "startSequenceNumber"))) return [];
    return [
      {
        operation: "PutRecord",
        resource,
        account: parsed?.account ?? null,
        region: parsed?.region ?? null,
        ids: [{ kind: "kinesis-sequence", value, item, path: `KinesisBatchInfo.${name}` }],
        shared: [],
        sentAt: parseTime(textAt(batch, time) ?? ""),
        delivery: null,
        input: null,
        inner: null,
      },
    ];
  });
  return items.length === 0 ? null : { items, arrival: arrivalOf("stream", { name: resource }) };
}

/** What an application of Kinesis Data Analytics hands to a function. https://docs.aws.amazon.com/kinesisanalytics/latest/dev/how-it-works-output-lambda.html */
function analysed(event: JsonObject): Received | null {
  const arn = textAt(event, "applicationArn");
  if (arn === null || parseArn(arn)?.service !== "kinesisanalytics") return null;
  const parsed = parseArn(arn);
  const name = plainName(arn);
  const items = arrayAt(event, "records").flatMap((record, item): ReceivedItem[] => {
    if (!isObject(record)) return [];
    const id = textAt(record, "recordId");
    const data = base64Text(textAt(record, "data"));
    return [
      {
        operation: "Output",
        resource: name,
        account: parsed?.account ?? null,
        region: parsed?.region ?? null,
        ids: id === null ? [] : [{ kind: "external", value: id, item, path: `records[${item}].recordId` }],
        shared: sharedIn(data),
        sentAt: null,
        delivery: null,
        input: data,
        inner: data,
      },
    ];
  });
  return items.length === 0 ? null : { items, arrival: arrivalOf("stream", { name }) };
}

/** https://docs.aws.amazon.com/lambda/latest/dg/with-kinesis.html */
function polled(event: JsonObject): Received | null {
  const records = arrayAt(event, "Records").filter((one) => textAt(one, "eventSource") === "aws:kinesis");
  const items = records.flatMap((record, item) => (isObject(record) ? [itemOf(record, item)] : []));
  const first = items[0];
  if (first === undefined) return null;
  return {
    items,
    arrival: arrivalOf("stream", { name: first.resource }),
  };
}

function itemOf(record: JsonObject, item: number): ReceivedItem {
  const arn = parseArn(textAt(record, "eventSourceARN") ?? "");
  const number = textAt(record, "kinesis", "sequenceNumber");
  const seconds = numberAt(record, "kinesis", "approximateArrivalTimestamp");
  const data = base64Text(textAt(record, "kinesis", "data"));
  return {
    operation: "PutRecord",
    resource: arn === null ? null : plainName(textAt(record, "eventSourceARN") ?? ""),
    account: arn?.account ?? null,
    region: arn?.region ?? textAt(record, "awsRegion"),
    ids:
      number === null
        ? []
        : [{ kind: "kinesis-sequence", value: number, item, path: `Records[${item}].kinesis.sequenceNumber` }],
    shared: sharedIn(data),
    sentAt: seconds === null ? null : fromMillis(seconds * 1000),
    delivery: null,
    input: data,
    inner: data,
  };
}

/** https://docs.aws.amazon.com/kinesis/latest/APIReference/API_StreamDescriptionSummary.html */
function described(_input: Json, output: Json): Setting[] {
  const stream = objectAt(output, "StreamDescriptionSummary") ?? objectAt(output, "StreamDescription");
  const resource = textAt(stream ?? undefined, "StreamName");
  const hours = numberAt(stream ?? undefined, "RetentionPeriodHours");
  if (resource === null) return [];
  const retention = hours === null ? null : micros(hours * HOUR);
  return [{ settings: settingsOf({ service: "kinesis", resource }, { retention, keptSince: "arrival" }) }];
}

function streamPage(hop: ConsoleHop): string | null {
  // What an analytics application hands over is named after that application.
  if (hop.operation === "Output") return null;
  return consolePage(
    whereNamed(hop, "StreamARN").region,
    hop.resource,
    /^[\w.-]{1,128}$/,
    (stream, { name }) => `kinesis/home?region=${name}#/streams/details/${stream}/monitoring`,
  );
}

const KEPT = { namespace: "AWS/Kinesis", dimension: "StreamName" } as const;

export const kinesis: Service = {
  name: "kinesis",
  title: "Kinesis",
  operations: new Set(["PutRecord", "PutRecords"]),
  resourceFields: ["streamname", "streamarn", "stream"],
  asked,
  answered,
  received,
  delivery: "poll",
  ordered: true,
  waitsIn: "stream",
  catalog: "streams",
  console: streamPage,
  xray: {
    origins: ["AWS::Kinesis", "AWS::Kinesis::Stream"],
    calls: ["kinesis"],
    resource: (segment) => {
      const stream = textAt(segment, "aws", "stream_name") ?? textAt(segment, "aws", "resource_names", 0);
      const inferred = segment["inferred"] === true ? textAt(segment, "name") : null;
      return stream === null ? inferred : plainName(stream);
    },
  },
  alarms: [
    {
      namespace: "AWS/Kinesis",
      dimension: "StreamName",
      signals: {
        "GetRecords.IteratorAgeMilliseconds": "age",
        WriteProvisionedThroughputExceeded: "throttle",
        ReadProvisionedThroughputExceeded: "throttle",
      },
    },
  ],
  metrics: [
    { ...KEPT, name: "IncomingRecords", stat: "Sum", tells: "arrivals" },
    { ...KEPT, name: "WriteProvisionedThroughputExceeded", stat: "Sum", tells: "throttles" },
    { ...KEPT, name: "GetRecords.IteratorAgeMilliseconds", stat: "Maximum", tells: "age", unit: fromMillis(1) },
  ],
  describe: { "kinesis:DescribeStreamSummary": described, "kinesis:DescribeStream": described },
};
