import type { LogRecord } from "../record.ts";
import type { Span } from "../span.ts";
import { fieldsOf, spanOfAccess } from "./access-log.ts";

/** Of a WebSocket there is no protocol and no length, and the route key of an HTTP API is a method and a path. */
const LINE =
  /^(\S{1,64}) (\S{1,256}) (\S{1,256}) \[([^\]]{1,40})\] ?"([A-Z]{1,16}) ((?:[A-Z]{1,16} )?\S{1,2048}) ([^" ]{1,64})" (\d{3}) (?:(\d{1,16}|-) )?(\S{1,64})(?: (\S{1,64}))?\s*$/;

/**
 * A line of an API's access log in the Common Log Format, with the request's ids at the end as API Gateway's presets have them.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-access-logging.html
 */
export function accessLogClf(message: string, record: LogRecord): Span | null {
  const match = LINE.exec(message);
  if (match === null) return null;
  const [, ip = "", caller = "", user = "", requestTime = "", verb = "", path = "", protocol = "", ...rest] = match;
  const [status = "", responseLength = "", requestId = "", extendedRequestId = ""] = rest;
  const request = { ip, caller, user, requestTime, status, responseLength, requestId, extendedRequestId };
  const what =
    protocol.startsWith("HTTP/") || protocol === "-"
      ? { httpMethod: verb, ...placeOf(path) }
      : { eventType: verb, routeKey: path, connectionId: protocol };
  return spanOfAccess(fieldsOf({ ...request, ...what }), record);
}

/** The preset has the template of the resource; a variable in it shows that it is one. */
function placeOf(path: string): { routeKey: string } | { resourcePath: string } | { path: string } {
  if (!path.startsWith("/")) return { routeKey: path };
  return path.includes("{") ? { resourcePath: path } : { path };
}
