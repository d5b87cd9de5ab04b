import { AWS_ACCOUNT } from "../aws-account.ts";
import type { JsonObject } from "../json.ts";
import { commonLogTime } from "../time-text.ts";
import { bearer, identityClaims, type UserPool } from "../user-pool.ts";
import { type HttpRequest, pathOf } from "./http-request.ts";

export interface RestApi {
  /** Ten small letters and digits. */
  readonly id: string;
  readonly stage: string;
  /** By route, the id of its resource: six small letters and digits. */
  readonly resourceIds: Readonly<Record<string, string>>;
  readonly userPool: UserPool;
}

/**
 * What a REST API hands to its function, behind a Cognito authorizer. `extendedRequestId` is the API's own second id.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html
 */
export function restApiEvent(api: RestApi, request: HttpRequest, extendedRequestId: string): JsonObject {
  const { at, requestId, method, route, parameters, query, customer, signedIn } = request;
  const path = pathOf(request);
  const host = `${api.id}.execute-api.${AWS_ACCOUNT.region}.amazonaws.com`;
  const headers: Readonly<Record<string, string>> = {
    Accept: "application/json",
    "Accept-Encoding": "gzip, deflate, br",
    "Accept-Language": customer.device.language,
    ...(signedIn ? { Authorization: bearer(api.userPool, customer) } : {}),
    ...(request.body === null ? {} : { "content-type": "application/json" }),
    Host: host,
    "User-Agent": customer.device.userAgent,
    "X-Amzn-Trace-Id": `Root=${request.trace.root}`,
    "X-Forwarded-For": customer.address,
    "X-Forwarded-Port": "443",
    "X-Forwarded-Proto": "https",
  };
  return {
    resource: route,
    path,
    httpMethod: method,
    headers,
    multiValueHeaders: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]])),
    queryStringParameters: orNull(query),
    multiValueQueryStringParameters: orNull(
      Object.fromEntries(Object.entries(query).map(([name, value]) => [name, [value]])),
    ),
    pathParameters: orNull(parameters),
    stageVariables: null,
    requestContext: {
      resourceId: api.resourceIds[route] ?? "",
      ...(signedIn ? { authorizer: { claims: identityClaims(api.userPool, customer) } } : {}),
      resourcePath: route,
      httpMethod: method,
      extendedRequestId,
      requestTime: commonLogTime(at),
      path: `/${api.stage}${path}`,
      accountId: AWS_ACCOUNT.id,
      protocol: "HTTP/1.1",
      stage: api.stage,
      domainPrefix: api.id,
      requestTimeEpoch: Math.floor(at),
      requestId,
      identity: {
        cognitoIdentityPoolId: null,
        accountId: null,
        cognitoIdentityId: null,
        caller: null,
        sourceIp: customer.address,
        principalOrgId: null,
        accessKey: null,
        cognitoAuthenticationType: null,
        cognitoAuthenticationProvider: null,
        userArn: null,
        userAgent: customer.device.userAgent,
        user: null,
      },
      domainName: host,
      deploymentId: "x4t1zq",
      apiId: api.id,
    },
    body: request.body === null ? null : JSON.stringify(request.body),
    isBase64Encoded: false,
  };
}

function orNull(values: JsonObject): JsonObject | null {
  return Object.keys(values).length === 0 ? null : values;
}
