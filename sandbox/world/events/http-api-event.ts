import { AWS_ACCOUNT } from "../aws-account.ts";
import type { JsonObject } from "../json.ts";
import { commonLogTime } from "../time-text.ts";
import { accessClaims, bearer, type UserPool } from "../user-pool.ts";
import { type HttpRequest, pathOf, queryStringOf } from "./http-request.ts";

export interface HttpApi {
  /** Ten small letters and digits. */
  readonly id: string;
  readonly userPool: UserPool;
}

/**
 * What an HTTP API hands to its function, payload format 2.0.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
 */
export function httpApiEvent(api: HttpApi, request: HttpRequest): JsonObject {
  const { at, requestId, method, route, parameters, query, customer, signedIn } = request;
  const timeEpoch = Math.floor(at);
  const path = pathOf(request);
  const host = `${api.id}.execute-api.${AWS_ACCOUNT.region}.amazonaws.com`;
  const body = request.body === null ? null : JSON.stringify(request.body);
  return {
    version: "2.0",
    routeKey: `${method} ${route}`,
    rawPath: path,
    rawQueryString: queryStringOf(request),
    headers: {
      accept: "application/json",
      "accept-encoding": "gzip, deflate, br",
      "accept-language": customer.device.language,
      ...(signedIn ? { authorization: bearer(api.userPool, customer) } : {}),
      "content-length": String(body === null ? 0 : Buffer.byteLength(body)),
      ...(body === null ? {} : { "content-type": "application/json" }),
      host,
      "user-agent": customer.device.userAgent,
      "x-amzn-trace-id": `Root=${request.trace.root}`,
      "x-forwarded-for": customer.address,
      "x-forwarded-port": "443",
      "x-forwarded-proto": "https",
    },
    ...(Object.keys(query).length === 0 ? {} : { queryStringParameters: query }),
    requestContext: {
      accountId: AWS_ACCOUNT.id,
      apiId: api.id,
      ...(signedIn ? { authorizer: { jwt: { claims: accessClaims(api.userPool, customer), scopes: null } } } : {}),
      domainName: host,
      domainPrefix: api.id,
      http: {
        method,
        path,
        protocol: "HTTP/1.1",
        sourceIp: customer.address,
        userAgent: customer.device.userAgent,
      },
      requestId,
      routeKey: `${method} ${route}`,
      stage: "$default",
      time: commonLogTime(timeEpoch),
      timeEpoch,
    },
    ...(Object.keys(parameters).length === 0 ? {} : { pathParameters: parameters }),
    ...(body === null ? {} : { body }),
    isBase64Encoded: false,
  };
}
