import { arrayAt, isObject, type JsonObject, objectAt, textAt } from "../json.ts";
import type { Key } from "../key.ts";
import { parseTime } from "../time.ts";
import { parseArn, plainName } from "./arn.ts";
import { arrivalOf } from "./arrival.ts";
import { callMetadata } from "./aws-call.ts";
import { consolePage } from "./console-page.ts";
import { handedOn } from "./handed-on.ts";
import { headerOf } from "./identity.ts";
import { changed, WRITES, wrote, wroteJust } from "./s3-content.ts";
import type { Answered, Asked, ConsoleHop, Received, ReceivedItem, Service } from "./service.ts";
import { traceKeys } from "./trace-id.ts";

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

/** What S3 does without a request: rules that move and expire objects. */
const BY_ITSELF = /^(Lifecycle|IntelligentTiering)|^Lifecycle Expiration$/;

function asked(input: JsonObject): Asked | null {
  const bucket = textAt(input, "Bucket");
  if (bucket === null) return null;
  const operation = input["CopySource"] !== undefined ? "CopyObject" : input["Body"] !== undefined ? "PutObject" : null;
  return { operation, resource: bucket, keys: [] };
}

/** The id of the request that wrote an object stands in every notification about it. */
function answered(output: JsonObject, paired: boolean): Answered | null {
  const written = textAt(output, "ETag") ?? textAt(output, "CopyObjectResult", "ETag");
  const metadata = callMetadata(output);
  if (written === null || !(paired || metadata !== null || isBare(output))) return null;
  return {
    operation: null,
    keys: handedOn("s3-request", metadata?.requestId ?? null, metadata?.path ?? ""),
    partial: null,
  };
}

/** An answer from which the code took the SDK's metadata away. An object in a list has its key and its size beside the tag. */
function isBare(output: JsonObject): boolean {
  const others = ["Key", "Bucket", "Size", "Body", "ContentLength", "PartNumber"];
  return /^"[0-9a-f]{32}(-\d{1,5})?"$/.test(textAt(output, "ETag") ?? "") && !others.some((name) => name in output);
}

/**
 * A notification, direct or through EventBridge (`detail`). https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html,
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/ev-events.html
 */
function received(event: JsonObject): Received | null {
  const records = arrayAt(event, "Records").filter((one) => textAt(one, "eventSource") === "aws:s3");
  const items = records.flatMap((one, item) => (isObject(one) ? [notified(one, item)] : []));
  const named = textAt(event, "bucket", "name") !== null && textAt(event, "object", "key") !== null;
  const detail = named ? [throughBus(event)] : [];
  const all = items.length > 0 ? items : detail;
  const first = all[0];
  if (first === undefined) return null;
  return {
    items: all,
    arrival: arrivalOf("storage", { name: first.resource, root: all.every((one) => BY_ITSELF.test(one.operation)) }),
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

/**
 * A request for an object that goes through a function of ours. The caller's answer carries the same request id.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/olap-event-context.html
 */
function transformed(event: JsonObject): Received | null {
  const id = textAt(event, "xAmzRequestId");
  const point = textAt(event, "configuration", "accessPointArn");
  if (id === null || point === null) return null;
  const context = Object.keys(event).find((name) => name.endsWith("Context")) ?? "";
  const operation = OBJECT_LAMBDA[context] ?? "Request";
  const parsed = parseArn(point);
  const caller = textAt(event, "userIdentity", "arn");
  const headers = objectAt(event, "userRequest", "headers");
  const item: ReceivedItem = {
    operation,
    resource: parsed === null ? null : plainName(point),
    account: parsed?.account ?? null,
    region: parsed?.region ?? null,
    ids: [{ kind: "s3-request", value: id, path: "xAmzRequestId" }],
    shared: traceKeys(headers, "userRequest.headers"),
    sentAt: null,
    delivery: null,
    input: event,
    inner: null,
  };
  const user = caller === null ? null : ({ id: caller, kind: "machine", from: "userIdentity.arn" } as const);
  const known = { name: item.resource, user, userAgent: headerOf(headers, "user-agent"), signed: true, root: true };
  return { items: [item], arrival: arrivalOf("storage", known) };
}

const OBJECT_LAMBDA: Readonly<Record<string, string>> = {
  getObjectContext: "GetObject",
  headObjectContext: "HeadObject",
  listObjectsContext: "ListObjects",
  listObjectsV2Context: "ListObjectsV2",
};

/** Objects that a batch job has a function work on. https://docs.aws.amazon.com/AmazonS3/latest/userguide/batch-ops-invoke-lambda.html */
function ofJob(event: JsonObject): Received | null {
  const job = textAt(event, "job", "id");
  const invocation = textAt(event, "invocationId");
  if (job === null || invocation === null) return null;
  const items = arrayAt(event, "tasks").flatMap((task, item): ReceivedItem[] => {
    if (!isObject(task) || textAt(task, "s3Key") === null) return [];
    const arn = textAt(task, "s3BucketArn");
    const id = textAt(task, "taskId");
    const parsed = parseArn(arn ?? "");
    return [
      {
        operation: "BatchOperation",
        resource: textAt(task, "s3Bucket") ?? (arn === null ? null : plainName(arn)),
        account: parsed?.account ?? null,
        region: parsed?.region ?? null,
        ids: id === null ? [] : [{ kind: "external", value: `${job}/${id}`, item, path: `tasks[${item}].taskId` }],
        shared: [],
        sentAt: null,
        delivery: null,
        input: task,
        inner: null,
      },
    ];
  });
  const [first] = items;
  return first === undefined ? null : { items, arrival: arrivalOf("storage", { name: first.resource, root: true }) };
}

/** The console finds a bucket by its name alone, and opens it in whichever region it lies. */
function bucketPage({ input, region, resource }: ConsoleHop): string | null {
  const accessPoint =
    textAt(input, "configuration", "accessPointArn") !== null || resource?.endsWith("-s3alias") === true;
  if (accessPoint) return null;
  return consolePage(
    region,
    resource,
    /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/,
    (bucket, { name }) => `s3/buckets/${bucket}?region=${name}`,
  );
}

export const s3: Service = {
  name: "s3",
  title: "S3",
  operations: new Set(OPERATIONS),
  resourceFields: ["bucket", "bucketname"],
  asked,
  answered,
  received,
  changed,
  wrote,
  wroteJust,
  contentWords: { changed: /aws[:.]s3/, wrote: /ETag/ },
  delivery: "async",
  catalog: "buckets",
  console: bucketPage,
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

/** S3 waits for the function, which no notification does. */
export const s3Synchronous: Service = {
  name: s3.name,
  title: s3.title,
  operations: new Set(),
  resourceFields: [],
  received: (event) => transformed(event) ?? ofJob(event),
  delivery: "sync",
  catalog: "buckets",
};
