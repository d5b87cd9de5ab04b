import type { User } from "../span.ts";
import type { Hop, Link } from "../transaction.ts";
import { mostTrusted } from "../user.ts";

/**
 * Whose request a transaction is: what an event proves, nearest to the entry first, and else whom its recorders and lines name
 * most surely. `mixed`: the places of hops that have parents in other transactions too. What a batch with messages of others does names somebody, but not whose message of it this one was.
 */
export function userOf(hops: readonly Hop[], links: readonly Link[], mixed: Iterable<number>): User | null {
  const parents = Map.groupBy(links, ({ child }) => child);
  const shared = new Set(mixed);
  // Hops stand in the order of causes: parents are known before their children.
  for (const place of hops.keys()) if (parents.get(place)?.some(({ parent }) => shared.has(parent))) shared.add(place);
  const own = hops.filter((_, place) => !shared.has(place));
  const proven = own.find(({ arrival }) => arrival?.user != null)?.arrival?.user;
  if (proven != null) return proven;
  const told = mostTrusted(own.map(({ named }) => named));
  return told === null ? null : { id: told.id, kind: told.kind, from: told.from };
}
