import type { LoggedStream } from "../decode/log-chunk.ts";

/** One run of a Node function in Lambda's text format. Times are epoch ms. */
export interface FunctionRun {
  readonly name: string;
  readonly requestId: string;
  readonly at: number;
  /** `LEVEL` and message, tab between them; a line that begins with `|` is written raw. One every 10 ms. */
  readonly lines: readonly string[];
  /** `none`: it is still running, or its end was not read. */
  readonly end?: "ok" | "error" | "timeout" | "none";
  readonly stream?: string;
  /** How long it ran. */
  readonly ms?: number;
}

/** The stream that holds what one run of a function writes, START to REPORT. */
export function functionLog({ name, requestId, at, lines, end = "ok", stream, ms }: FunctionRun): LoggedStream {
  const last = at + (ms ?? 10 * (lines.length + 1));
  const status =
    end === "error" ? "\tStatus: error\tError Type: Runtime.Unknown" : end === "timeout" ? "\tStatus: timeout" : "";
  const columns = (moment: number): string => `${new Date(moment).toISOString()}\t${requestId}\t`;
  return {
    group: `/aws/lambda/${name}`,
    stream: stream ?? `2026/11/22/[1]${requestId.slice(0, 8)}`,
    lines: [
      { at, message: `START RequestId: ${requestId} Version: 7\n` },
      ...lines.map((line, i) => {
        const moment = at + 10 * (i + 1);
        return { at: moment, message: line.startsWith("|") ? line.slice(1) : `${columns(moment)}${line}\n` };
      }),
      ...(end === "none"
        ? []
        : [
            { at: last, message: `END RequestId: ${requestId}\n` },
            {
              at: last,
              message: `REPORT RequestId: ${requestId}\tDuration: ${last - at}.00 ms\tMemory Size: 256 MB\tMax Memory Used: 90 MB${status}\t\n`,
            },
          ]),
    ],
  };
}
