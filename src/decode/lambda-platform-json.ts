import { type JsonObject, numberAt, objectAt, textAt } from "../json.ts";
import type { Mark } from "../record.ts";
import { type Line, type LineFormat, line, type RawLine } from "./line.ts";

type Status = "ok" | "error" | "timeout" | null;
const STATUS: ReadonlyMap<string, Status> = new Map([
  ["success", "ok"],
  ["error", "error"],
  ["failure", "error"],
  ["timeout", "timeout"],
]);

/**
 * Lambda's own lines in the JSON format, `{"time", "type": "platform.…", "record"}`: the shapes of the Telemetry API.
 * https://docs.aws.amazon.com/lambda/latest/dg/telemetry-schema-reference.html
 */
export const lambdaPlatformJson: LineFormat = {
  name: "lambda-platform-json",
  read({ json }: RawLine): Line | null {
    const type = textAt(json ?? undefined, "type");
    const record = objectAt(json ?? undefined, "record");
    if (json === null || record === null || type === null || !type.startsWith("platform.")) return null;
    const mark = markOf(type, record);
    const status = mark !== null && mark.kind === "report" ? mark.status : null;
    const errorType = textAt(record, "errorType");
    return line({
      text: type,
      body: json,
      positional: false,
      requestId: textAt(record, "requestId"),
      mark,
      level: status === "error" || status === "timeout" ? "error" : null,
      reported: status === "error" || status === "timeout" ? "unhandled" : null,
      error: failureOf(status, errorType),
    });
  },
};

function failureOf(status: Status, errorType: string | null): Line["error"] {
  if (status === "timeout")
    return { type: errorType ?? "Sandbox.Timedout", message: "Task timed out", stack: [], causes: [] };
  if (status !== "error" || errorType === null) return null;
  return { type: errorType, message: errorType, stack: [], causes: [] };
}

function markOf(type: string, record: JsonObject): Mark | null {
  const status = STATUS.get(textAt(record, "status") ?? "") ?? null;
  const errorType = textAt(record, "errorType");
  switch (type) {
    case "platform.start":
      return { kind: "start", version: textAt(record, "version"), trace: traceOf(record) };
    case "platform.runtimeDone":
      return { ...report(record, status, errorType), initMs: null, memoryMB: null, maxMemoryMB: null };
    case "platform.report":
      return report(record, status, errorType);
    case "platform.initReport":
    case "platform.initRuntimeDone":
      return { kind: "init", status, errorType };
    default:
      return null;
  }
}

function report(record: JsonObject, status: Status, errorType: string | null): Extract<Mark, { kind: "report" }> {
  return {
    kind: "report",
    status,
    errorType,
    durationMs: numberAt(record, "metrics", "durationMs"),
    initMs: numberAt(record, "metrics", "initDurationMs"),
    memoryMB: numberAt(record, "metrics", "memorySizeMB"),
    maxMemoryMB: numberAt(record, "metrics", "maxMemoryUsedMB"),
    trace: traceOf(record),
  };
}

function traceOf(record: JsonObject): string | null {
  const header = textAt(record, "tracing", "value") ?? "";
  return /Root=([^;]+)/.exec(header)?.[1] ?? null;
}
