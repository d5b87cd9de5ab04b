import { arrayAt, isObject, type Json, type JsonObject, numberAt, objectAt, textAt } from "../json.ts";
import type { Seen } from "../record.ts";
import { parseTime } from "../time.ts";
import { parseArn, plainName } from "./arn.ts";
import { arrivalOf } from "./arrival.ts";
import { lambda } from "./lambda.ts";
import type { Received, ReceivedItem, Service } from "./service.ts";

/** The record stands alone, or in a message whose body it is. */
function received(event: JsonObject): Received | null {
  const item = recordOf(event) ?? deadLetterOf(event);
  return item === null ? null : { items: [item], arrival: arrivalOf("invoke", { name: item.resource }) };
}

/**
 * What an asynchronous invocation, or a poller, left at its destination: which invocation it was, its input and its error. It
 * is the invocation itself that hands this on. https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html
 */
function recordOf(event: JsonObject): ReceivedItem | null {
  const context = objectAt(event, "requestContext");
  const id = textAt(event, "requestContext", "requestId");
  const arn = textAt(event, "requestContext", "functionArn");
  const condition = textAt(event, "requestContext", "condition");
  if (context === null || id === null || arn === null || condition === null) return null;
  const parsed = parseArn(arn);
  const failed = condition !== "Success";
  return {
    operation: "Invoke",
    resource: plainName(arn),
    account: parsed?.account ?? null,
    region: parsed?.region ?? null,
    ids: [{ kind: "lambda-request", value: id, path: "requestContext.requestId" }],
    shared: [],
    // The moment is that of the record: the invocation had ended by then, and when it began is not in it.
    sentAt: parseTime(textAt(event, "timestamp") ?? ""),
    delivery: numberAt(context, "approximateInvokeCount"),
    input: event["requestPayload"] ?? null,
    // A poller's record has no payload, but the batch that it gave up, which the poller's stream knows.
    inner: event["requestPayload"] ?? batchIn(event),
    ended: {
      outcome: failed ? "error" : "ok",
      error: failed ? errorOf(event, condition) : null,
      output: event["responsePayload"] ?? null,
    },
  };
}

function batchIn(event: JsonObject): Json {
  for (const name of ["KinesisBatchInfo", "DDBStreamBatchInfo"]) {
    const batch = event[name];
    if (batch !== undefined) return { [name]: batch };
  }
  return null;
}

function errorOf(event: JsonObject, condition: string): Seen {
  const payload = event["responsePayload"];
  const frames: readonly Json[] = [...arrayAt(payload, "stackTrace"), ...arrayAt(payload, "trace")];
  return {
    type: textAt(payload, "errorType") ?? textAt(event, "responseContext", "functionError"),
    message: textAt(payload, "errorMessage") ?? condition,
    stack: frames.flatMap((frame) => (typeof frame === "string" ? [frame.trim()] : [])),
    causes: [],
  };
}

/**
 * A message of the older sort, which an asynchronous invocation left in a queue or topic that is its dead-letter target: the
 * event is the body, the invocation stands in attributes. https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html#invocation-dlq
 */
function deadLetterOf(message: JsonObject): ReceivedItem | null {
  const id = attribute(message, "RequestID");
  const said = attribute(message, "ErrorMessage");
  const code = attribute(message, "ErrorCode");
  if (id === null || (code === null && said === null)) return null;
  const input = message["body"] ?? message["Message"] ?? null;
  return {
    operation: "Invoke",
    resource: null,
    account: null,
    region: null,
    ids: [{ kind: "lambda-request", value: id, path: "messageAttributes.RequestID" }],
    shared: [],
    sentAt: null,
    delivery: null,
    input,
    inner: input,
    ended: {
      outcome: "error",
      error: { type: null, message: said ?? `status ${code}`, stack: [], causes: [] },
      output: null,
    },
  };
}

/** An attribute of a message, as queues and as topics write it. */
function attribute(message: JsonObject, name: string): string | null {
  return (
    textAt(message, "messageAttributes", name, "stringValue") ?? textAt(message, "MessageAttributes", name, "Value")
  );
}

/** Whether a message was left by an invocation that failed, so that its body is that invocation's event. */
export function isDeadLetter(message: JsonObject): boolean {
  return isObject(message) && deadLetterOf(message) !== null;
}

/** How an invocation is delivered to its own function is not told here: what lies at the destination came after it. */
export const lambdaDestination: Service = {
  name: lambda.name,
  title: lambda.title,
  operations: new Set(),
  resourceFields: [],
  received,
  catalog: "functions",
};
