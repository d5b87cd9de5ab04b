import type { LogRecord } from "../record.ts";
import type { Span } from "../span.ts";
import { fieldsOf, REQUEST_TIME, spanOfAccess } from "./access-log.ts";

/** The columns of API Gateway's presets for REST, HTTP and WebSocket APIs. The last one is of a later year. */
const PRESETS = [
  "ip,caller,user,requestTime,httpMethod,resourcePath,protocol,status,responseLength,requestId,extendedRequestId",
  "ip,requestTime,httpMethod,routeKey,protocol,status,responseLength,requestId,extendedRequestId",
  "ip,caller,user,requestTime,eventType,routeKey,connectionId,status,requestId",
].map((columns) => columns.split(","));
const LONGEST = 8192;

/**
 * A line of an API's access log in comma-separated values, known by how many they are and where among them the moment stands.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-access-logging.html
 */
export function accessLogCsv(message: string, record: LogRecord): Span | null {
  if (message.length > LONGEST) return null;
  const values = message.split(",").map((value) => value.trim());
  const columns = PRESETS.find(
    (names) =>
      REQUEST_TIME.test(values[names.indexOf("requestTime")] ?? "") &&
      (values.length === names.length || (values.length === names.length - 1 && names.includes("extendedRequestId"))),
  );
  if (columns === undefined) return null;
  return spanOfAccess(fieldsOf(Object.fromEntries(columns.map((name, i) => [name, values[i] ?? ""]))), record);
}
