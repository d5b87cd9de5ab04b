import type { HttpRequest } from "./events/http-request.ts";
import type { RestApi } from "./events/rest-api-event.ts";
import type { JsonObject } from "./json.ts";
import { commonLogTime } from "./time-text.ts";

/** How a REST API answered a request. */
export interface Answered {
  readonly status: number;
  readonly latencyMs: number;
  /** Lambda's request id. */
  readonly integrationRequestId: string;
}

/** A line of a REST API's access log. https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html */
export function accessLogLine(api: RestApi, request: HttpRequest, answered: Answered): string {
  const { requestId, customer, at, method, route, trace, signedIn } = request;
  const line: JsonObject = {
    requestId,
    apiId: api.id,
    ip: customer.address,
    userAgent: customer.device.userAgent,
    requestTime: commonLogTime(at),
    requestTimeEpoch: String(Math.floor(at)),
    httpMethod: method,
    resourcePath: route,
    path: `/${api.stage}${route}`,
    status: String(answered.status),
    responseLatency: String(Math.round(answered.latencyMs)),
    integrationRequestId: answered.integrationRequestId,
    xrayTraceId: trace.root,
    "authorizer.claims.sub": signedIn ? customer.sub : "-",
  };
  return JSON.stringify(line);
}
