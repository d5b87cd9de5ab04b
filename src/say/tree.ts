import type { HopView, TransactionView } from "../report.ts";

/** A hop at its place in the tree that the first parents make. `depth` counts from 0; `last`: no sibling follows. */
export interface Branch {
  readonly hop: HopView;
  readonly depth: number;
  readonly last: boolean;
}

/** The hops of a transaction in the order of a tree: each followed by what it led to. Keeps its own stack. */
export function treeOf({ hops }: TransactionView): Branch[] {
  const children = Map.groupBy(hops, ({ from }) => from?.hop ?? 0);
  const tree: Branch[] = [];
  const open: Branch[] = branches(children.get(0) ?? [], 0);
  for (let branch = open.pop(); branch !== undefined; branch = open.pop()) {
    tree.push(branch);
    for (const one of branches(children.get(branch.hop.n) ?? [], branch.depth + 1)) open.push(one);
  }
  return tree;
}

/** Last one first, as a stack wants them. */
function branches(hops: readonly HopView[], depth: number): Branch[] {
  return hops.map((hop, place) => ({ hop, depth, last: place === hops.length - 1 })).reverse();
}
