import { type JsonObject, numberAt, objectAt, textAt } from "../json.ts";
import { parseTime } from "../time.ts";
import { parseArn, plainName } from "./arn.ts";
import { lambda } from "./lambda.ts";
import type { Received, Service } from "./service.ts";

/**
 * What an asynchronous invocation, or a poller, left at its destination: which invocation it was, its input and its error. It
 * is the invocation itself that hands this on. https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html
 */
function received(event: JsonObject): Received | null {
  const context = objectAt(event, "requestContext");
  const id = textAt(event, "requestContext", "requestId");
  const arn = textAt(event, "requestContext", "functionArn");
  const condition = textAt(event, "requestContext", "condition");
  if (context === null || id === null || arn === null || condition === null) return null;
  const parsed = parseArn(arn);
  return {
    items: [
      {
        operation: "Invoke",
        resource: plainName(arn),
        account: parsed?.account ?? null,
        region: parsed?.region ?? null,
        ids: [{ kind: "lambda-request", value: id, path: "requestContext.requestId" }],
        shared: [],
        sentAt: parseTime(textAt(event, "timestamp") ?? ""),
        delivery: numberAt(context, "approximateInvokeCount"),
        input: event["requestPayload"] ?? null,
        inner: null,
      },
    ],
    arrival: {
      kind: "invoke",
      method: null,
      route: null,
      path: null,
      name: plainName(arn),
      user: null,
      userAgent: null,
      clientAddress: null,
      signed: false,
      root: false,
    },
  };
}

export const lambdaDestination: Service = {
  name: lambda.name,
  title: lambda.title,
  operations: new Set(),
  resourceFields: [],
  received,
  delivery: "async",
  catalog: "functions",
};
