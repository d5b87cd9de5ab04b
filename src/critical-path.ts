import type { HopOutcome } from "./span.ts";

/** What the path is computed from: a hop with its times in milliseconds, and the place of what it came from, which stands before it. */
export interface Interval {
  readonly start: number;
  /** Null: nobody recorded an end. Then it lasted at least as long as what it waited for. */
  readonly end: number | null;
  readonly parent: number | null;
  /** It came as a message: who sent it did not wait for it. */
  readonly handedOn: boolean;
  readonly outcome: HopOutcome;
}

/** A stretch of the path. `waiting`: nobody worked on it, until this hop took it up. */
export interface Segment {
  readonly hop: number;
  readonly from: number;
  readonly to: number;
  readonly waiting: boolean;
}

/** Beginnings are told in whole milliseconds: an end within one of a sibling's beginning touches it. */
const GRAIN = 1;
/** A child that ends later than its caller by less than this was waited for, and two clocks differ. */
const BETWEEN_CLOCKS = 100;

/**
 * What took the time, from the first beginning of whatever led to the hop `to` until its end: each moment belongs to the one
 * hop whose going faster would have helped. Segments follow each other without a hole or an overlap. Walked backwards: before
 * the end of a hop its caller waited for the child that ended last, before the beginning of that one for the child that had
 * ended by then, and in between it worked itself. A sibling that still ran then held nothing up.
 */
export function criticalPath(all: readonly Interval[], to: number): Segment[] {
  const extents = extentsOf(all);
  const children = awaitedChildren(extents);
  const back: Segment[] = [];
  let at: number | null = to;
  let until = extents[to]?.end ?? 0;
  const reach = (hop: number, from: number, waiting: boolean): void => {
    if (from < until) back.push({ hop, from, to: until, waiting });
    until = Math.min(until, from);
  };
  while (at !== null) {
    const extent: Extent | undefined = extents[at];
    if (extent === undefined) break;
    const child = lastEnded(children.get(at), until);
    if (child !== null) {
      reach(at, child.end, false);
      at = child.hop;
      continue;
    }
    reach(at, extent.start, false);
    const parent: number | null = extent.parent;
    if (parent !== null) reach(at, extents[parent]?.end ?? until, true);
    at = parent;
  }
  return back.reverse();
}

/** The hop that ended last of all that came from one; of several the first, which waited for the others. */
export function lastToEnd(all: readonly Interval[], root: number): number {
  const extents = extentsOf(all);
  const within = new Set([root]);
  let last = root;
  for (const { hop, parent, end } of extents) {
    if (parent === null || !within.has(parent)) continue;
    within.add(hop);
    if (end > (extents[last]?.end ?? 0)) last = hop;
  }
  return last;
}

/** From when to when a hop ran as far as is known, within what it came from. */
interface Extent {
  readonly hop: number;
  readonly parent: number | null;
  readonly start: number;
  readonly end: number;
  readonly awaited: boolean;
}

function extentsOf(all: readonly Interval[]): Extent[] {
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

/** By parent, what it waited for, what ended last at the end. */
function awaitedChildren(extents: readonly Extent[]): Map<number | null, Extent[]> {
  const awaited = extents.filter(({ awaited: was, start, end }) => was && start < end);
  return Map.groupBy(
    awaited.toSorted((a, b) => a.end - b.end),
    ({ parent }) => parent,
  );
}

/** Takes from the end of a list the one that had ended by a moment; those that still ran are left behind for good. */
function lastEnded(sorted: Extent[] | undefined, until: number): Extent | null {
  for (let child = sorted?.pop(); child !== undefined; child = sorted?.pop()) {
    if (child.end <= until + GRAIN && child.start < until) return child;
  }
  return null;
}
