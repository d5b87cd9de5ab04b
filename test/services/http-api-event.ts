import type { JsonObject } from "../../src/json.ts";

/** What may differ between two requests to an HTTP API. */
export interface HttpApiRequest {
  readonly requestId: string;
  /** Epoch ms. */
  readonly at: number;
  readonly routeKey?: string;
  readonly path?: string;
  readonly sub?: string;
  readonly trace?: string;
  readonly apiId?: string;
  readonly address?: string;
  readonly userAgent?: string;
  readonly authorizer?: JsonObject;
  readonly body?: JsonObject;
}

/** The event of payload version 2.0 that an HTTP API hands to a function. */
export function httpApiEvent(request: HttpApiRequest): JsonObject {
  const { requestId, at, routeKey = "POST /checkout", sub, trace, body = {} } = request;
  const { apiId = "a1b2c3d4e5", address = "203.0.113.7", userAgent = "Mozilla/5.0 (iPhone)" } = request;
  const [method = "", template = "/"] = routeKey.startsWith("$") ? ["GET"] : routeKey.split(" ");
  const path = request.path ?? template;
  const claims: JsonObject = sub === undefined ? {} : { authorizer: { jwt: { claims: { sub }, scopes: null } } };
  return {
    version: "2.0",
    routeKey,
    rawPath: path,
    headers: { "user-agent": userAgent, ...(trace === undefined ? {} : { "x-amzn-trace-id": `Root=${trace}` }) },
    requestContext: {
      accountId: "123456789012",
      apiId,
      ...(request.authorizer === undefined ? claims : { authorizer: request.authorizer }),
      domainName: `${apiId}.execute-api.eu-central-1.amazonaws.com`,
      http: { method, path, protocol: "HTTP/1.1", sourceIp: address, userAgent },
      requestId,
      routeKey,
      stage: "$default",
      timeEpoch: at,
    },
    body: JSON.stringify(body),
    isBase64Encoded: false,
  };
}
