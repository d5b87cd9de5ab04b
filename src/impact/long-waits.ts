import { many } from "../many.ts";
import type { Gap } from "../record.ts";
import { MINUTE, type Micros, micros, type Window } from "../time.ts";
import type { Case } from "./case.ts";
import { HARMED } from "./outcome.ts";

/** Ids that are looked for around the moment at which their work was handed over. */
export interface LongWait {
  readonly window: Window;
  readonly ids: readonly string[];
}

/** Around a moment of sending: clocks differ, and the one who sent it began before and ended after. */
const REACH = MINUTE;
/** Slices that begin so soon after another are read with it: few long queries are cheaper than many short ones. */
const NEARBY = 5 * MINUTE;
const LONGEST_SLICE = 30 * MINUTE;
/** What trickled in for days would have to be read for days. */
const MOST_SLICES = 6;

/**
 * Where to look for who handed over work that lay in a queue or stream since before the window: at the moments of sending that
 * its consumers recorded, and nowhere else. Where there are too many such moments, those count at which most was sent.
 */
export function longWaits(
  cases: readonly Case[],
  idsOf: (one: Case) => readonly string[],
  since: Micros,
): { waits: LongWait[]; left: readonly Case[] } {
  const waited = cases.filter((one) => one.entry === null && one.began < since && HARMED.has(one.outcome));
  const slices = slicesOf(waited.toSorted((a, b) => a.began - b.began));
  const read = new Set(slices.toSorted((a, b) => b.length - a.length).slice(0, MOST_SLICES));
  const waits = slices.filter((slice) => read.has(slice)).map((slice) => waitOf(slice, idsOf));
  return { waits, left: slices.filter((slice) => !read.has(slice)).flat() };
}

/** What is not looked for is a gap. */
export function gapsOfWaits(left: readonly Case[]): Gap[] {
  if (left.length === 0) return [];
  const why = `it was handed over before the window, at more moments than ${MOST_SLICES}: those at which most was sent were read`;
  return [{ what: `who sent the work of ${many(left.length, "failing request")}`, why }];
}

/** In the order of their moments, those that are read together. */
function slicesOf(ordered: readonly Case[]): Case[][] {
  const slices: Case[][] = [];
  for (const one of ordered) {
    const slice = slices.at(-1);
    const [first, last] = [slice?.[0], slice?.at(-1)];
    const near =
      first !== undefined &&
      last !== undefined &&
      one.began - last.began <= NEARBY &&
      one.began - first.began <= LONGEST_SLICE;
    if (near) slice?.push(one);
    else slices.push([one]);
  }
  return slices;
}

function waitOf(slice: readonly Case[], idsOf: (one: Case) => readonly string[]): LongWait {
  const moments = slice.map(({ began }) => began);
  const from = moments.reduce((a, b) => (a < b ? a : b));
  const to = moments.reduce((a, b) => (a > b ? a : b));
  return {
    window: { from: micros(from - REACH), to: micros(to + REACH) },
    ids: [...new Set(slice.flatMap(idsOf))],
  };
}
