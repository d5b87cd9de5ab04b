import type { Evidence } from "./evidence/evidence.ts";
import type { Origin } from "./record.ts";
import type { StreamSlice } from "./sources/source.ts";
import type { Micros } from "./time.ts";

/** Where errors stand that no invocation could be found for, by stream: the lines around them may place them. */
export function unplacedErrors(evidence: Evidence): StreamSlice[] {
  const slices = new Map<string, Slice>();
  for (const { loose } of evidence.reach("failing")) {
    for (const { at, origin, reported } of loose) {
      const slice = reported === null ? null : sliceAt(origin, at);
      if (slice === null) continue;
      const { account, region, group, stream } = slice;
      const name = `${account} ${region} ${group} ${stream}`;
      const known = slices.get(name);
      if (known === undefined) slices.set(name, slice);
      else if (at < known.from) known.from = at;
      else if (at > known.to) known.to = at;
    }
  }
  return [...slices.values()];
}

type Slice = StreamSlice & { from: Micros; to: Micros };

function sliceAt({ account, region, group, stream }: Origin, at: Micros): Slice | null {
  if (group === undefined || stream === undefined) return null;
  const where = { ...(account === undefined ? {} : { account }), ...(region === undefined ? {} : { region }) };
  return { group, stream, ...where, from: at, to: at };
}
