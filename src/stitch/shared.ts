import type { Key } from "../key.ts";
import type { Hop, Link } from "../transaction.ts";
import { nameOf } from "./merge.ts";

/**
 * Links for hops that no id ties to a parent, but that carry the trace of others: the latest hop of that trace that began
 * before it and that works rather than being called. It says "the same transaction", not "this called that".
 */
export function* sharedParents(hops: readonly Hop[], parented: ReadonlySet<number>): Generator<Link> {
  const members = new Map<string, { place: number; key: Key }[]>();
  hops.forEach((hop, place) => {
    for (const key of hop.keys) {
      if (key.role !== "shared") continue;
      const list = members.get(nameOf(key));
      if (list === undefined) members.set(nameOf(key), [{ place, key }]);
      else list.push({ place, key });
    }
  });
  const linked = new Set<number>();
  for (const list of members.values()) {
    const ordered = list.sort((a, b) => startOf(hops, a.place) - startOf(hops, b.place) || a.place - b.place);
    let before: { place: number; key: Key } | undefined;
    for (const member of ordered) {
      const hop = hops[member.place];
      if (hop === undefined) continue;
      if (before !== undefined && !parented.has(member.place) && !linked.has(member.place)) {
        linked.add(member.place);
        yield {
          parent: before.place,
          child: member.place,
          certainty: "trace",
          by: [before.key, member.key],
          outcome: hop.outcome,
        };
      }
      if (works(hop) || before === undefined) before = member;
    }
  }
}

function startOf(hops: readonly Hop[], place: number): number {
  return hops[place]?.start ?? 0;
}

/** A program or a service that takes requests, as against a call that somebody made. */
function works({ spans }: Hop): boolean {
  return spans.some(
    ({ kind }) => kind === "server" || kind === "consumer" || kind === "internal" || kind === "producer",
  );
}
