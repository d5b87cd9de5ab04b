import { arrayAt, type JsonObject, numberAt, objectAt, textAt, unwrapped } from "../json.ts";
import type { Key } from "../key.ts";
import { fromMillis } from "../time.ts";
import { parseArn, plainName } from "./arn.ts";
import { arrivalOf } from "./arrival.ts";
import { callMetadata } from "./aws-call.ts";
import { consolePage } from "./console-page.ts";
import { limitOfError } from "./lambda-limits.ts";
import { describedFunction, describedInvokes, describedMappings } from "./lambda-settings.ts";
import type { Answered, Asked, ConsoleHop, Received, Service } from "./service.ts";
import { whereNamed } from "./where-named.ts";

/** An Invoke request. Its answer carries the request id of the invocation that it started. */
function asked(input: JsonObject): Asked | null {
  const name = textAt(input, "FunctionName");
  if (name === null) return null;
  const operation = textAt(input, "InvocationType") === "Event" ? "InvokeAsync" : "Invoke";
  return { operation, resource: plainName(name), keys: [] };
}

function answered(output: JsonObject): Answered | null {
  const status = numberAt(output, "StatusCode");
  const metadata = callMetadata(output);
  if (status === null || metadata === null || output["statusCode"] !== undefined) return null;
  const error = textAt(output, "FunctionError");
  const keys: Key[] = [];
  if (metadata.requestId !== null)
    keys.push({ kind: "lambda-request", value: metadata.requestId, role: "self", path: metadata.path });
  const durable = textAt(output, "DurableExecutionArn");
  if (durable !== null) {
    keys.push({ kind: "external", value: durable, role: "self", path: "DurableExecutionArn" });
    keys.push({ kind: "external", value: durable, role: "sent", path: "DurableExecutionArn" });
  }
  return {
    operation: null,
    keys,
    partial:
      error === null
        ? null
        : { type: error, message: `the function answered with FunctionError ${error}`, stack: [], causes: [] },
  };
}

/**
 * One of the invocations that a durable execution is made of: each is given the execution, and what it was started with.
 * https://docs.aws.amazon.com/lambda/latest/dg/durable-functions.html
 */
function received(event: JsonObject): Received | null {
  const execution = textAt(event, "DurableExecutionArn");
  const parsed = parseArn(execution ?? "");
  // Whoever starts one is answered with the same ARN, and nothing to go on with.
  if (execution === null || parsed === null || objectAt(event, "InitialExecutionState") === null) return null;
  const started = arrayAt(event, "InitialExecutionState", "Operations")[0];
  const input = textAt(started, "ExecutionDetails", "InputPayload");
  const resource = plainName(execution);
  return {
    items: [
      {
        operation: "Invoke",
        resource,
        account: parsed.account,
        region: parsed.region,
        ids: [{ kind: "external", value: execution, path: "DurableExecutionArn" }],
        shared: [],
        sentAt: null,
        delivery: null,
        input: input === null ? event : unwrapped(input),
        inner: input,
        // That one of its invocations runs says nothing of how the execution ends.
        ended: { outcome: "unknown", error: null, output: null },
      },
    ],
    arrival: arrivalOf("invoke", { name: resource }),
  };
}

function functionPage(hop: ConsoleHop): string | null {
  const { resource, streams = [] } = hop;
  // Of a function that logs to a group of its own choice, and not as JSON, that group's name is all that tells its name.
  const guessed = streams.some(
    ({ group }) => group !== `/aws/lambda/${resource}` && group.split("/").at(-1) === resource,
  );
  if (guessed) return null;
  return consolePage(
    whereNamed(hop, "FunctionName").region,
    resource,
    /^[\w-]{1,140}$/,
    (name, { name: region }) => `lambda/home?region=${region}#/functions/${name}?tab=monitoring`,
  );
}

const KEPT = { namespace: "AWS/Lambda", dimension: "FunctionName" } as const;

export const lambda: Service = {
  name: "lambda",
  title: "Lambda",
  operations: new Set(["Invoke", "InvokeAsync", "InvokeWithResponseStream"]),
  // `functionName` beside a call is what loggers put on every line: the function that calls, not the one that is called.
  resourceFields: [],
  unawaited: new Set(["InvokeAsync"]),
  // https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html
  attempts: 3,
  asked,
  answered,
  received,
  limitOfError,
  catalog: "functions",
  begins: "invoke",
  console: functionPage,
  logGroup: (resource) => `/aws/lambda/${resource}`,
  xray: {
    origins: ["AWS::Lambda", "AWS::Lambda::Function"],
    inside: ["AWS::Lambda::Function"],
    calls: ["lambda"],
    resource: (segment) => {
      const name =
        textAt(segment, "aws", "function_name") ??
        textAt(segment, "aws", "function_arn") ??
        textAt(segment, "resource_arn") ??
        textAt(segment, "name");
      return name === null ? null : plainName(name);
    },
    keys: (segment) => {
      const id = textAt(segment, "aws", "request_id");
      return id === null ? [] : [{ kind: "lambda-request", value: id, role: "self", path: "aws.request_id" }];
    },
    operation: () => "Invoke",
  },
  alarms: [
    {
      namespace: "AWS/Lambda",
      dimension: "FunctionName",
      signals: {
        Errors: "error",
        Throttles: "throttle",
        Duration: "latency",
        IteratorAge: "age",
        AsyncEventsDropped: "error",
        AsyncEventAge: "age",
        DeadLetterErrors: "error",
        DestinationDeliveryFailures: "error",
      },
    },
  ],
  metrics: [
    { ...KEPT, name: "Invocations", stat: "Sum", tells: "requests" },
    { ...KEPT, name: "Errors", stat: "Sum", tells: "failures" },
    { ...KEPT, name: "Throttles", stat: "Sum", tells: "throttles" },
    { ...KEPT, name: "AsyncEventsDropped", stat: "Sum", tells: "dropped" },
    { ...KEPT, name: "IteratorAge", stat: "Maximum", tells: "age", unit: fromMillis(1) },
  ],
  describe: {
    "lambda:GetFunctionConfiguration": describedFunction,
    "lambda:GetFunctionEventInvokeConfig": describedInvokes,
    "lambda:ListEventSourceMappings": describedMappings,
  },
};
