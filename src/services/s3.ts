import { arrayAt, isObject, type JsonObject, objectAt, textAt } from "../json.ts";
import type { Key } from "../key.ts";
import { parseTime } from "../time.ts";
import { callMetadata } from "./aws-call.ts";
import type { Answered, Asked, Received, ReceivedItem, Service } from "./service.ts";

const OPERATIONS = [
  "PutObject",
  "GetObject",
  "HeadObject",
  "DeleteObject",
  "DeleteObjects",
  "CopyObject",
  "CompleteMultipartUpload",
  "ListObjectsV2",
];
const WRITES = new Set(["PutObject", "CopyObject", "CompleteMultipartUpload"]);

function asked(input: JsonObject): Asked | null {
  const bucket = textAt(input, "Bucket");
  if (bucket === null) return null;
  const operation = input["CopySource"] !== undefined ? "CopyObject" : input["Body"] !== undefined ? "PutObject" : null;
  return { operation, resource: bucket, keys: [] };
}

/** The id of the request that wrote an object stands in every notification about it. */
function answered(output: JsonObject, paired: boolean): Answered | null {
  const written = textAt(output, "ETag") !== null;
  const metadata = callMetadata(output);
  if (!written || !(paired || metadata !== null)) return null;
  return { operation: null, keys: requestKeys(metadata?.requestId ?? null, metadata?.path ?? ""), partial: null };
}

function requestKeys(value: string | null, path: string): Key[] {
  if (value === null) return [];
  return [
    { kind: "s3-request", value, role: "self", path },
    { kind: "s3-request", value, role: "sent", path },
  ];
}

/**
 * A notification, direct or through EventBridge (`detail`). https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html,
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/ev-events.html
 */
function received(event: JsonObject): Received | null {
  const records = arrayAt(event, "Records").filter((one) => textAt(one, "eventSource") === "aws:s3");
  const items = records.flatMap((one, item) => (isObject(one) ? [notified(one, item)] : []));
  const detail = objectAt(event, "bucket") !== null && objectAt(event, "object") !== null ? [throughBus(event)] : [];
  const all = items.length > 0 ? items : detail;
  const first = all[0];
  if (first === undefined) return null;
  return {
    items: all,
    arrival: {
      kind: "storage",
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

function notified(record: JsonObject, item: number): ReceivedItem {
  const id = textAt(record, "responseElements", "x-amz-request-id");
  return {
    operation: textAt(record, "eventName")?.replace(/^s3:/, "") ?? "Notification",
    resource: textAt(record, "s3", "bucket", "name"),
    account: null,
    region: textAt(record, "awsRegion"),
    ids:
      id === null
        ? []
        : [{ kind: "s3-request", value: id, item, path: `Records[${item}].responseElements.x-amz-request-id` }],
    shared: [],
    sentAt: parseTime(textAt(record, "eventTime") ?? ""),
    delivery: null,
    input: record["s3"] ?? null,
    inner: null,
  };
}

function throughBus(detail: JsonObject): ReceivedItem {
  const id = textAt(detail, "request-id");
  return {
    operation: textAt(detail, "reason") ?? "Notification",
    resource: textAt(detail, "bucket", "name"),
    account: null,
    region: null,
    ids: id === null ? [] : [{ kind: "s3-request", value: id, path: "detail.request-id" }],
    shared: [],
    sentAt: null,
    delivery: null,
    input: detail,
    inner: null,
  };
}

export const s3: Service = {
  name: "s3",
  title: "S3",
  operations: new Set(OPERATIONS),
  resourceFields: ["bucket", "bucketname"],
  asked,
  answered,
  received,
  delivery: "async",
  catalog: "buckets",
  xray: {
    origins: ["AWS::S3", "AWS::S3::Bucket"],
    calls: ["s3"],
    resource: (segment) => textAt(segment, "aws", "bucket_name") ?? textAt(segment, "aws", "resource_names", 0),
    keys: (segment) => {
      const id = textAt(segment, "aws", "request_id");
      if (id === null) return [];
      const self: Key = { kind: "s3-request", value: id, role: "self", path: "aws.request_id" };
      return WRITES.has(textAt(segment, "aws", "operation") ?? "") ? [self, { ...self, role: "sent" }] : [self];
    },
  },
};
