import { type Extent, extentsOf, type Interval } from "./extent.ts";

/** A stretch of the path. `waiting`: nobody worked on it, until this hop took it up. */
export interface Segment {
  readonly hop: number;
  readonly from: number;
  readonly to: number;
  readonly waiting: boolean;
}

/** Beginnings are told in whole milliseconds: an end within one of a sibling's beginning touches it. */
const GRAIN = 1;
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
