import type { Seen } from "../record.ts";
import { embeddedJson } from "./embedded-json.ts";
import { isError, levelOf } from "./level.ts";
import { bodyOf, type Line, type LineFormat, line, type RawLine } from "./line.ts";
import { seenStack } from "./seen-error.ts";

/** log4j2 as its appender for Lambda is set up by default: `%d{…} %X{AWSRequestId} %-5p %c{1}:%L - %m%n`. */
const PATTERN =
  /^\d{4}-\d\d-\d\d[ T][\d:.,]{8,15}Z? ([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})? ?([A-Z]{4,5}) {1,2}([\w.$]{1,200}:\d{1,6}) - ([\s\S]*)$/;
/** A LambdaLogger that was told a level. */
const LEVELLED = /^\[(TRACE|DEBUG|INFO|WARN|ERROR|FATAL)\] ([\s\S]*)$/;
/** What the runtime prints of an exception that the handler let through: what it says, its class, and then its stack. */
const UNHANDLED = /^([^\n]{0,4096}): ((?:[a-z][\w$]{0,100}\.){1,20}[A-Z][\w$]{0,200})\n/;
/** A stack alone, as `printStackTrace` prints it. */
const PRINTED =
  /^(?:Exception in thread "[^"\n]{0,200}" )?((?:[a-z][\w$]{0,100}\.){1,20}[A-Z][\w$]{0,200})(?:: ([^\n]*))?\n\s*at /;
const MOST_CAUSES = 10;

/**
 * What a Java function prints: the LambdaLogger's text as it is or with a level, log4j2's pattern, stacks.
 * https://docs.aws.amazon.com/lambda/latest/dg/java-logging.html
 */
export const lambdaJavaText: LineFormat = {
  name: "lambda-java-text",
  read({ message, json }: RawLine): Line | null {
    if (json !== null) return null;
    const columns = PATTERN.exec(message);
    if (columns !== null) return said(columns[4] ?? "", columns[2] ?? "", columns[1] ?? null);
    const levelled = LEVELLED.exec(message);
    if (levelled !== null) return said(levelled[2] ?? "", levelled[1] ?? "", null);
    const frames = /\n\s{1,8}at [\w.$]/.test(message);
    const unhandled = frames ? UNHANDLED.exec(message) : null;
    if (unhandled !== null && message.includes(`\n${unhandled[2]}`))
      return thrown(message, { type: unhandled[2] ?? null, message: unhandled[1] ?? "" }, "unhandled");
    const printed = frames ? PRINTED.exec(message) : null;
    if (printed === null) return null;
    const caught = printed[0].startsWith("Exception in thread") ? "unhandled" : "handled";
    return thrown(message, { type: printed[1] ?? null, message: printed[2] ?? "" }, caught);
  },
};

function said(text: string, levelName: string, requestId: string | null): Line {
  const level = levelOf(levelName);
  const { label, values } = embeddedJson(text);
  const error = isError(level) ? (errorIn(text) ?? { type: null, message: label, stack: [], causes: [] }) : null;
  return line({
    level,
    requestId,
    text: label === "" ? text.trim() : label,
    body: bodyOf(values),
    error,
    reported: error === null ? null : "handled",
  });
}

/** A message, and under it the stack of the exception that was logged with it. */
function errorIn(text: string): Seen | null {
  const from = text.search(/^(?:[a-z][\w$]{0,100}\.){1,20}[A-Z][\w$]{0,200}(?:: |\n|$)/m);
  const seen = seenStack(from === -1 ? text : text.slice(from));
  return seen === null ? null : { ...seen, causes: causesOf(text) };
}

function thrown(message: string, own: Pick<Seen, "type" | "message">, reported: "handled" | "unhandled"): Line {
  const stack = seenStack(message)?.stack ?? [];
  return line({ level: "error", text: message.trim(), reported, error: { ...own, stack, causes: causesOf(message) } });
}

function causesOf(text: string): Seen["causes"] {
  return [...text.matchAll(/^Caused by: ([\w.$]{1,300})(?:: ([^\n]*))?/gm)]
    .slice(0, MOST_CAUSES)
    .map(([, type = "", message = ""]) => ({ type, message }));
}
