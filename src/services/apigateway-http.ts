import { type JsonObject, objectAt, textAt } from "../json.ts";
import { apiOutcome, isGreedy, receivedFromApi, requestTime } from "./apigateway-event.ts";
import { limitOfError } from "./apigateway-limits.ts";
import { consolePage } from "./console-page.ts";
import { claimPaths, contextPaths, headerOf, type IdentityPath, identityOf } from "./identity.ts";
import type { ConsoleHop, Received, Service } from "./service.ts";

const IDENTITY: readonly IdentityPath[] = [
  ...claimPaths("requestContext", "authorizer", "jwt", "claims"),
  ...contextPaths("requestContext", "authorizer", "lambda"),
  { path: ["requestContext", "authorizer", "iam", "cognitoIdentity", "identityId"], kind: "person" },
  { path: ["requestContext", "authorizer", "iam", "userArn"], kind: "machine" },
  { path: ["requestContext", "authorizer", "iam", "userId"], kind: "machine" },
  { path: ["requestContext", "authorizer", "iam", "callerId"], kind: "machine" },
  { path: ["requestContext", "authentication", "clientCert", "subjectDN"], kind: "machine" },
];

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html, payload 2.0 */
function received(event: JsonObject): Received | null {
  const context = objectAt(event, "requestContext");
  const http = objectAt(event, "requestContext", "http");
  const method = textAt(http ?? undefined, "method");
  const routeKey = textAt(event, "routeKey") ?? textAt(context ?? undefined, "routeKey");
  // A function URL has the same shape; its domain tells it apart.
  const url = (textAt(context ?? undefined, "domainName") ?? "").includes(".lambda-url.");
  if (http === null || method === null || routeKey === null || url) return null;
  const template = routeKey.replace(/^\S+\s+/, "");
  return receivedFromApi({
    event,
    method,
    route: isGreedy(template) ? null : template,
    path: textAt(http, "path") ?? textAt(event, "rawPath") ?? "/",
    atMs: requestTime(event, "timeEpoch"),
    address: textAt(http, "sourceIp"),
    userAgent: textAt(http, "userAgent") ?? headerOf(objectAt(event, "headers"), "user-agent"),
    user: identityOf(event, IDENTITY),
    signed: objectAt(event, "requestContext", "authorizer", "iam") !== null && !signedIn(event),
  });
}

function signedIn(event: JsonObject): boolean {
  return textAt(event, "requestContext", "authorizer", "iam", "cognitoIdentity", "identityId") !== null;
}

function apiPage({ input, region }: ConsoleHop): string | null {
  const own = textAt(input, "requestContext", "http", "method") !== null || textAt(input, "version") === "1.0";
  const page = own ? textAt(input, "requestContext", "apiId") : null;
  return consolePage(
    region,
    page,
    /^[a-z0-9]{6,20}$/,
    (api, { name }) => `apigateway/main/api-detail?api=${api}&region=${name}`,
  );
}

export const apigatewayHttp: Service = {
  name: "apigateway",
  title: "API Gateway",
  operations: new Set(),
  resourceFields: [],
  delivery: "sync",
  catalog: "apis",
  console: apiPage,
  received,
  limitOfError,
  alarms: [
    {
      namespace: "AWS/ApiGateway",
      dimension: "ApiId",
      signals: { "5xx": "error", "4xx": "error", Latency: "latency", IntegrationLatency: "latency" },
    },
  ],
  metrics: [
    { namespace: "AWS/ApiGateway", dimension: "ApiId", name: "Count", stat: "Sum", tells: "requests" },
    { namespace: "AWS/ApiGateway", dimension: "ApiId", name: "5xx", stat: "Sum", tells: "failures" },
  ],
  throughCallee: apiOutcome,
  // Of the other two kinds of API as well: nothing in the name tells them apart.
  resourceAt: (host) => /^([a-z0-9]+)\.execute-api\./.exec(host)?.[1] ?? null,
};
