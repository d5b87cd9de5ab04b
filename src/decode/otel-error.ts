import { type JsonObject, textAt } from "../json.ts";
import { KEPT } from "../kept.ts";
import type { Seen } from "../record.ts";
import { attribute, type OtelSpan } from "./otel.ts";
import { errorType, httpStatus } from "./otel-outcome.ts";
import { seenStack } from "./seen-error.ts";

const MOST_CAUSES = 10;

/** The error of a span that failed: its last exception, else one of what it did inside, else what its attributes say. */
export function errorOf(one: OtelSpan, inside: readonly OtelSpan[]): Seen {
  const thrown = [one, ...inside].map(({ exceptions }) => exceptions.at(-1)).find((found) => found !== undefined);
  const status = httpStatus(one);
  const type = textAt(thrown, "exception.type") ?? errorType(one);
  const message =
    textAt(thrown, "exception.message") ??
    one.statusMessage ??
    attribute(one, "error.message", "exception.message") ??
    (status === null ? null : `answered with status ${status}`) ??
    (type === null ? "it recorded no more than that it failed" : "");
  const stack = textAt(thrown, "exception.stacktrace") ?? textAt(one.attributes, "exception.stacktrace") ?? "";
  return { type, message, stack: framesOf(stack), causes: causesOf(stack) };
}

/** An exception that was noted down, whatever became of the span. */
export function seenException(exception: JsonObject): Seen {
  const stack = textAt(exception, "exception.stacktrace") ?? "";
  return {
    type: textAt(exception, "exception.type"),
    message: textAt(exception, "exception.message") ?? "",
    stack: framesOf(stack),
    causes: causesOf(stack),
  };
}

/** The frames of a stack in any language, innermost first. Go puts the place of a frame under the function's name. */
function framesOf(stack: string): string[] {
  const known = seenStack(stack)?.stack ?? [];
  const frames =
    known.length > 0 ? known : stack.split("\n").filter((line) => /^\s*\S+\.(go|rb|php|rs):\d+/.test(line));
  return frames.slice(0, KEPT.spanFrames).map((line) => line.trim());
}

/** Java's `Caused by: java.net.ConnectException: refused`, outermost first. */
function causesOf(stack: string): Seen["causes"] {
  return [...stack.matchAll(/^Caused by: ([\w.$]+)(?:: ([^\r\n]*))?/gm)]
    .slice(0, MOST_CAUSES)
    .map(([, type = "", message = ""]) => ({ type, message }));
}
