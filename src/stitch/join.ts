import { Union } from "../evidence/union.ts";
import type { Key } from "../key.ts";
import type { Hop, Link } from "../transaction.ts";
import { mentionedBy } from "./mentions.ts";
import { nameOf } from "./merge.ts";
import { sharedParents } from "./shared.ts";

/**
 * Links hops, surest evidence first: ids that one side sent and the other received, then ids that a line mentions and
 * nobody recorded sending, then, for what still has no parent, the trace that both sides share. What surer evidence has
 * put into one tree is not linked again by weaker evidence: that would make a hop its own ancestor. Linear in the keys,
 * but for ids that many claim to have sent.
 */
export function joinHops(hops: readonly Hop[]): Link[] {
  const exact: Link[] = [];
  const senders = sendersOf(hops);
  hops.forEach((hop, child) => {
    const linked = new Set<string>();
    for (const received of hop.keys) {
      if (received.role !== "received") continue;
      const sender = nearest(hops, senders.get(nameOf(received)) ?? [], child);
      const name = `${sender?.parent} ${received.item ?? ""}`;
      if (sender === undefined || sender.parent === child || linked.has(name)) continue;
      linked.add(name);
      exact.push({
        parent: sender.parent,
        child,
        certainty: "exact",
        by: [sender.key, received],
        outcome: hop.outcome,
      });
    }
  });
  const links = withoutDetours(exact);
  const trees = new Union(hops.length);
  for (const { parent, child } of links) trees.join(parent, child);
  // Weaker evidence links no hop that has a parent already, and gives it one.
  for (const link of mentionedBy(hops, [...links], trees)) {
    links.push(link);
    trees.join(link.parent, link.child);
  }
  const parented = new Set(links.map(({ child }) => child));
  for (const link of sharedParents(hops, parented, trees)) {
    links.push(link);
    trees.join(link.parent, link.child);
  }
  return links;
}

/** A message passes no more of AWS's services than these between two programs. */
const LONGEST_WAY = 4;

/**
 * An instrumentation links whoever took a message to whoever sent it, past the topic and the queue in between. Where those were
 * recorded as well, the way through them is the one that is shown.
 */
function withoutDetours(links: Link[]): Link[] {
  const parents = Map.groupBy(links, ({ child }) => child);
  const dropped = new Set<Link>();
  for (const own of parents.values()) {
    const bySpan = own.length < 2 ? [] : own.filter(({ by: [, received] }) => received.kind === "span");
    if (bySpan.length === 0) continue;
    const passed = new Set(own.flatMap(({ parent }) => before(parent, parents)));
    for (const link of bySpan) if (passed.has(link.parent)) dropped.add(link);
  }
  return dropped.size === 0 ? links : links.filter((link) => !dropped.has(link));
}

/** The hops that led to one, by the first parent of each. */
function before(place: number, parents: ReadonlyMap<number, readonly Link[]>): number[] {
  const way: number[] = [];
  let here = parents.get(place)?.[0]?.parent;
  while (here !== undefined && way.length < LONGEST_WAY) {
    way.push(here);
    here = parents.get(here)?.[0]?.parent;
  }
  return way;
}

interface Claim {
  readonly parent: number;
  readonly key: Key;
}

function sendersOf(hops: readonly Hop[]): Map<string, Claim[]> {
  const senders = new Map<string, Claim[]>();
  hops.forEach((hop, parent) => {
    for (const key of hop.keys) {
      if (key.role !== "sent") continue;
      const claims = senders.get(nameOf(key));
      if (claims === undefined) senders.set(nameOf(key), [{ parent, key }]);
      else if (claims.at(-1)?.parent !== parent) claims.push({ parent, key });
    }
  });
  return senders;
}

/**
 * Of several hops that say they sent the same id, the later of those that began before it came in; the first of all where
 * none did. The claims stand in the order of the hops, which is that of their beginnings: they are searched by halves.
 */
function nearest(hops: readonly Hop[], claims: readonly Claim[], child: number): Claim | undefined {
  const startOf = (claim: Claim | undefined): number => hops[claim?.parent ?? -1]?.start ?? 0;
  const firstAfter = (at: number, orAt: boolean): number => {
    let [low, high] = [0, claims.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      const start = startOf(claims[middle]);
      if (start > at || (orAt && start === at)) high = middle;
      else low = middle + 1;
    }
    return low;
  };
  const isOther = (claim: Claim | undefined): boolean => claim !== undefined && claim.parent !== child;
  const before = firstAfter(hops[child]?.start ?? 0, false) - 1;
  // Of those that began at one moment the first, as ever; a hop is not its own sender.
  const latest = before < 0 ? 0 : firstAfter(startOf(claims[before]), true);
  return [claims[latest], claims[latest + 1], claims[latest - 1]].find(isOther);
}
