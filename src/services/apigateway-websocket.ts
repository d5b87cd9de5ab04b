import { type JsonObject, numberAt, objectAt, textAt } from "../json.ts";
import type { Key } from "../key.ts";
import { fromMillis } from "../time.ts";
import { apiOutcome } from "./apigateway-event.ts";
import { headerOf, type IdentityPath, identityOf } from "./identity.ts";
import type { Received, Service } from "./service.ts";
import { traceKey } from "./trace-id.ts";

/** The authorizer speaks when somebody connects; later frames carry what it said in their context. */
const IDENTITY: readonly IdentityPath[] = [
  { path: ["requestContext", "authorizer", "claims", "sub"], kind: "person" },
  { path: ["requestContext", "authorizer", "sub"], kind: "person" },
  { path: ["requestContext", "authorizer", "userId"], kind: "person" },
  { path: ["requestContext", "authorizer", "principalId"], kind: "person" },
];

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-mapping-template-reference.html */
function received(event: JsonObject): Received | null {
  const context = objectAt(event, "requestContext");
  const connection = textAt(event, "requestContext", "connectionId");
  const routeKey = textAt(event, "requestContext", "routeKey");
  if (context === null || connection === null || routeKey === null || textAt(context, "eventType") === null)
    return null;
  const ids: Omit<Key, "role">[] = [];
  const requestId = textAt(context, "requestId");
  if (requestId !== null) ids.push({ kind: "apigateway-request", value: requestId, path: "requestContext.requestId" });
  const message = textAt(context, "messageId");
  if (message !== null) ids.push({ kind: "external", value: message, path: "requestContext.messageId" });
  const atMs = numberAt(context, "requestTimeEpoch");
  return {
    items: [
      {
        operation: routeKey,
        resource: textAt(context, "apiId"),
        account: textAt(context, "accountId"),
        region: /\.execute-api\.([a-z0-9-]+)\./.exec(textAt(context, "domainName") ?? "")?.[1] ?? null,
        ids,
        shared: traceKey(headerOf(objectAt(event, "headers"), "x-amzn-trace-id"), "headers.X-Amzn-Trace-Id"),
        sentAt: atMs === null ? null : fromMillis(atMs),
        delivery: null,
        input: event,
        inner: null,
      },
    ],
    arrival: {
      kind: "websocket",
      method: null,
      route: null,
      path: null,
      name: routeKey,
      user: identityOf(event, IDENTITY),
      userAgent: textAt(context, "identity", "userAgent"),
      clientAddress: textAt(context, "identity", "sourceIp"),
      signed: false,
      root: true,
    },
  };
}

export const apigatewayWebsocket: Service = {
  name: "apigateway",
  title: "API Gateway",
  operations: new Set(["PostToConnection"]),
  resourceFields: [],
  received,
  delivery: "sync",
  catalog: "apis",
  throughCallee: apiOutcome,
};
