import { KEPT } from "../kept.ts";
import type { PayloadName } from "../payload-name.ts";
import type { ErrorView, HopView } from "../report.ts";
import { byteSize } from "./byte-size.ts";
import { cutBytes } from "./cut-bytes.ts";
import { errorLine } from "./error-line.ts";
import { jsonLines, type TextLine } from "./json-lines.ts";
import { logLines } from "./log-lines.ts";
import { opened } from "./opened.ts";
import type { ZonedClock } from "./zoned-clock.ts";

export const PAYLOAD_TITLES: Readonly<Record<PayloadName, string>> = {
  input: "Input",
  output: "Output",
  environment: "Environment",
  exception: "Exception",
  logs: "Logs",
};

/** Something long that a hop says, line by line, and what of it was not kept. */
export interface PayloadText {
  readonly lines: readonly TextLine[];
  readonly notKept: string | null;
}

/** Null where it was not recorded. The lines of what was recorded and is empty are none. */
export function payloadText(hop: HopView, name: PayloadName, clock: ZonedClock): PayloadText | null {
  if (name === "exception")
    return hop.error === null
      ? null
      : { lines: plainLines(exceptionText(hop.error)), notKept: framesNotKept(hop.error) };
  if (name === "logs") {
    return { lines: logLines(hop.logs, clock).flatMap(plainLines), notKept: logsNotKept(hop) };
  }
  const value = hop[name];
  if (value === null) return null;
  const bytes = cutBytes(value);
  const most = byteSize(KEPT.payloadBytes);
  const notKept =
    bytes === 0
      ? null
      : `About ${byteSize(bytes)} of it were not kept: at most ${most} of a payload are. What is missing is marked {"$cut": bytes} where it stood.`;
  if (typeof value !== "string" || opened("", value) !== value) return { lines: jsonLines(value), notKept };
  return { lines: value === "" ? [] : plainLines(value), notKept };
}

/** The whole error as it was recorded, the innermost frame first. */
export function exceptionText(error: ErrorView): string {
  const { type, message, stack, causes, reasons = [] } = error;
  const head = type === null || message.startsWith(type) ? message : message === "" ? type : `${type}: ${message}`;
  return [
    head,
    ...reasons.map(({ reason, resource }) => `because of ${reason}${resource === null ? "" : ` at ${resource}`}`),
    ...stack.map((frame) => `    ${frame}`),
    ...causes.map((cause) => `caused by ${errorLine(cause)}`),
  ].join("\n");
}

export function logsNotKept({ logs, logLines: all }: HopView): string | null {
  const most = `of a line, ${byteSize(KEPT.lineBytes)} are kept`;
  return all === undefined ? null : `The last ${logs.length} of ${all} lines were kept; ${most}.`;
}

/** Nothing tells how many frames there were: as many as can be kept were so many or more. */
export function framesNotKept({ stack: { length } }: ErrorView): string | null {
  const isFull = length === KEPT.frames || length === KEPT.spanFrames;
  return isFull ? `Of its stack the ${length} innermost frames were kept.` : null;
}

function plainLines(text: string): TextLine[] {
  return text.split(/\r\n|\n|\r/).map((line) => ({ text: line, path: null }));
}
