import type { HopView } from "../report.ts";
import { FAILING } from "../span.ts";

/**
 * A row of the map, from top to bottom: a hop, or how many are left out at that place. Who leads straight on stands in the same
 * lane as what led to it; what only branches off stands one lane further in.
 */
export interface MapRow {
  readonly hop: HopView | null;
  readonly hidden: Hidden | null;
  readonly lane: number;
  /** The row from which it came; null where that is unknown. */
  readonly from: number | null;
  /** It lies on the way to where the failure shows. */
  readonly failing: boolean;
}

/** Hops that are left out: `between` this row's parent and the next row, or further ones that the parent led to. */
export interface Hidden {
  readonly between: boolean;
  readonly count: number;
  readonly failed: number;
}

const TOP = 0;
const MOST_LANES = 6;

/** `most` hops of a transaction as rows; `focus`: hops by id that the picture is about. Flat: depth costs nothing. */
export function mapRows(hops: readonly HopView[], focus: ReadonlySet<string>, most: number): MapRow[] {
  const chosen = choose(hops, focus, most);
  const shown = hops.filter(({ n }) => chosen.has(n));
  const above = shownAbove(hops, chosen);
  const left = leftOut(hops, shown, chosen, above);
  const weight = weights(hops, focus);
  const children = Map.groupBy(shown, ({ n }) => above.get(n) ?? TOP);
  const rows: MapRow[] = [];
  const rowOf = new Map<number, number>();
  const open = stacked(children.get(TOP) ?? [], left.beside.get(TOP), weight, 0, 0);
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { hop, lane, hidden, parent } = next;
    const from = rowOf.get(parent) ?? null;
    const between = hop === null ? hidden : left.between.get(hop.n);
    if (between !== undefined && between !== null)
      rows.push({ hop: null, hidden: between, lane, from, failing: false });
    if (hop === null) continue;
    rowOf.set(hop.n, rows.length);
    rows.push({ hop, hidden: null, lane, from, failing: (weight.get(hop.n) ?? 0) > 0 });
    open.push(...stacked(children.get(hop.n) ?? [], left.beside.get(hop.n), weight, lane, hop.n));
  }
  return rows;
}

/**
 * First what it is about and the entry, then the way there, then what fails, then the others in their order. Where not all
 * find room, what only repeats another is left out.
 */
function choose(hops: readonly HopView[], focus: ReadonlySet<string>, most: number): ReadonlySet<number> {
  const above = new Set<number>();
  for (const hop of hops.toReversed()) {
    if (focus.has(hop.id) || above.has(hop.n)) above.add(parentOf(hop));
  }
  const rank = (hop: HopView): number => {
    if (focus.has(hop.id) || hop.n === 1) return 0;
    if (above.has(hop.n)) return 1;
    return FAILING.has(hop.outcome) ? 2 : 3;
  };
  const ranked = hops
    .map((hop) => ({ hop, rank: rank(hop) }))
    .sort((a, b) => a.rank - b.rank || (a.rank === 1 ? b.hop.n - a.hop.n : a.hop.n - b.hop.n));
  const seen = new Set<string>();
  const picked = ranked.filter(({ hop, rank: own }) => {
    const what = JSON.stringify([parentOf(hop), hop.service, hop.resource, hop.operation]);
    const repeats = seen.has(what);
    seen.add(what);
    return hops.length <= most || own < 3 || !repeats;
  });
  return new Set(picked.slice(0, most).map(({ hop }) => hop.n));
}

/** The nearest shown hop above each hop. */
function shownAbove(hops: readonly HopView[], chosen: ReadonlySet<number>): ReadonlyMap<number, number> {
  const above = new Map<number, number>();
  for (const hop of hops) {
    const parent = parentOf(hop);
    above.set(hop.n, chosen.has(parent) ? parent : (above.get(parent) ?? TOP));
  }
  return above;
}

/** What is not shown, each once: on the way to the first shown hop that it led to, else beside what it came from. */
function leftOut(
  hops: readonly HopView[],
  shown: readonly HopView[],
  chosen: ReadonlySet<number>,
  above: ReadonlyMap<number, number>,
): { between: ReadonlyMap<number, Hidden>; beside: ReadonlyMap<number, Hidden> } {
  const byNumber = new Map(hops.map((hop) => [hop.n, hop]));
  const told = new Set(chosen);
  const between = new Map<number, Hidden>();
  const beside = new Map<number, Hidden>();
  const add = (to: Map<number, Hidden>, at: number, { outcome }: HopView): void => {
    const { count, failed } = to.get(at) ?? { count: 0, failed: 0 };
    to.set(at, { between: to === between, count: count + 1, failed: failed + (FAILING.has(outcome) ? 1 : 0) });
  };
  for (const hop of shown) {
    let up = byNumber.get(parentOf(hop));
    while (up !== undefined && !told.has(up.n)) {
      told.add(up.n);
      add(between, hop.n, up);
      up = byNumber.get(parentOf(up));
    }
  }
  for (const hop of hops) if (!told.has(hop.n)) add(beside, above.get(hop.n) ?? TOP, hop);
  return { between, beside };
}

/** 2: on the way to what the picture is about; 1: on the way to a failure; 0: neither. */
function weights(hops: readonly HopView[], focus: ReadonlySet<string>): ReadonlyMap<number, number> {
  const weight = new Map<number, number>();
  for (const hop of hops.toReversed()) {
    const own = Math.max(weight.get(hop.n) ?? 0, focus.has(hop.id) ? 2 : FAILING.has(hop.outcome) ? 1 : 0);
    weight.set(hop.n, own);
    const parent = parentOf(hop);
    weight.set(parent, Math.max(weight.get(parent) ?? 0, own));
  }
  return weight;
}

interface Next {
  readonly hop: HopView | null;
  readonly hidden: Hidden | null;
  readonly lane: number;
  readonly parent: number;
}

/** Ready to be taken from the end: first what branches off, last what leads straight on, which is the way to the failure. */
function stacked(
  hops: readonly HopView[],
  hidden: Hidden | undefined,
  weight: ReadonlyMap<number, number>,
  lane: number,
  parent: number,
): Next[] {
  const sorted = hops.toSorted((a, b) => (weight.get(a.n) ?? 0) - (weight.get(b.n) ?? 0) || a.n - b.n);
  const further = parent === TOP ? lane : Math.min(lane + 1, MOST_LANES);
  const next = sorted.map((hop): Next => ({ hop, hidden: null, lane: further, parent }));
  const last = next.pop();
  const straight: Next[] = last === undefined ? [] : [{ ...last, lane }];
  const others: Next[] =
    hidden === undefined ? [] : [{ hop: null, hidden, lane: last === undefined ? lane : further, parent }];
  return [...straight, ...others, ...next.reverse()];
}

/** Parents stand before their children; whatever does not is none. */
function parentOf({ n, from }: HopView): number {
  const parent = from?.hop ?? TOP;
  return parent < n ? parent : TOP;
}
