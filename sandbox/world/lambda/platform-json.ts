import type { JsonObject } from "../json.ts";
import { traceHeader } from "../trace.ts";
import { billedMs, type End, type PlatformLines, type Start } from "./platform-lines.ts";

/**
 * Lambda's lines in the JSON format, with the system log level at DEBUG: that of INFO leaves `platform.runtimeDone` out.
 * https://docs.aws.amazon.com/lambda/latest/dg/telemetry-schema-reference.html
 */
export const platformJson: PlatformLines = {
  init: ({ runtime, functionName, version }, at) =>
    line(at, "platform.initStart", {
      initializationType: "on-demand",
      phase: "init",
      runtimeVersion: runtime.version,
      runtimeVersionArn: runtime.versionArn,
      functionName,
      functionVersion: version,
    }),
  start: (start, at) =>
    line(at, "platform.start", { requestId: start.requestId, version: start.version, tracing: tracingOf(start) }),
  end: (end, at) => [line(at, "platform.runtimeDone", runtimeDone(end, at)), line(at, "platform.report", report(end))],
};

function line(at: number, type: string, record: JsonObject): string {
  return JSON.stringify({ time: new Date(at).toISOString(), type, record });
}

function runtimeDone(end: End, at: number): JsonObject {
  const { requestId, durationMs, producedBytes } = end;
  // How long the response took on its way is not told apart here: a tenth of a millisecond, as for every small one.
  const sentAt = new Date(at).toISOString();
  return {
    requestId,
    ...statusOf(end),
    spans: [
      {
        name: "responseLatency",
        start: new Date(at - durationMs).toISOString(),
        durationMs: rounded(durationMs - 0.1),
      },
      { name: "responseDuration", start: sentAt, durationMs: 0.1 },
    ],
    metrics: { durationMs: rounded(durationMs), producedBytes },
    tracing: tracingOf(end),
  };
}

function report(end: End): JsonObject {
  const { requestId, durationMs, initMs, memoryMb, maxMemoryMb } = end;
  return {
    requestId,
    metrics: {
      durationMs: rounded(durationMs),
      billedDurationMs: billedMs(end),
      memorySizeMB: memoryMb,
      maxMemoryUsedMB: maxMemoryMb,
      ...(initMs === null ? {} : { initDurationMs: rounded(initMs) }),
    },
    tracing: tracingOf(end),
    ...statusOf(end),
  };
}

function statusOf({ failed, timedOut, killed }: End): JsonObject {
  if (timedOut) return { status: "timeout" };
  if (killed) return { status: "error", errorType: "Runtime.ExitError" };
  return failed ? { status: "error", errorType: "Unhandled" } : { status: "success" };
}

function tracingOf({ trace, segment }: Start): JsonObject {
  return { spanId: segment, type: "X-Amzn-Trace-Id", value: traceHeader(trace, segment) };
}

function rounded(ms: number): number {
  return Math.round(ms * 1000) / 1000;
}
