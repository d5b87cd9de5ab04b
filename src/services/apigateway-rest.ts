import { type JsonObject, objectAt, textAt } from "../json.ts";
import { apiOutcome, isGreedy, receivedFromApi, requestTime } from "./apigateway-event.ts";
import { limitOfError } from "./apigateway-limits.ts";
import { consolePage } from "./console-page.ts";
import { claimPaths, contextPaths, headerOf, type IdentityPath, identityOf } from "./identity.ts";
import type { ConsoleHop, Received, Service, XRayNames } from "./service.ts";
import { authorizing, changed, wrote, wroteJust } from "./token-authorizer.ts";

/** In the order of trust: what an authorizer proved, then what a signature proved, then what a certificate says. */
const IDENTITY: readonly IdentityPath[] = [
  ...claimPaths("requestContext", "authorizer", "claims"),
  { path: ["requestContext", "authorizer", "principalId"], kind: "person" },
  ...contextPaths("requestContext", "authorizer"),
  { path: ["requestContext", "identity", "cognitoAuthenticationProvider"], kind: "person", take: signedInSub },
  { path: ["requestContext", "identity", "cognitoIdentityId"], kind: "person" },
  { path: ["requestContext", "identity", "userArn"], kind: "machine" },
  { path: ["requestContext", "identity", "user"], kind: "machine" },
  { path: ["requestContext", "identity", "caller"], kind: "machine" },
  { path: ["requestContext", "identity", "clientCert", "subjectDN"], kind: "machine" },
  { path: ["requestContext", "identity", "apiKeyId"], kind: "tenant" },
];

/** `…:CognitoSignIn:<sub>` is a person who signed in; a provider without it says nothing of who it was. */
function signedInSub(provider: string): string | null {
  return /:CognitoSignIn:(.+)$/.exec(provider)?.[1] ?? null;
}

function received(event: JsonObject): Received | null {
  return authorizing(event) ?? proxied(event);
}

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html */
function proxied(event: JsonObject): Received | null {
  const context = objectAt(event, "requestContext");
  const method = textAt(event, "httpMethod");
  const path = textAt(event, "path");
  const resource = textAt(event, "resource") ?? textAt(context ?? undefined, "resourcePath");
  if (context === null || method === null || path === null || resource === null || context["elb"] !== undefined)
    return null;
  const identity = objectAt(context, "identity");
  return receivedFromApi({
    event,
    method,
    route: isGreedy(resource) ? null : resource,
    path,
    atMs: requestTime(event, "requestTimeEpoch"),
    address: textAt(identity ?? undefined, "sourceIp"),
    userAgent: textAt(identity ?? undefined, "userAgent") ?? headerOf(objectAt(event, "headers"), "user-agent"),
    user: identityOf(event, IDENTITY),
    signed:
      textAt(identity ?? undefined, "userArn") !== null && textAt(identity ?? undefined, "cognitoIdentityId") === null,
  });
}

const xray: XRayNames = {
  origins: ["AWS::ApiGateway::Stage"],
  calls: [],
  resource: (segment) => textAt(segment, "name")?.replace(/\/[^/]*$/, "") ?? null,
  keys: (segment) =>
    [
      { value: textAt(segment, "aws", "api_gateway", "request_id"), path: "aws.api_gateway.request_id" },
      {
        value: textAt(segment, "metadata", "default", "extended_request_id"),
        path: "metadata.default.extended_request_id",
      },
    ].flatMap(({ value, path }) =>
      value === null ? [] : [{ kind: "apigateway-request", value, path, role: "self" } as const],
    ),
  operation: (segment) => `${textAt(segment, "http", "request", "method") ?? "ANY"} ${pathOf(segment)}`,
  arrival: (segment) => ({
    kind: "http",
    method: textAt(segment, "http", "request", "method"),
    route: null,
    path: pathOf(segment),
    name: null,
    user: null,
    userAgent: textAt(segment, "http", "request", "user_agent"),
    clientAddress: textAt(segment, "http", "request", "client_ip"),
    signed: false,
    root: true,
  }),
};

/** The path without the stage, which API Gateway puts in front of it on its own host name. */
function pathOf(segment: JsonObject): string {
  const url = textAt(segment, "http", "request", "url") ?? "";
  const path = URL.canParse(url) ? new URL(url).pathname : "/";
  const stage = textAt(segment, "aws", "api_gateway", "stage");
  const staged = stage !== null && (path === `/${stage}` || path.startsWith(`/${stage}/`));
  const inner = staged ? path.slice(stage.length + 1) : path;
  return inner === "" ? "/" : inner;
}

/** An HTTP API that sends events of version 1.0 says so in them; a REST API has no other. */
function apiPage({ input, region }: ConsoleHop): string | null {
  if (textAt(input, "httpMethod") === null || textAt(input, "version") !== null) return null;
  return consolePage(
    region,
    textAt(input, "requestContext", "apiId"),
    /^[a-z0-9]{6,20}$/,
    (api, { name }) => `apigateway/main/apis/${api}/resources?api=${api}&region=${name}`,
  );
}

export const apigatewayRest: Service = {
  name: "apigateway",
  title: "API Gateway",
  operations: new Set(),
  resourceFields: [],
  delivery: "sync",
  catalog: "apis",
  console: apiPage,
  received,
  limitOfError,
  changed,
  wrote,
  wroteJust,
  contentWords: { changed: /methodArn/, wrote: /requestContext/ },
  xray,
  alarms: [
    {
      namespace: "AWS/ApiGateway",
      dimension: "ApiName",
      signals: { "5XXError": "error", "4XXError": "error", Latency: "latency", IntegrationLatency: "latency" },
    },
  ],
  metrics: [
    { namespace: "AWS/ApiGateway", dimension: "ApiName", name: "Count", stat: "Sum", tells: "requests" },
    { namespace: "AWS/ApiGateway", dimension: "ApiName", name: "5XXError", stat: "Sum", tells: "failures" },
  ],
  throughCallee: apiOutcome,
};
