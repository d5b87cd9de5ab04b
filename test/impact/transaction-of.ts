import type { Key } from "../../src/key.ts";
import type { Hop, Link, Transaction } from "../../src/transaction.ts";

/** A transaction of some hops, each with the place of its parent; none for those that begin. */
export function transactionOf(...placed: readonly (readonly [hop: Hop, parent?: number])[]): Transaction {
  const hops = placed.map(([hop]) => hop);
  const links = placed.flatMap(([hop, parent], child): Link[] => {
    if (parent === undefined) return [];
    const key: Key = { kind: "span", value: `${parent} ${child}`, role: "sent", path: "test" };
    return [{ parent, child, certainty: "exact", by: [key, { ...key, role: "received" }], outcome: hop.outcome }];
  });
  const arrival = hops[0]?.arrival ?? null;
  return {
    id: `t-${hops[0]?.id}`,
    hops,
    links,
    outside: [],
    entry: arrival?.root ? { hop: 0, kind: arrival.kind, arrival } : null,
    user: arrival?.user ?? null,
    session: null,
    gaps: [],
    skew: new Map(),
  };
}
