import { type JsonObject, numberAt, textAt } from "../json.ts";
import { plainName } from "./arn.ts";
import { callMetadata } from "./aws-call.ts";
import type { Answered, Asked, Service } from "./service.ts";

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
  return {
    operation: null,
    keys:
      metadata.requestId === null
        ? []
        : [{ kind: "lambda-request", value: metadata.requestId, role: "self", path: metadata.path }],
    partial:
      error === null
        ? null
        : { type: error, message: `the function answered with FunctionError ${error}`, stack: [], causes: [] },
  };
}

export const lambda: Service = {
  name: "lambda",
  title: "Lambda",
  operations: new Set(["Invoke", "InvokeAsync", "InvokeWithResponseStream"]),
  resourceFields: ["functionname"],
  unawaited: new Set(["InvokeAsync"]),
  // https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html
  attempts: 3,
  asked,
  answered,
  catalog: "functions",
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
};
