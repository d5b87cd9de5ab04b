import { arrayAt, isArray, isObject, type Json, type JsonObject, textAt } from "../json.ts";
import { KEPT } from "../kept.ts";
import type { Seen } from "../record.ts";

const MOST_CAUSES = 10;

/**
 * An error as the runtimes and the logging libraries write it: Node `{errorType, errorMessage, stack[]}`, Python
 * `{errorType, errorMessage, stackTrace[]}`, pino `{type, message, stack}`, Powertools `{name, message, stack}`,
 * AWS SDK `{name, message, $metadata}`. Null where the object has neither a type nor a stack: a message alone is no error.
 */
export function seenError(value: Json | undefined): Seen | null {
  if (!isObject(value)) return null;
  const type = textAt(value, "errorType") ?? textAt(value, "name") ?? textAt(value, "type") ?? textAt(value, "__type");
  const message = textAt(value, "errorMessage") ?? textAt(value, "message") ?? textAt(value, "Message");
  const stack = framesOf(value["stackTrace"] ?? value["stack"] ?? value["trace"] ?? null, message);
  // Only runtimes write both of these names; elsewhere a type has to sound like one.
  const byRuntime = textAt(value, "errorType") !== null && value["errorMessage"] !== undefined;
  const named = byRuntime || (type !== null && /(Error|Exception|Fault|Timeout|Timedout|Failure|Throttl)/.test(type));
  if (!named && stack.length === 0) return null;
  const reasons = reasonsOf(value);
  const seen = { type, message: message ?? type ?? "", stack, causes: causesOf(value) };
  return reasons.length === 0 ? seen : { ...seen, reasons };
}

const MOST_REASONS = 10;

/**
 * Why a call was throttled: DynamoDB's exceptions list `{reason, resource}`, Lambda's have one word in `Reason`.
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_ThrottlingReason.html
 */
function reasonsOf(error: JsonObject): NonNullable<Seen["reasons"]> {
  const listed = ["ThrottlingReasons", "throttlingReasons"].flatMap((name) => arrayAt(error, name));
  const reasons = listed.slice(0, MOST_REASONS).flatMap((one) => {
    const reason = textAt(one, "reason") ?? textAt(one, "Reason");
    return reason === null ? [] : [{ reason, resource: textAt(one, "resource") ?? textAt(one, "Resource") }];
  });
  const single = textAt(error, "Reason");
  return single === null ? reasons : [...reasons, { reason: single, resource: null }];
}

/** Where loggers put an error that is logged along with other things. */
const FIELDS = ["error", "err", "exception", "cause", "message"];

/** The error that a logged object shows: itself where a runtime wrote it, else the one in a field for errors. */
export function errorIn(json: JsonObject): Seen | null {
  const own = textAt(json, "errorType") === null ? null : seenError(json);
  if (own !== null) return own;
  for (const name of FIELDS) {
    const seen = seenError(json[name]);
    if (seen !== null) return seen;
  }
  return ofPython(json) ?? ofDazn(json) ?? ofWinston(json);
}

/** Powertools for Python: the class in `exception_name`, the traceback in `exception`. */
function ofPython(json: JsonObject): Seen | null {
  const type = textAt(json, "exception_name") ?? textAt(json, "stack_trace", "type");
  if (type === null) return null;
  const printed = seenStack(textAt(json, "exception") ?? "");
  const message = textAt(json, "stack_trace", "value") ?? printed?.message ?? textAt(json, "message") ?? "";
  const frames = framesOf(json["stack_trace"] === undefined ? null : arrayAt(json, "stack_trace", "frames"), message);
  return { type, message, stack: printed?.stack ?? frames.reverse(), causes: [] };
}

/** winston puts the stack of an error beside the message. */
function ofWinston(json: JsonObject): Seen | null {
  const stack = textAt(json, "stack") ?? textAt(json, "stack_trace") ?? textAt(json, "stackTrace");
  return stack === null ? null : seenStack(stack);
}

