import type { LogRecord } from "../record.ts";
import type { Span } from "../span.ts";
import { fieldsOf, spanOfAccess } from "./access-log.ts";

const REQUEST = /^\s*<request id="([^"<]{1,128})">/;
const ELEMENT = /<([A-Za-z][\w.-]{0,63})>([^<]{0,2048})<\/\1>/g;
const LONGEST = 16_384;

/**
 * A line of an API's access log in XML, one element a variable. API Gateway escapes nothing, so that this is no XML to be parsed.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-access-logging.html
 */
export function accessLogXml(message: string, record: LogRecord): Span | null {
  const requestId = REQUEST.exec(message.slice(0, LONGEST))?.[1];
  if (requestId === undefined) return null;
  const elements = [...message.slice(0, LONGEST).matchAll(ELEMENT)].map(([, name = "", value = ""]) => [
    name,
    value.trim(),
  ]);
  return spanOfAccess(fieldsOf({ requestId, ...Object.fromEntries(elements) }), record);
}
