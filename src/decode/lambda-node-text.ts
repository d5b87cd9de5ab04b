import { isObject, type Json } from "../json.ts";
import type { Seen } from "../record.ts";
import { embeddedJson } from "./embedded-json.ts";
import { isError, levelOf } from "./level.ts";
import { bodyOf, type Line, type LineFormat, line, type RawLine } from "./line.ts";
import { errorIn, seenError, seenStack } from "./seen-error.ts";

const COLUMNS = /^\d{4}-\d\d-\d\dT[\d:.]+Z\t([^\t]*)\t([A-Za-z]+)\t([\s\S]*)$/;
const UNHANDLED = /^(Invoke Error|Uncaught Exception|Unhandled Promise Rejection)\b/;

/**
 * What `console.*` prints in a Node function: `time <tab> request id <tab> LEVEL <tab> message`, with `\r` for the line
 * breaks inside; .NET's `Console` writes the same columns with `info` and `fail`. While the module loads the id is the word `undefined`. An error that the handler let through is
 * `ERROR <tab> Invoke Error <tab> {"errorType", "errorMessage", "stack"}`.
 */
export const lambdaNodeText: LineFormat = {
  name: "lambda-node-text",
  read({ message, json }: RawLine): Line | null {
    const columns = json === null ? COLUMNS.exec(message) : null;
    if (columns === null) return null;
    const [, id = "", levelName = "", said = ""] = columns;
    const level = levelOf(levelName);
    const { label, values } = embeddedJson(said);
    const unhandled = UNHANDLED.test(said);
    const error =
      isError(level) || unhandled ? (values.map(shownIn).find((one) => one !== null) ?? seenStack(said)) : null;
    return line({
      level,
      requestId: id === "" || id === "undefined" ? null : id,
      text: label === "" ? said.trim() : label,
      body: bodyOf(values),
      error: error ?? (isError(level) ? { type: null, message: label, stack: [], causes: [] } : null),
      reported: unhandled ? "unhandled" : isError(level) ? "handled" : null,
    });
  },
};

function shownIn(value: Json): Seen | null {
  return seenError(value) ?? (isObject(value) ? errorIn(value) : null);
}
