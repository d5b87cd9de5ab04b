import type { Evidence } from "./evidence/evidence.ts";
import type { StreamName } from "./sources/source.ts";

/** The streams that hold an error which no invocation could be found for: the lines around it may place it. */
export function unplacedErrors(evidence: Evidence): StreamName[] {
  const streams = new Map<string, StreamName>();
  for (const { lines } of evidence.reach("failing")) {
    for (const { record, requestId } of lines) {
      const { group, stream } = record.origin;
      if (requestId !== null || record.reported === null || group === undefined || stream === undefined) continue;
      streams.set(`${group} ${stream}`, { group, stream });
    }
  }
  return [...streams.values()];
}
