import type { JsonObject } from "../json.ts";

/** Whether an object is a line that a logger wrote: ids in it are those that the program speaks of, not what it was given. */
export function isLogLine(value: JsonObject): boolean {
  return ["level", "severity", "log_level"].some((name) => value[name] !== undefined);
}
