import type { JsonObject } from "../json.ts";
import type { LogRecord } from "../record.ts";
import type { Span } from "../span.ts";
import { fieldsOf, spanOfAccess } from "./access-log.ts";

/** What an access log has beside a request's id and its status, and what only a logger writes. */
const OF_A_REQUEST =
  /^(http\s?method|method|route_?key|resource_?path|protocol|response_?length|response_?latency|request_?time(_?epoch)?)$/i;
const OF_A_LOGGER = ["level", "severity", "log_level", "lvl", "message", "msg", "execution_arn", "_aws"];

/**
 * A line of an API's access log in JSON. Its names are chosen by whoever set it up: most are those of API Gateway's variables.
 * A program's own lines may look like it, and are told apart by what only loggers write.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html
 */
export function accessLogJson(json: JsonObject, record: LogRecord): Span | null {
  const names = Object.keys(json);
  if (names.some((name) => OF_A_LOGGER.includes(name)) || !names.some((name) => OF_A_REQUEST.test(name))) return null;
  return spanOfAccess(fieldsOf(json), record);
}
