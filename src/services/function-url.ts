import { type JsonObject, objectAt, textAt } from "../json.ts";
import { apiOutcome, receivedFromApi, requestTime } from "./apigateway-event.ts";
import { headerOf, type IdentityPath, identityOf } from "./identity.ts";
import type { Received, Service } from "./service.ts";

const IDENTITY: readonly IdentityPath[] = [
  { path: ["requestContext", "authorizer", "iam", "cognitoIdentity", "identityId"], kind: "person" },
  { path: ["requestContext", "authorizer", "iam", "userArn"], kind: "machine" },
  { path: ["requestContext", "authorizer", "iam", "userId"], kind: "machine" },
  { path: ["requestContext", "authorizer", "iam", "callerId"], kind: "machine" },
];

/**
 * A request to a function's own URL: an HTTP API's event with a telling domain. Which function it is, its log group says.
 * https://docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html
 */
function received(event: JsonObject): Received | null {
  const http = objectAt(event, "requestContext", "http");
  const domain = textAt(event, "requestContext", "domainName") ?? "";
  const method = textAt(http ?? undefined, "method");
  if (http === null || method === null || !domain.includes(".lambda-url.")) return null;
  const found = receivedFromApi({
    event,
    method,
    route: null,
    path: textAt(http, "path") ?? textAt(event, "rawPath") ?? "/",
    atMs: requestTime(event, "timeEpoch"),
    address: textAt(http, "sourceIp"),
    userAgent: textAt(http, "userAgent") ?? headerOf(objectAt(event, "headers"), "user-agent"),
    user: identityOf(event, IDENTITY),
    signed:
      textAt(event, "requestContext", "authorizer", "iam", "userArn") !== null &&
      textAt(event, "requestContext", "authorizer", "iam", "cognitoIdentity", "identityId") === null,
  });
  const region = /\.lambda-url\.([a-z0-9-]+)\./.exec(domain)?.[1] ?? null;
  return { ...found, items: found.items.map((item) => ({ ...item, region })) };
}

export const functionUrl: Service = {
  name: "function-url",
  title: "Function URL",
  operations: new Set(),
  resourceFields: [],
  received,
  delivery: "sync",
  catalog: "apis",
  throughCallee: apiOutcome,
};
