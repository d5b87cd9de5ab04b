import { isObject, type JsonObject, objectAt, textAt } from "../json.ts";
import type { Key } from "../key.ts";
import { fromMillis } from "../time.ts";
import { apiOutcome, requestTime } from "./apigateway-event.ts";
import { arrivalOf } from "./arrival.ts";
import { consolePage } from "./console-page.ts";
import { claimPaths, contextPaths, type IdentityPath, identityOf } from "./identity.ts";
import type { Asked, ConsoleHop, Operation, Received, Service } from "./service.ts";
import { traceKeys } from "./trace-id.ts";

/** The authorizer speaks when somebody connects; later frames carry what it said in their context. */
const IDENTITY: readonly IdentityPath[] = [
  ...claimPaths("requestContext", "authorizer", "claims"),
  { path: ["requestContext", "authorizer", "principalId"], kind: "person" },
  ...contextPaths("requestContext", "authorizer"),
  { path: ["requestContext", "identity", "cognitoIdentityId"], kind: "person" },
  { path: ["requestContext", "identity", "userArn"], kind: "machine" },
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
  const extended = textAt(context, "extendedRequestId");
  if (extended !== null && extended !== requestId)
    ids.push({ kind: "apigateway-request", value: extended, path: "requestContext.extendedRequestId" });
  const message = textAt(context, "messageId");
  if (message !== null) ids.push({ kind: "external", value: message, path: "requestContext.messageId" });
  const signed = textAt(context, "identity", "userArn");
  const atMs = requestTime(event, "requestTimeEpoch");
  return {
    items: [
      {
        operation: routeKey,
        resource: textAt(context, "apiId"),
        account: textAt(context, "accountId"),
        region: /\.execute-api\.([a-z0-9-]+)\./.exec(textAt(context, "domainName") ?? "")?.[1] ?? null,
        ids,
        shared: traceKeys(objectAt(event, "headers"), "headers"),
        sentAt: atMs === null ? null : fromMillis(atMs),
        delivery: null,
        input: event,
        inner: null,
      },
    ],
    arrival: arrivalOf("websocket", {
      name: routeKey,
      user: identityOf(event, IDENTITY),
      userAgent: textAt(context, "identity", "userAgent"),
      clientAddress: textAt(context, "identity", "sourceIp"),
      signed: signed !== null && textAt(context, "identity", "cognitoIdentityId") === null,
      root: true,
    }),
  };
}

/** Ids of connections do not come again. */
function sessionOf({ input }: Operation): string | null {
  return textAt(input, "requestContext", "connectionId") ?? textAt(input, "ConnectionId");
}

/**
 * What a function pushes to a connection. Nothing that it carries comes back: it is a call, and no link.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-how-to-call-websocket-api-connections.html
 */
function asked(input: JsonObject): Asked | null {
  if (textAt(input, "ConnectionId") === null || (typeof input["Data"] !== "string" && !isObject(input["Data"])))
    return null;
  return { operation: "PostToConnection", resource: null, keys: [] };
}

function apiPage({ input, region }: ConsoleHop): string | null {
  const own = textAt(input, "requestContext", "connectionId") !== null;
  return consolePage(
    region,
    own ? textAt(input, "requestContext", "apiId") : null,
    /^[a-z0-9]{6,20}$/,
    (api, { name }) => `apigateway/main/api-detail?api=${api}&region=${name}`,
  );
}

export const apigatewayWebsocket: Service = {
  name: "apigateway",
  title: "API Gateway",
  operations: new Set(["PostToConnection"]),
  resourceFields: [],
  asked,
  received,
  delivery: "sync",
  catalog: "apis",
  console: apiPage,
  xray: {
    origins: [],
    calls: ["apigatewaymanagementapi", "executeapi"],
    resource: (segment) => textAt(segment, "aws", "resource_names", 0),
  },
  throughCallee: apiOutcome,
  sessionOf,
  sessionWords: /\$connect/,
};
