import type { Extent } from "./extent.ts";

/** A stretch in which a hop worked itself. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** Of every hop, in its place, when it worked itself: while it ran, without the times in which it waited for another. */
export function ownTimes(extents: readonly Extent[]): Stretch[][] {
  const sorted = extents.filter(({ awaited }) => awaited).sort((a, b) => a.start - b.start);
  const children = Map.groupBy(sorted, ({ parent }) => parent);
  return extents.map(({ hop, start, end }) => {
    const own: Stretch[] = [];
    let until = start;
    for (const child of children.get(hop) ?? []) {
      if (child.start > until) own.push({ from: until, to: Math.min(child.start, end) });
      until = Math.max(until, child.end);
    }
    if (until < end) own.push({ from: until, to: end });
    return own;
  });
}
