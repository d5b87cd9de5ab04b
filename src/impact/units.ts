import type { Delivery } from "../services/service.ts";
import { facesOf } from "../services/table.ts";
import { FAILING, type HopOutcome } from "../span.ts";
import type { Micros } from "../time.ts";
import type { Hop, Link, Transaction } from "../transaction.ts";

/**
 * A piece of work that ends for itself: the entry and what it waits for, or something that was handed over to be done
 * later, and what that waits for. `members` are places in the transaction, the root first.
 */
export interface Unit {
  readonly root: number;
  readonly mode: Delivery;
  /** How it ended for what came in this transaction; a batch that failed may have failed for another item. */
  readonly outcome: HopOutcome;
  readonly members: readonly number[];
  /** The place of the hop that handed it over, and when it came there; null where nobody did. */
  readonly from: number | null;
  readonly sentAt: Micros | null;
  /** How many deliveries of it there were, as far as they were counted or seen; 0 where it is not polled. */
  readonly delivery: number;
  /** The hops that a hop waits for. */
  readonly inside: (place: number) => readonly number[];
  /** The same message was delivered before, and that failed. */
  readonly failedBefore: boolean;
}

/** The units of a transaction. Of several deliveries of one message to one consumer only the last counts. n log n. */
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
    const messages = (parents.get(place) ?? []).filter((link) => deliveries.has(link));
    const last = messages.filter((link) => deliveries.get(link)?.last);
    if (messages.length > 0 && last.length === 0) continue;
    const message = last[0] ?? parents.get(place)?.[0];
    const members = new Set([place]);
    for (const one of members) for (const child of inside(one)) members.add(child);
    units.push({
      root: place,
      mode,
      outcome: outcomeOf(hop, last),
      members: [...members],
      from: message?.parent ?? null,
      sentAt: message === undefined ? null : sentAtOf(message, hops),
      delivery: last.reduce((most, link) => Math.max(most, deliveries.get(link)?.number ?? 0), 0),
      inside,
      failedBefore: last.some((link) => deliveries.get(link)?.failedBefore),
    });
  }
  return units;
}

/** A batch may have failed although this item of it did not. */
function outcomeOf(hop: Hop, messages: readonly Link[]): HopOutcome {
  const items = messages.filter(({ by: [, { item }] }) => item !== undefined);
  if (items.length === 0 || !FAILING.has(hop.outcome)) return hop.outcome;
  return items.find(({ outcome }) => FAILING.has(outcome))?.outcome ?? "ok";
}

interface Delivered {
  /** The delivery's number, as the service counted it, else as they were seen: records of a stream carry no count. */
  readonly number: number;
  readonly last: boolean;
  readonly failedBefore: boolean;
}

/** By link, its number, whether it is the last delivery of its message to that consumer, and whether an earlier one failed. */
function deliveriesOf(hops: readonly Hop[], links: readonly Link[], modes: readonly Delivery[]): Map<Link, Delivered> {
  const polled = links.filter(({ child }) => modes[child] === "poll");
  const countOf = ({ child, by: [, { delivery }] }: Link): number => delivery ?? hops[child]?.delivery ?? 0;
  const startOf = ({ child }: Link): number => hops[child]?.start ?? 0;
  const found = new Map<Link, Delivered>();
  for (const same of Map.groupBy(polled, (link) => nameOf(link, hops)).values()) {
    const ordered = same.toSorted((a, b) => countOf(a) - countOf(b) || startOf(a) - startOf(b));
    let failedBefore = false;
    ordered.forEach((link, i) => {
      found.set(link, { number: countOf(link) || i + 1, last: i === ordered.length - 1, failedBefore });
      failedBefore ||= FAILING.has(link.outcome);
    });
  }
  return found;
}

/** When it was sent, as the one who received it read it, else when the hop that handed it over began. */
function sentAtOf({ by: [sent, received], parent }: Link, hops: readonly Hop[]): Micros | null {
  return received.sentAt ?? sent.sentAt ?? hops[parent]?.start ?? null;
}

/** One message on its way to one consumer. */
function nameOf({ parent, child, by: [, { item, value }] }: Link, hops: readonly Hop[]): string {
  return `${parent} ${item === undefined ? "" : value} ${hops[child]?.resource ?? ""}`;
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
