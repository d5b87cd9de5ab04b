import { isObject, type Json, type JsonObject, textAt } from "../json.ts";
import { isError, levelOf } from "./level.ts";
import { type Line, type LineFormat, line, type RawLine } from "./line.ts";
import { seenError } from "./seen-error.ts";

const LEVELS = ["level", "severity", "log_level", "sLevel", "lvl"];
const MESSAGES = ["message", "msg", "event_message"];
/** Where the libraries put the id of the invocation: Powertools, Lambda's JSON format, pino-lambda, Java, slog for Go. */
const REQUEST_IDS = [
  ["function_request_id"],
  ["requestId"],
  ["awsRequestId"],
  ["AWSRequestId"],
  ["aws_request_id"],
  ["lambda_request_id"],
  ["function_context", "request_id"],
  ["labels", "AWSRequestId"],
];
const ERRORS = ["error", "err", "exception", "cause", "message"];
const UNHANDLED = /^(Invoke Error|Uncaught Exception|Unhandled Promise Rejection)\b/;
const INVOCATION_ID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/**
 * One JSON object a line, as Lambda's JSON log format, Powertools, pino and most logging libraries write it. The libraries
 * differ in the names of four fields only, so one reader with the names in tables serves them all. The stream is not in
 * the JSON log format just because the application writes JSON, so lines without an id may be placed by position.
 */
export const jsonLine: LineFormat = {
  name: "json",
  read({ json }: RawLine): Line | null {
    if (json === null) return null;
    const level = levelOf(first(json, LEVELS));
    const text = messageOf(json);
    const unhandled = UNHANDLED.test(text) || json["log_level"] !== undefined;
    const error = errorOf(json, isError(level) || unhandled);
    return line({
      level,
      requestId: requestIdOf(json),
      text,
      body: json,
      error: error ?? (isError(level) ? { type: null, message: text, stack: [], causes: [] } : null),
      reported: error === null && !isError(level) ? null : unhandled ? "unhandled" : "handled",
    });
  },
};

function first(json: JsonObject, names: readonly string[]): Json | undefined {
  for (const name of names) if (json[name] !== undefined && json[name] !== null) return json[name];
  return undefined;
}

function messageOf(json: JsonObject): string {
  const said = first(json, MESSAGES);
  if (typeof said === "string") return said;
  return isObject(said) ? (textAt(said, "message") ?? textAt(said, "msg") ?? textAt(said, "errorMessage") ?? "") : "";
}

/** Only what looks like an invocation's id: an API's or a message's id under the same name is not this line's own. */
function requestIdOf(json: JsonObject): string | null {
  for (const path of REQUEST_IDS) {
    const id = textAt(json, ...path);
    if (id !== null && INVOCATION_ID.test(id)) return id;
  }
  return null;
}

/**
 * Errors stand in a field of their own, in the message (an error that was logged as the only argument), or at the root
 * (Lambda's `errorType`). A warning that carries an error is an error that was seen and outlived: it counts as handled.
 */
function errorOf(json: JsonObject, failed: boolean): Line["error"] {
  for (const name of ERRORS) {
    const seen = seenError(json[name]);
    if (seen !== null) return seen;
  }
  if (failed || textAt(json, "errorType") !== null) {
    return textAt(json, "errorType") === null ? null : seenError(json);
  }
  return null;
}
