import { arrayAt, type JsonObject, objectAt, textAt } from "../json.ts";
import type { Key } from "../key.ts";
import { apiOutcome } from "./apigateway-event.ts";
import { arrivalOf } from "./arrival.ts";
import { consolePage } from "./console-page.ts";
import { claimPaths, contextPaths, headerOf, type IdentityPath, identityOf } from "./identity.ts";
import type { ConsoleHop, Received, Service } from "./service.ts";
import { traceKeys } from "./trace-id.ts";

const IDENTITY: readonly IdentityPath[] = [
  { path: ["identity", "sub"], kind: "person" },
  ...claimPaths("identity", "claims"),
  ...contextPaths("identity", "resolverContext"),
  { path: ["identity", "cognitoIdentityId"], kind: "person" },
  // A caller that signed has both: its user name is a program's as well.
  { path: ["identity", "userArn"], kind: "machine" },
  { path: ["identity", "username"], kind: "person" },
];

/**
 * A field that AppSync has a function resolve, with the whole of its context, or a request that it asks an authorizer about.
 * https://docs.aws.amazon.com/appsync/latest/devguide/resolver-context-reference-js.html
 */
function received(event: JsonObject): Received | null {
  const field = textAt(event, "info", "fieldName");
  const type = textAt(event, "info", "parentTypeName");
  const asked = textAt(event, "requestContext", "queryString");
  if ((field === null || type === null) && asked === null) return null;
  const headers = objectAt(event, "request", "headers") ?? objectAt(event, "requestHeaders");
  // A resolver's context names the API by its address alone, whose first part is an id of its own.
  const host = /^([\w-]+)\.appsync-api\.([a-z0-9-]+)\./.exec(headerOf(headers, "host") ?? "");
  const name = field === null ? "authorization" : `${type}.${field}`;
  const ids: Omit<Key, "role">[] = [];
  const header = headerOf(headers, "x-amzn-requestid");
  if (header !== null)
    ids.push({ kind: "apigateway-request", value: header, path: "request.headers.x-amzn-requestid" });
  const context = textAt(event, "requestContext", "requestId");
  if (context !== null && context !== header)
    ids.push({ kind: "apigateway-request", value: context, path: "requestContext.requestId" });
  return {
    items: [
      {
        operation: name,
        resource: textAt(event, "requestContext", "apiId") ?? host?.[1] ?? null,
        account: textAt(event, "requestContext", "accountId"),
        region: host?.[2] ?? null,
        ids,
        // Whoever asked over HTTP was answered with the same id.
        after: ids.map((one) => ({ ...one, kind: "external" as const })),
        shared: traceKeys(headers, "request.headers"),
        sentAt: null,
        delivery: null,
        input: event,
        inner: null,
      },
    ],
    arrival: {
      kind: "graphql",
      method: null,
      route: null,
      path: null,
      name,
      user: identityOf(event, IDENTITY),
      userAgent: headerOf(headers, "user-agent"),
      clientAddress: textAt(arrayAt(event, "identity", "sourceIp")[0]) ?? headerOf(headers, "x-forwarded-for"),
      signed: textAt(event, "identity", "userArn") !== null && textAt(event, "identity", "cognitoIdentityId") === null,
      root: true,
    },
  };
}

/** Only what asks an authorizer names the API by the id that the console knows. */
function apiPage({ input, region }: ConsoleHop): string | null {
  return consolePage(
    region,
    textAt(input, "requestContext", "apiId"),
    /^[a-z0-9]{26}$/,
    (api, { name }) => `appsync/home?region=${name}#/${api}/v1/home`,
  );
}

export const appsync: Service = {
  name: "appsync",
  title: "AppSync",
  operations: new Set(),
  resourceFields: [],
  received,
  delivery: "sync",
  catalog: "apis",
  console: apiPage,
  xray: {
    origins: ["AWS::AppSync::GraphQLAPI", "AWS::AppSync"],
    calls: ["appsync"],
    resource: (segment) => textAt(segment, "name"),
    arrival: (segment) =>
      arrivalOf("graphql", {
        name: textAt(segment, "name"),
        userAgent: textAt(segment, "http", "request", "user_agent"),
        clientAddress: textAt(segment, "http", "request", "client_ip"),
        root: true,
      }),
  },
  alarms: [
    { namespace: "AWS/AppSync", dimension: "GraphQLAPIId", signals: { "5XXError": "error", Latency: "latency" } },
  ],
  metrics: [{ namespace: "AWS/AppSync", dimension: "GraphQLAPIId", name: "5XXError", stat: "Sum", tells: "failures" }],
  throughCallee: apiOutcome,
};
