import type { LogRecord } from "../../src/record.ts";
import { decoded } from "./decoded.ts";
import { logChunk } from "./log-chunk.ts";

/** What a single line of a function's log is read as. */
export function readLine(message: string): LogRecord {
  const lines = [{ at: Date.UTC(2026, 10, 22, 2, 31), message }];
  const [record] = decoded(logChunk({ group: "/aws/lambda/checkout", stream: "2026/11/22/[1]ab", lines })).records;
  if (record === undefined) throw new Error("the line was not read");
  return record;
}
