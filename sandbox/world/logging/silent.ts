import type { LogStyle } from "./log-style.ts";
import { nodeCrash } from "./node-crash.ts";

/** A Node function that logs nothing of its own: only what Lambda and its runtime write stands in its group. */
export const silent: LogStyle = { format: "text", environmentAt: "load", line: () => null, crash: nodeCrash };
