import { arrayAt, type JsonObject, objectAt, textAt } from "../json.ts";
import type { Key } from "../key.ts";
import { apiOutcome } from "./apigateway-event.ts";
import { headerOf, type IdentityPath, identityOf } from "./identity.ts";
import type { Received, Service } from "./service.ts";
import { traceKey } from "./trace-id.ts";

const IDENTITY: readonly IdentityPath[] = [
  { path: ["identity", "sub"], kind: "person" },
  { path: ["identity", "claims", "sub"], kind: "person" },
  { path: ["identity", "resolverContext", "userId"], kind: "person" },
  { path: ["identity", "resolverContext", "sub"], kind: "person" },
  { path: ["identity", "cognitoIdentityId"], kind: "person" },
  { path: ["identity", "username"], kind: "person" },
  { path: ["identity", "userArn"], kind: "machine" },
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
  const name = field === null ? "authorization" : `${type}.${field}`;
  const ids: Omit<Key, "role">[] = [];
  const header = headerOf(headers, "x-amzn-requestid");
  if (header !== null)
    ids.push({ kind: "apigateway-request", value: header, path: "request.headers.x-amzn-requestid" });
  const context = textAt(event, "requestContext", "requestId");
  if (context !== null) ids.push({ kind: "apigateway-request", value: context, path: "requestContext.requestId" });
  return {
    items: [
      {
        operation: name,
        resource: textAt(event, "requestContext", "apiId"),
        account: textAt(event, "requestContext", "accountId"),
        region: null,
        ids,
        shared: traceKey(headerOf(headers, "x-amzn-trace-id"), "request.headers.x-amzn-trace-id"),
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

export const appsync: Service = {
  name: "appsync",
  title: "AppSync",
  operations: new Set(),
  resourceFields: [],
  received,
  delivery: "sync",
  catalog: "apis",
  alarms: [
    { namespace: "AWS/AppSync", dimension: "GraphQLAPIId", signals: { "5XXError": "error", Latency: "latency" } },
  ],
  throughCallee: apiOutcome,
};