/** dazn's logger: https://github.com/getndazn/dazn-lambda-powertools, its package `lambda-powertools-logger`. */
function ofDazn(json: JsonObject): Seen | null {
  const type = textAt(json, "errorName");
  if (type === null) return null;
  const message = textAt(json, "errorMessage") ?? "";
  return { type, message, stack: framesOf(json["stackTrace"] ?? null, message), causes: [] };
}

const ALONE = /^(?:\[\w+\]\s+)?(?:Uncaught\s+)?([A-Za-z_$][\w.$]*)(?::\s?([\s\S]*))?$/;
/** `console.error("could not save", error)`: the error's own headline comes after what the application says of it. */
const AFTER_WORDS = /\s([A-Za-z_$][\w.$]*(?:Error|Exception|Fault)): ([\s\S]*)$/;

/**
 * An error printed as text: a Node stack (also with `\r` between the lines, as Lambda prints it), or a Python traceback
 * whose last line names the error. Null where the text has no frames.
 */
export function seenStack(text: string): Seen | null {
  const lines = text.split(/\r\n|\n|\r/);
  const frames = lines.filter((one) => /^[\s\u00a0]+(at\s|File\s")/.test(one));
  if (frames.length === 0) return null;
  const traceback = lines.findIndex((one) => one.startsWith("Traceback (most recent call last)"));
  const headline =
    traceback >= 0 ? (lines.findLast((one) => /^[A-Za-z_][\w.]*(:|$)/.test(one)) ?? "") : (lines[0] ?? "");
  const match = ALONE.exec(headline) ?? AFTER_WORDS.exec(headline);
  const inside = frames.map((frame) => frame.replace(/[\s\u00a0]+/g, " ").trim());
  return {
    type: match?.[1] ?? null,
    message: match?.[2] ?? headline,
    stack: (traceback >= 0 ? inside.reverse() : inside).slice(0, KEPT.frames),
    causes: [],
  };
}

function framesOf(stack: Json, message: string | null): string[] {
  const lines = typeof stack === "string" ? stack.split(/\r\n|\n|\r/) : isArray(stack) ? stack.map(frameOf) : [];
  const frames: string[] = [];
  for (const one of lines) {
    const frame = one.replace(/[\s\u00a0]+/g, " ").trim();
    const headline =
      frame === "" || frame === message || (frames.length === 0 && !/^(at |File |\/|.*:\d+)/.test(frame));
    if (!headline && frames.length < KEPT.frames) frames.push(frame);
  }
  // Python alone puts the innermost frame last.
  return frames.every((frame) => frame.startsWith('File "')) ? frames.reverse() : frames;
}

/** Go and X-Ray write a frame as `{path, line, label}`, Python's Powertools as `{file, line, function}`. */
function frameOf(frame: Json): string {
  if (typeof frame === "string") return frame;
  if (isArray(frame)) return frame.join(":");
  if (!isObject(frame)) return String(frame);
  const place = textAt(frame, "path") ?? textAt(frame, "file") ?? "?";
  const name = textAt(frame, "label") ?? textAt(frame, "function");
  const line = frame["line"];
  return `at ${name === null ? "" : `${name} `}(${place}${line === undefined || line === null ? "" : `:${String(line)}`})`;
}

function causesOf(error: JsonObject): Seen["causes"] {
  const causes: { type: string | null; message: string }[] = [];
  let inner: Json | undefined = error["cause"] ?? arrayAt(error, "causes")[0];
  while (isObject(inner) && causes.length < MOST_CAUSES) {
    const type = textAt(inner, "errorType") ?? textAt(inner, "name") ?? textAt(inner, "type");
    const message = textAt(inner, "errorMessage") ?? textAt(inner, "message") ?? "";
    if (type === null && message === "") break;
    causes.push({ type, message });
    inner = inner["cause"];
  }
  return causes;
}
