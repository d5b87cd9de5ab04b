import { embeddedJson } from "./embedded-json.ts";
import { isError, levelOf } from "./level.ts";
import { bodyOf, type Line, type LineFormat, line, type RawLine } from "./line.ts";
import { seenStack } from "./seen-error.ts";

const COLUMNS = /^\[([A-Z]+)\]\t\d{4}-\d\d-\d\dT[\d:.]+Z\t([^\t]*)\t([\s\S]*)$/;
const UNHANDLED = /^\[ERROR\] ([A-Za-z_][\w.]*)(?:: ([^\n\r]*))?[\n\r](?=[\s\S]*Traceback|[\s\S]*File\s")/;
const TRACEBACK = "Traceback (most recent call last)";

/**
 * What `logging` prints in a Python function, `[LEVEL] <tab> time <tab> request id <tab> message`, and the error that the
 * handler let through, `[ERROR] Type: message` with a traceback and **no** request id: its place in the stream tells.
 */
export const lambdaPythonText: LineFormat = {
  name: "lambda-python-text",
  read({ message, json }: RawLine): Line | null {
    if (json !== null || !message.startsWith("[")) return null;
    const columns = COLUMNS.exec(message);
    if (columns !== null) {
      const [, levelName = "", id = "", said = ""] = columns;
      const level = levelOf(levelName);
      const { label, values } = embeddedJson(said);
      const error = isError(level) ? (seenStack(said) ?? { type: null, message: label, stack: [], causes: [] }) : null;
      return line({
        level,
        requestId: id === "" ? null : id,
        text: label === "" ? said.trim() : label,
        body: bodyOf(values),
        error,
        reported: error === null ? null : "handled",
      });
    }
    const unhandled = UNHANDLED.exec(message);
    if (unhandled === null) return null;
    const [, type = "", first = ""] = unhandled;
    const said = wholeMessage(message, first);
    return line({
      level: "error",
      text: message.trim(),
      reported: "unhandled",
      error: { type, message: said, stack: seenStack(message)?.stack ?? [], causes: [] },
    });
  },
};

/** A message may have several lines (validators list what is wrong), all before the traceback. The runtime ends lines with `\r`. */
function wholeMessage(message: string, first: string): string {
  const traceback = message.indexOf(TRACEBACK);
  const begins = message.indexOf(": ");
  if (traceback === -1 || begins === -1 || first === "") return first;
  return message
    .slice(begins + 2, traceback)
    .replace(/\r\n?/g, "\n")
    .trimEnd();
}
