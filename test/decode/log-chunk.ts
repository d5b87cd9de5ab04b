import type { Chunk } from "../../src/record.ts";

/** A line of a log stream; `at` is epoch ms. */
export interface LoggedLine {
  readonly at: number;
  readonly message: string;
}

/** A log stream and what was written to it. */
export interface LoggedStream {
  readonly group: string;
  readonly stream: string;
  readonly lines: readonly LoggedLine[];
}

/** The subscription record of one stream, as bytes. */
export function logChunk({ group, stream, lines }: LoggedStream): Chunk {
  const record = {
    messageType: "DATA_MESSAGE",
    owner: "123456789012",
    logGroup: group,
    logStream: stream,
    subscriptionFilters: [],
    logEvents: lines.map(({ at, message }, i) => ({ id: String(i), timestamp: at, message })),
  };
  return {
    origin: { source: "cloudwatch-logs" },
    format: "log-events",
    bytes: new TextEncoder().encode(`${JSON.stringify(record)}\n`),
  };
}
