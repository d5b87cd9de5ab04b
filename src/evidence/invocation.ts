import type { LogRecord } from "../record.ts";

/** The log lines of one invocation, all its attempts together, stream by stream in the order of time. */
export interface Invocation {
  readonly requestId: string;
  readonly lines: readonly LogRecord[];
}
