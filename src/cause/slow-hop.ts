import { criticalPath } from "../critical-path.ts";
import { intervalsOf } from "../intervals.ts";
import type { Hop, Transaction } from "../transaction.ts";
import { Places } from "./aligned.ts";

/** Where the time of a slow request went. Milliseconds. */
export interface SlowHop {
  readonly hop: Hop;
  readonly took: number;
  /** What the same step takes in most of the healthy requests; null where none can be compared. */
  readonly usual: number | null;
  /** Every slow request shows it, and no healthy one comes near. */
  readonly proven: boolean;
  /** What took the time, in its order; a hop may come several times. */
  readonly path: readonly Step[];
}

export interface Step {
  readonly hop: Hop;
  readonly took: number;
  readonly waiting: boolean;
}

/** Fewer than these may be slow, or healthy, by chance. */
const FEWEST = 3;

/**
 * The step of a slow request that takes more time of it than in healthy requests of the same entry: of what stands on its
 * critical path, what is furthest above the healthy ones' median. Null where no time of it was recorded. `slow`: the request,
 * and others like it.
 */
export function slowHop(
  slow: readonly [Transaction, ...Transaction[]],
  healthy: readonly Transaction[],
): SlowHop | null {
  const places = new Places();
  const [request] = slow;
  const path = pathOf(request);
  const numbers = places.of(request);
  const own = timesOf(request, numbers);
  const alike = slow.map((one) => timesOf(one, places.of(one)));
  const usual = healthy.map((one) => timesOf(one, places.of(one)));
  let worst: { readonly number: number; readonly above: number } | null = null;
  for (const [number, took] of own) {
    const above = took - (median(usual.map((times) => times.get(number) ?? 0)) ?? 0);
    if (worst === null || above > worst.above) worst = { number, above };
  }
  const hop = worst === null ? undefined : request.hops[numbers.indexOf(worst.number)];
  if (worst === null || hop === undefined) return null;
  const { number } = worst;
  const least = Math.min(...alike.map((times) => times.get(number) ?? 0));
  const most = Math.max(0, ...usual.map((times) => times.get(number) ?? 0));
  return {
    hop,
    took: own.get(number) ?? 0,
    usual: median(usual.map((times) => times.get(number) ?? 0)),
    proven: slow.length >= FEWEST && healthy.length >= FEWEST && least > most,
    path,
  };
}

function pathOf(transaction: Transaction): Step[] {
  return criticalPath(intervalsOf(transaction), 0).flatMap(({ hop: place, from, to, waiting }): Step[] => {
    const hop = transaction.hops[place];
    return hop === undefined ? [] : [{ hop, took: to - from, waiting }];
  });
}

/** By the number of its place, how much of the critical path each hop takes. */
function timesOf(transaction: Transaction, numbers: readonly number[]): Map<number, number> {
  const times = new Map<number, number>();
  for (const { hop: place, from, to } of criticalPath(intervalsOf(transaction), 0)) {
    const number = numbers[place] ?? -1;
    times.set(number, (times.get(number) ?? 0) + to - from);
  }
  return times;
}

function median(values: readonly number[]): number | null {
  return values.toSorted((a, b) => a - b)[Math.floor((values.length - 1) / 2)] ?? null;
}
