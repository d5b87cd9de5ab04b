import { billedMs, type PlatformLines } from "./platform-lines.ts";

/** Lambda's lines in the text format. https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs.html */
export const platformText: PlatformLines = {
  init: ({ runtime }) => `INIT_START Runtime Version: ${runtime.version}\tRuntime Version ARN: ${runtime.versionArn}\n`,
  start: ({ requestId, version }) => `START RequestId: ${requestId} Version: ${version}\n`,
  end(end, at) {
    const { requestId, durationMs, initMs, memoryMb, maxMemoryMb, tracing, trace, segment, timedOut, killed } = end;
    const columns = [
      `REPORT RequestId: ${requestId}`,
      `Duration: ${durationMs.toFixed(2)} ms`,
      `Billed Duration: ${billedMs(end)} ms`,
      `Memory Size: ${memoryMb} MB`,
      `Max Memory Used: ${maxMemoryMb} MB`,
      ...(initMs === null ? [] : [`Init Duration: ${initMs.toFixed(2)} ms`]),
      ...(timedOut ? ["Status: timeout"] : []),
      ...(killed ? ["Status: error", "Error Type: Runtime.ExitError"] : []),
    ];
    const traced =
      tracing && trace.sampled ? `\nXRAY TraceId: ${trace.root}\tSegmentId: ${segment}\tSampled: true\t` : "";
    const seconds = (durationMs / 1000).toFixed(2);
    const cut = `${new Date(at).toISOString()} ${requestId} Task timed out after ${seconds} seconds\n\n`;
    const lines = [`END RequestId: ${requestId}\n`, `${columns.join("\t")}\t${traced}\n`];
    const exit = `RequestId: ${requestId} Error: Runtime exited with error: signal: killed\nRuntime.ExitError\n`;
    return [...lines, ...(timedOut ? [cut] : []), ...(killed ? [exit] : [])];
  },
};
