import { type Micros, micros } from "../time.ts";
import type { Hop, Link } from "../transaction.ts";
import { Heap } from "./heap.ts";
import { LinksBy } from "./links-by.ts";

export interface Ordered {
  /** Places in the list of hops, parents before children, and then by corrected start. */
  readonly order: readonly number[];
  /** Without those that closed a circle. */
  readonly links: readonly Link[];
  /** Links that were left out, because a hop cannot be its own ancestor. */
  readonly circular: readonly Link[];
}

/**
 * Puts parents before children, and what began earlier before what began later. Where links run in a circle, the earliest
 * hop of those left goes first, and its links from the rest are left out. No recursion; n log n.
 */
export function orderHops(hops: readonly Hop[], links: readonly Link[], startOf: (place: number) => number): Ordered {
  const children = new LinksBy("parent", links, hops.length);
  const waiting = new Int32Array(hops.length);
  for (const { child } of links) waiting[child] = (waiting[child] ?? 0) + 1;
  const starts = Float64Array.from(hops, (_, place) => startOf(place));
  const compare = (a: number, b: number): number => (starts[a] ?? 0) - (starts[b] ?? 0) || a - b;
  const ready = new Heap((a, b) => compare(a, b) < 0);
  const all = [...hops.keys()].sort(compare).values();
  for (const place of hops.keys()) if (waiting[place] === 0) ready.push(place);
  const order: number[] = [];
  const done = new Uint8Array(hops.length);
  const place = (one: number): void => {
    done[one] = 1;
    order.push(one);
    for (const { child } of children.of(one)) {
      waiting[child] = (waiting[child] ?? 0) - 1;
      if (waiting[child] === 0 && done[child] === 0) ready.push(child);
    }
  };
  while (order.length < hops.length) {
    const next = ready.pop() ?? all.next().value;
    if (next === undefined) break;
    if (done[next] === 0) place(next);
  }
  const rank = new Int32Array(hops.length);
  order.forEach((one, index) => {
    rank[one] = index;
  });
  const forward = ({ parent, child }: Link): boolean => (rank[parent] ?? 0) < (rank[child] ?? 0);
  return { order, links: links.filter(forward), circular: links.filter((link) => !forward(link)) };
}

/**
 * By clock, what has to be added so that no hop begins before the one that caused it. Clocks of one machine are left
 * alone; a clock is moved once, as far as its worst case asks. Goes over the links in the order of causes.
 */
export function skewOf(hops: readonly Hop[], links: readonly Link[], order: readonly number[]): Map<string, Micros> {
  const rank = new Int32Array(hops.length);
  order.forEach((place, index) => {
    rank[place] = index;
  });
  const causes = links
    .filter(({ parent, child, certainty }) => certainty === "exact" && hops[parent]?.clock !== hops[child]?.clock)
    .sort((a, b) => (rank[a.parent] ?? 0) - (rank[b.parent] ?? 0));
  const skew = new Map<string, Micros>();
  for (const { parent, child } of causes) {
    const from = hops[parent];
    const to = hops[child];
    if (from === undefined || to === undefined) continue;
    const late = from.start + (skew.get(from.clock) ?? 0) - (to.start + (skew.get(to.clock) ?? 0));
    if (late > 0) skew.set(to.clock, micros((skew.get(to.clock) ?? 0) + late));
  }
  return skew;
}
