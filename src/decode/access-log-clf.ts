import type { LogRecord } from "../record.ts";
import type { Span } from "../span.ts";
import { fieldsOf, spanOfAccess } from "./access-log.ts";

const LINE =
  /^(\S{1,64}) (\S{1,256}) (\S{1,256}) \[([^\]]{1,40})\] ?"([A-Z]{1,16}) (\S{1,2048}) ([^"]{1,16})" (\d{3}) (\S{1,16}) (\S{1,64})(?: (\S{1,64}))?\s*$/;

/**
 * A line of an API's access log in the Common Log Format, with the request's ids at the end as API Gateway's preset has them.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html#apigateway-cloudwatch-log-formats
 */
export function accessLogClf(message: string, record: LogRecord): Span | null {
  const match = LINE.exec(message);
  if (match === null) return null;
  const [, ip = "", caller = "", user = "", requestTime = "", httpMethod = "", path = "", ...rest] = match;
  const [protocol = "", status = "", responseLength = "", requestId = "", extendedRequestId = ""] = rest;
  // The preset has the template of the resource; a variable in it shows that it is one.
  const place = path.includes("{") ? { resourcePath: path } : { path };
  const request = { httpMethod, ...place, protocol, status, responseLength };
  return spanOfAccess(fieldsOf({ ip, caller, user, requestTime, ...request, requestId, extendedRequestId }), record);
}
