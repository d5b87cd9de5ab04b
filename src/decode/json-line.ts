import { isObject, type Json, type JsonObject, textAt } from "../json.ts";
import { isError, levelOf } from "./level.ts";
import { type Line, type LineFormat, line, type RawLine } from "./line.ts";
import { errorIn } from "./seen-error.ts";

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
    const inner = json["message"];
    // pino-lambda's structured form nests the whole line of pino under `message`.
    const level = levelOf(first(json, LEVELS) ?? (isObject(inner) ? first(inner, LEVELS) : undefined));
    const text = messageOf(json);
    // Python's runtime says `log_level` of an error that nobody caught, and `level` of everything else.
    const unhandled =
      UNHANDLED.test(text) ||
      (textAt(json, "log_level") !== null && textAt(json, "errorType") !== null) ||
      isPayload(json);
    // A warning that carries an error is an error that was seen and outlived: it counts as handled.
    const error = errorIn(json);
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

/** The answer of a failed function, as Go's runtime prints it: it has nothing of a logger. */
function isPayload(json: JsonObject): boolean {
  const own = ["errorMessage", "errorType", "stackTrace", "cause", "trace", "requestId"];
  return textAt(json, "errorType") !== null && Object.keys(json).every((name) => own.includes(name));
}

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
export function requestIdOf(json: JsonObject): string | null {
  for (const path of REQUEST_IDS) {
    const id = textAt(json, ...path);
    if (id !== null && INVOCATION_ID.test(id)) return id;
  }
  return null;
}
