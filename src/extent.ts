import type { HopOutcome } from "./span.ts";

/** What paths and self times are computed from: a hop with its times in milliseconds, and the place of what it came from, which stands before it. */
export interface Interval {
  readonly start: number;
  /** Null: nobody recorded an end. Then it lasted at least as long as what it waited for. */
  readonly end: number | null;
  readonly parent: number | null;
  /** It came as a message: who sent it did not wait for it. */
  readonly handedOn: boolean;
  readonly outcome: HopOutcome;
}

/** A child that ends later than its caller by less than this was waited for, and two clocks differ. */
const BETWEEN_CLOCKS = 100;

/** From when to when a hop ran as far as is known, within what it came from. */
export interface Extent {
  readonly hop: number;
  readonly parent: number | null;
  readonly start: number;
  readonly end: number;
  readonly awaited: boolean;
}

/** Of every hop, in its place: from when to when it ran, and whether its caller waited for it. */
export function extentsOf(all: readonly Interval[]): Extent[] {
  const ends = knownEnds(all);
  const extents: Extent[] = [];
  for (const [hop, one] of all.entries()) {
    const parent = parentOf(one, hop);
    const caller = parent === null ? undefined : extents[parent];
    const start = Math.max(one.start, caller?.start ?? one.start);
    const end = Math.max(start, ends[hop] ?? start);
    if (caller === undefined || parent === null) {
      extents.push({ hop, parent: null, start, end, awaited: false });
      continue;
    }
    const patient = all[parent]?.outcome === "timeout" || end <= caller.end + BETWEEN_CLOCKS;
    const awaited = !one.handedOn && patient && start < caller.end;
    extents.push({ hop, parent, start, end: awaited ? Math.min(end, caller.end) : end, awaited });
  }
  return extents;
}

/** Where no end was recorded, that of the last which was waited for, if there is one. Children stand behind their parents. */
function knownEnds(all: readonly Interval[]): number[] {
  const ends = all.map(({ start, end }) => end ?? start);
  for (const [hop, one] of [...all.entries()].reverse()) {
    const parent = parentOf(one, hop);
    if (parent === null || one.handedOn || all[parent]?.end !== null) continue;
    ends[parent] = Math.max(ends[parent] ?? 0, ends[hop] ?? 0);
  }
  return ends;
}

function parentOf({ parent }: Interval, hop: number): number | null {
  return parent !== null && parent >= 0 && parent < hop ? parent : null;
}
