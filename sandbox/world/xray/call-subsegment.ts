import { AWS_ACCOUNT } from "../aws-account.ts";
import type { Json, JsonObject } from "../json.ts";
import type { Failure } from "../logging/log-style.ts";
import { exceptionOf } from "./exception.ts";

/** A call that a handler made. Times are epoch seconds. */
export interface TracedCall {
  readonly id: string;
  /** `DynamoDB PutItem`, `POST https://api.example.com/v1/posts`. */
  readonly name: string;
  readonly input: Json;
  /** Null: it failed. */
  readonly output: Json;
  readonly failure: Failure | null;
  readonly from: number;
  readonly to: number;
}

/** Of inputs and outputs X-Ray's SDKs record these fields, and no others. */
const RECORDED: Readonly<Record<string, string>> = {
  TableName: "table_name",
  QueueUrl: "queue_url",
  TopicArn: "topic_arn",
  MessageId: "message_id",
};
const THROTTLED = /Throttl|ProvisionedThroughputExceeded|TooManyRequests/;

/** A call to AWS, as X-Ray's SDKs record it. */
export function aws(call: TracedCall): JsonObject {
  const [name = "", operation = ""] = call.name.split(" ");
  const { failure, output } = call;
  const metadata = failure === null ? metadataOf(output) : metadataOf(failure.fields);
  const { requestId, attempts, httpStatusCode } = metadata;
  return {
    ...common(call, name),
    namespace: "aws",
    ...(failure === null ? {} : { error: true }),
    ...(failure !== null && THROTTLED.test(failure.name) ? { throttle: true } : {}),
    http: { response: { status: httpStatusCode ?? 200 } },
    aws: {
      region: AWS_ACCOUNT.region,
      operation,
      ...(requestId === undefined ? {} : { request_id: requestId }),
      retries: typeof attempts === "number" ? attempts - 1 : 0,
      ...recorded(call.input),
      ...recorded(output),
    },
  };
}

/** A call to anybody else over HTTP. */
export function remote(call: TracedCall): JsonObject {
  const [method = "", url = ""] = call.name.split(" ");
  return {
    ...common(call, new URL(url).host),
    namespace: "remote",
    ...(call.failure === null ? {} : { fault: true }),
    http: { request: { method, url }, ...(call.failure === null ? { response: { status: 200 } } : {}) },
  };
}

function common({ id, failure, from, to }: TracedCall, name: string): JsonObject {
  const cause = failure === null ? {} : { cause: { exceptions: [exceptionOf(failure, id)] } };
  return { id, name, start_time: from, end_time: to, ...cause };
}

function recorded(payload: Json): JsonObject {
  const fields = Object.entries(objectOf(payload)).flatMap(([key, value]) => {
    const name = Object.hasOwn(RECORDED, key) ? RECORDED[key] : undefined;
    return name === undefined ? [] : [[name, value] as const];
  });
  return Object.fromEntries(fields);
}

/** What an SDK knows of the call itself: that for JavaScript, or that for Python. */
function metadataOf(payload: Json): JsonObject {
  const { $metadata: javascript, ResponseMetadata: python } = objectOf(payload);
  if (javascript !== undefined) return objectOf(javascript);
  const { RequestId: requestId, HTTPStatusCode: httpStatusCode, RetryAttempts: retried } = objectOf(python ?? null);
  return {
    ...(requestId === undefined ? {} : { requestId }),
    ...(httpStatusCode === undefined ? {} : { httpStatusCode }),
    attempts: typeof retried === "number" ? retried + 1 : 1,
  };
}

function objectOf(value: Json): JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as JsonObject) : {};
}
