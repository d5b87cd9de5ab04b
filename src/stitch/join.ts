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
  const links = new Map<string, Link>();
  const add = (link: Link): void => {
    const name = `${link.parent} ${link.child} ${link.by[1].item ?? ""}`;
    if (link.parent !== link.child && !links.has(name)) links.set(name, link);
  };
  const senders = sendersOf(hops);
  hops.forEach((hop, child) => {
    for (const received of hop.keys) {
      if (received.role !== "received") continue;
      const claims = (senders.get(nameOf(received)) ?? []).filter(({ parent }) => parent !== child);
      const sender = claims.length > 1 ? nearest(hops, claims, child) : claims[0];
      if (sender === undefined) continue;
      add({
        parent: sender.parent,
        child,
        certainty: "exact",
        by: [sender.key, received],
        outcome: hop.outcome,
      });
    }
  });
  const parented = new Set([...links.values()].map(({ child }) => child));
  const trees = new Union(hops.length);
  for (const { parent, child } of links.values()) trees.join(parent, child);
  for (const link of mentionedBy(hops, parented, trees)) {
    add(link);
    parented.add(link.child);
    trees.join(link.parent, link.child);
  }
  for (const link of sharedParents(hops, parented, trees)) {
    add(link);
    trees.join(link.parent, link.child);
  }
  return [...links.values()];
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

/** Two hops that say they sent the same id: the later of those that began before it came in. */
function nearest(hops: readonly Hop[], claims: readonly Claim[], child: number): Claim | undefined {
  const came = hops[child]?.start ?? 0;
  let best: Claim | undefined;
  for (const claim of claims) {
    const start = hops[claim.parent]?.start ?? 0;
    const bestStart = best === undefined ? Number.NEGATIVE_INFINITY : (hops[best.parent]?.start ?? 0);
    if (start <= came && start > bestStart) best = claim;
  }
  return best ?? claims[0];
}
