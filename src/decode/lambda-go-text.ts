import { isObject, textAt } from "../json.ts";
import { embeddedJson } from "./embedded-json.ts";
import { isError, levelOf } from "./level.ts";
import { bodyOf, type Line, type LineFormat, line, type RawLine } from "./line.ts";
import { seenError } from "./seen-error.ts";

const STANDARD = /^\d{4}\/\d\d\/\d\d \d\d:\d\d:\d\d(?:\.\d{1,9})? ([\s\S]*)$/;
const SLOG = /^time=\S{1,40} level=([A-Z]{4,5})(?:[+-]\d{1,3})? msg=("(?:[^"\\]|\\.)*"|\S*)/;
const REQUEST = /\brequestId=([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})\b/;

/**
 * What a Go function prints: the standard `log` with its date, slog as text, and, through `log`, the answer of a handler that
 * failed, `{"errorMessage", "errorType", "stackTrace"}`. https://docs.aws.amazon.com/lambda/latest/dg/golang-logging.html
 */
export const lambdaGoText: LineFormat = {
  name: "lambda-go-text",
  read({ message, json }: RawLine): Line | null {
    if (json !== null) return null;
    const standard = STANDARD.exec(message);
    if (standard !== null) return printed(standard[1] ?? "");
    const slog = SLOG.exec(message);
    if (slog === null) return null;
    const level = levelOf(slog[1]);
    const text = (slog[2] ?? "").replace(/^"|"$/g, "").replaceAll('\\"', '"');
    const said = /\b(?:err|error)=("(?:[^"\\]|\\.)*"|\S+)/.exec(message)?.[1]?.replace(/^"|"$/g, "");
    return line({
      level,
      text,
      requestId: REQUEST.exec(message)?.[1] ?? null,
      error: isError(level) ? { type: null, message: said ?? text, stack: [], causes: [] } : null,
      reported: isError(level) ? "handled" : null,
    });
  },
};

function printed(said: string): Line {
  const { label, values } = embeddedJson(said);
  const failed = label === "" ? values.find((one) => isObject(one) && textAt(one, "errorType") !== null) : undefined;
  const error = failed === undefined ? null : seenError(failed);
  return line({
    level: error === null ? null : "error",
    text: error?.message ?? (label === "" ? said.trim() : label),
    body: bodyOf(values),
    error,
    reported: error === null ? null : "unhandled",
  });
}
