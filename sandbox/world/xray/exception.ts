import type { JsonObject } from "../json.ts";
import type { Failure } from "../logging/log-style.ts";
import { segmentId } from "./traces.ts";

/** An error as X-Ray's SDKs record it in the `cause` of a segment. `of`: the segment's id. */
export function exceptionOf({ name, message, frames }: Failure, of: string): JsonObject {
  return { id: segmentId(of, "exception"), type: name, message, stack: frames.flatMap(frameOf) };
}

/** `    at storeOrder (/var/task/checkout.js:88:18)`, or Python's `  File "/var/task/pricing.py", line 41, in surge`. */
function frameOf(frame: string): JsonObject[] {
  const javascript = /^\s*at (?:async )?(?:(\S+) \()?(.+?):(\d+)(?::\d+)?\)?$/.exec(frame);
  if (javascript !== null) {
    const [, label, path = "", line] = javascript;
    return [{ path, line: Number(line), label: label ?? "anonymous" }];
  }
  const python = /File "([^"]+)", line (\d+), in (\S+)/.exec(frame);
  return python === null ? [] : [{ path: python[1] ?? "", line: Number(python[2]), label: python[3] ?? "" }];
}
