import type { Evidence } from "./evidence/evidence.ts";
import type { StreamSlice } from "./sources/source.ts";
import type { Micros } from "./time.ts";

/** Where errors stand that no invocation could be found for, by stream: the lines around them may place them. */
export function unplacedErrors(evidence: Evidence): StreamSlice[] {
  const slices = new Map<string, { group: string; stream: string; from: Micros; to: Micros }>();
  for (const { loose } of evidence.reach("failing")) {
    for (const { at, origin, reported } of loose) {
      const { group, stream } = origin;
      if (reported === null || group === undefined || stream === undefined) continue;
      const name = `${group} ${stream}`;
      const known = slices.get(name);
      if (known === undefined) slices.set(name, { group, stream, from: at, to: at });
      else {
        if (at < known.from) known.from = at;
        if (at > known.to) known.to = at;
      }
    }
  }
  return [...slices.values()];
}
