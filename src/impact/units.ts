import type { Delivery } from "../services/service.ts";
import { facesOf } from "../services/table.ts";
import { FAILING } from "../span.ts";
import type { Hop, Link, Transaction } from "../transaction.ts";

/**
 * A piece of work that ends for itself: the entry and what it waits for, or something that was handed over to be done
 * later, and what that waits for. `members` are places in the transaction, the root first.
 */
export interface Unit {
  readonly root: number;
  readonly mode: Delivery;
  readonly members: readonly number[];
  /** The hops that a hop waits for. */
  readonly inside: (place: number) => readonly number[];
  /** The same message was delivered before, and that failed. */
  readonly failedBefore: boolean;
}

/** The units of a transaction. Of several deliveries of one message only the last counts. Linear. */
export function unitsOf({ hops, links }: Transaction): Unit[] {
  const parents = Map.groupBy(links, ({ child }) => child);
  const children = Map.groupBy(links, ({ parent }) => parent);
  const modes = hops.map((hop, place) =>
    modeOf(
      hop,
      (parents.get(place) ?? []).map(({ parent }) => hops[parent]),
    ),
  );
  const inside = (place: number): number[] =>
    (children.get(place) ?? []).map(({ child }) => child).filter((child) => modes[child] === "sync");
  const deliveries = deliveriesOf(hops, links, modes);
  const units: Unit[] = [];
  for (const [place, hop] of hops.entries()) {
    const mode = modes[place] ?? "sync";
    if (place !== 0 && mode === "sync") continue;
    const message = parents.get(place)?.[0];
    const all = message === undefined ? undefined : deliveries.get(nameOf(message, hop));
    const delivery = hop.delivery ?? 0;
    if (all !== undefined && delivery < all.last) continue;
    const members = new Set([place]);
    for (const one of members) for (const child of inside(one)) members.add(child);
    units.push({
      root: place,
      mode,
      members: [...members],
      inside,
      failedBefore: (all?.firstFailed ?? delivery) < delivery,
    });
  }
  return units;
}

interface Deliveries {
  last: number;
  firstFailed: number | null;
}

function deliveriesOf(
  hops: readonly Hop[],
  links: readonly Link[],
  modes: readonly Delivery[],
): Map<string, Deliveries> {
  const all = new Map<string, Deliveries>();
  for (const link of links) {
    const hop = hops[link.child];
    if (hop === undefined || modes[link.child] !== "poll" || hop.delivery === null) continue;
    const one = all.get(nameOf(link, hop)) ?? { last: 0, firstFailed: null };
    one.last = Math.max(one.last, hop.delivery);
    if (FAILING.has(hop.outcome)) one.firstFailed = Math.min(one.firstFailed ?? hop.delivery, hop.delivery);
    all.set(nameOf(link, hop), one);
  }
  return all;
}

/** One message on its way to one consumer. */
function nameOf({ parent }: Link, consumer: Hop): string {
  return `${parent} ${consumer.resource ?? ""}`;
}

/** How work came to a hop: a call that somebody waits for, or something handed over by a service that delivers later. */
function modeOf(hop: Hop, parents: readonly (Hop | undefined)[]): Delivery {
  const unawaited = facesOf(hop.service).flatMap((face) => face.unawaited ?? []);
  if (hop.spans.some(({ operation }) => unawaited.some((known) => known.has(operation)))) return "async";
  const onlyCalled = hop.spans.every(({ kind }) => kind === "client");
  for (const parent of onlyCalled ? [] : parents) {
    const faces = parent === undefined ? [] : facesOf(parent.service);
    const delivery = faces.find((face) => face.delivery !== undefined)?.delivery;
    if (delivery !== undefined) return delivery;
  }
  return "sync";
}
