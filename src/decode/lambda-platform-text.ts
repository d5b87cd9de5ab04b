import type { Mark } from "../record.ts";
import { type Line, type LineFormat, line, type RawLine } from "./line.ts";

const ID = "([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})";
const START = new RegExp(`^START RequestId: ${ID}(?:\\s+Version: (\\S+))?`);
const END = new RegExp(`^END RequestId: ${ID}`);
const REPORT = new RegExp(`^REPORT RequestId: ${ID}`);
const TIMEOUT = new RegExp(`^(?:\\S+Z )?${ID} Task timed out after ([\\d.]+) seconds`);
const RUNTIME_ERROR = new RegExp(`^RequestId: ${ID} Error: ([\\s\\S]*)`);
const INIT = /^INIT_(?:START|REPORT) /;

/**
 * Lambda's own lines in the text format: START, END, REPORT, INIT_START, INIT_REPORT, the timeout, and the runtime's exit.
 * Tabs may have become spaces on the way. https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs.html
 */
export const lambdaPlatformText: LineFormat = {
  name: "lambda-platform-text",
  read({ message, json }: RawLine): Line | null {
    if (json !== null) return null;
    const start = START.exec(message);
    if (start !== null) return platform(message, start[1], { kind: "start", version: start[2] ?? null, trace: null });
    const end = END.exec(message);
    if (end !== null) return platform(message, end[1], { kind: "end" });
    const report = REPORT.exec(message);
    if (report !== null) return platform(message, report[1], reportOf(message));
    const timeout = TIMEOUT.exec(message);
    if (timeout !== null) return timedOut(message, timeout[1], Number(timeout[2]));
    const runtime = RUNTIME_ERROR.exec(message);
    if (runtime !== null) return exited(message, runtime[1], runtime[2] ?? "");
    if (INIT.test(message)) {
      const status = statusOf(message);
      return platform(message, undefined, { kind: "init", status, errorType: field(message, "Error Type") });
    }
    return null;
  },
};

function platform(message: string, requestId: string | undefined, mark: Mark): Line {
  return line({ text: message.trim(), requestId: requestId ?? null, mark });
}

function timedOut(message: string, requestId: string | undefined, seconds: number): Line {
  const text = `Task timed out after ${seconds.toFixed(2)} seconds`;
  return {
    ...platform(message, requestId, { kind: "timeout", afterMs: seconds * 1000 }),
    level: "error",
    reported: "unhandled",
    error: { type: "Sandbox.Timedout", message: text, stack: [], causes: [] },
  };
}

function exited(message: string, requestId: string | undefined, reason: string): Line {
  const [first = "", type = null] = reason.split(/\r?\n/).map((part) => part.trim());
  return line({
    text: message.trim(),
    requestId: requestId ?? null,
    level: "error",
    reported: "unhandled",
    error: { type: type === "" ? null : (type ?? "Runtime.ExitError"), message: first, stack: [], causes: [] },
  });
}

function reportOf(message: string): Mark {
  return {
    kind: "report",
    status: statusOf(message),
    errorType: field(message, "Error Type"),
    durationMs: amount(message, /\bDuration: ([\d.]+) ms/),
    initMs: amount(message, /\bInit Duration: ([\d.]+) ms/),
    memoryMB: amount(message, /\bMemory Size: (\d+) MB/),
    maxMemoryMB: amount(message, /\bMax Memory Used: (\d+) MB/),
    trace: field(message, "XRAY TraceId"),
  };
}

/** A REPORT without a status says nothing of success: older runtimes never wrote one. */
function statusOf(message: string): "error" | "timeout" | null {
  const status = field(message, "Status");
  return status === "timeout" || status === "error" ? status : null;
}

function field(message: string, name: string): string | null {
  return new RegExp(`\\b${name}: (\\S+)`).exec(message)?.[1] ?? null;
}

function amount(message: string, pattern: RegExp): number | null {
  const found = pattern.exec(message)?.[1];
  return found === undefined ? null : Number(found);
}
