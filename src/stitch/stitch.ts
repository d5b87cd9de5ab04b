import { hash } from "node:crypto";
import type { Component } from "../evidence/components.ts";
import type { Gap } from "../record.ts";
import { facesOf, titleOf } from "../services/table.ts";
import { FAILING, type Span } from "../span.ts";
import type { Micros } from "../time.ts";
import type { Entry, Hop, Link, Transaction } from "../transaction.ts";
import { madeByContent } from "./contents.ts";
import { spansOfInvocation } from "./invocation.ts";
import { withItems } from "./items.ts";
import { joinHops } from "./join.ts";
import { LinksBy } from "./links-by.ts";
import { mergeSpans } from "./merge.ts";
import { orderHops, skewOf } from "./order.ts";
import { outsideLinks } from "./outside-links.ts";
import { inSession, NO_SESSION, withSessions } from "./sessions.ts";
import { userOf } from "./user.ts";

/** Makes transactions of what may belong together. Pure: the same component gives the same transactions. */
export function stitch(component: Component): Transaction[] {
  const { makers } = component;
  // What is another operation itself, told once more, is no hop beside it.
  const spans = spansOf(component).filter(({ id }) => !makers.get(id)?.itself || makers.get(id)?.by === null);
  const merged = mergeSpans(spans).sort((a, b) => a.start - b.start);
  const hops = withSessions(merged, component.sessions);
  const joined = joinHops(hops);
  const made = madeByContent(hops, joined, makers);
  const links = withItems(hops, [...joined, ...made.links]);
  const first = orderHops(hops, links, (place) => hops[place]?.start ?? 0);
  const skew = skewOf(hops, first.links, first.order);
  const corrected = (place: number): number => {
    const hop = hops[place];
    return hop === undefined ? 0 : hop.start + (skew.get(hop.clock) ?? 0);
  };
  const { order, links: kept, circular } = orderHops(hops, first.links, corrected);
  const whole = {
    hops: throughCallees(hops, kept, order),
    links: kept,
    order,
    skew,
    several: made.several,
    sessions: component.sessions,
  };
  return split(whole, [...first.circular, ...circular]);
}

/** In an order of their own, so that it does not matter what was read first. */
function spansOf({ spans, invocations }: Component): Span[] {
  const own = spans.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const invoked = invocations.toSorted((a, b) => (a.requestId < b.requestId ? -1 : 1));
  return [...own, ...invoked.flatMap(spansOfInvocation)];
}

interface Whole {
  readonly hops: readonly Hop[];
  readonly links: readonly Link[];
  readonly order: readonly number[];
  readonly skew: ReadonlyMap<string, Micros>;
  /** By hop, how many calls may have made it, where it is not one alone. */
  readonly several: ReadonlyMap<number, number>;
  readonly sessions: Component["sessions"];
}

/** A hop that only its callee's event shows ended as that callee did: the last of them, where it was called again. */
function throughCallees(hops: readonly Hop[], links: readonly Link[], order: readonly number[]): Hop[] {
  const result = [...hops];
  const children = new LinksBy("parent", links, hops.length);
  for (const place of order.toReversed()) {
    const hop = result[place];
    const map = hop === undefined ? undefined : facesOf(hop.service).find((face) => face.throughCallee)?.throughCallee;
    if (hop === undefined || map === undefined || hop.outcome !== "unknown") continue;
    const callee = children
      .of(place)
      .map(({ child }) => result[child])
      .findLast((one) => one !== undefined);
    if (callee === undefined) continue;
    const outcome = map(callee.outcome);
    const decidedBy = callee.decidedBy === null ? null : `what it called: ${callee.decidedBy}`;
    result[place] = {
      ...hop,
      outcome,
      decidedBy,
      output: hop.output ?? callee.output,
      error: outcome === "ok" ? null : callee.error,
    };
  }
  return result;
}

/** One transaction for each hop without a parent: everything that follows from it. A batch is in each of its senders'. */
function split(whole: Whole, circular: readonly Link[]): Transaction[] {
  const { length } = whole.hops;
  const children = new LinksBy("parent", whole.links, length);
  const parents = new LinksBy("child", whole.links, length);
  const circularByChild = new LinksBy("child", circular, length);
  const roots = whole.order.filter((place) => parents.count(place) === 0);
  const rootsOf = rootsByHop(roots, children, whole.hops.length);
  const rank = new Int32Array(whole.hops.length);
  whole.order.forEach((place, index) => {
    rank[place] = index;
  });
  const known = { children, parents, circular: circularByChild, turnOf: turnsOf(parents, whole.order), rank };
  const entryOf = (place: number): string | null => entryNames[rootsOf[place] ?? -1] ?? null;
  const entryNames = whole.hops.map(({ arrival, operation }) => (arrival?.root ? operation : null));
  return roots.map((root) => {
    const inside = new Set([root]);
    for (const place of inside) for (const { child } of children.of(place)) inside.add(child);
    return transactionOf(whole, { ...known, root, inside, entryOf });
  });
}

/** For each hop one root that it follows from: the first in order. Enough to name what else a batch held. */
function rootsByHop(roots: readonly number[], children: LinksBy, size: number): Int32Array {
  const rootOf = new Int32Array(size).fill(-1);
  for (const root of roots) {
    const open = [root];
    for (let place = open.pop(); place !== undefined; place = open.pop()) {
      if (rootOf[place] !== -1) continue;
      rootOf[place] = root;
      for (const { child } of children.of(place)) open.push(child);
    }
  }
  return rootOf;
}

/** The order among the parents of a hop that has several. */
function turnsOf(parents: LinksBy, places: readonly number[]): Map<Link, number> {
  const turns = new Map<Link, number>();
  for (const place of places)
    if (parents.count(place) > 1) for (const [turn, link] of parents.of(place).entries()) turns.set(link, turn);
  return turns;
}

interface Part {
  readonly root: number;
  readonly inside: ReadonlySet<number>;
  readonly children: LinksBy;
  readonly parents: LinksBy;
  /** Of links to a hop that has several parents. */
  readonly turnOf: ReadonlyMap<Link, number>;
  /** By child, the links that were left out. */
  readonly circular: LinksBy;
  /** The name of an entry from which a hop follows. */
  readonly entryOf: (place: number) => string | null;
  /** By place in the whole, where in the order it comes. */
  readonly rank: Int32Array;
}

function transactionOf(whole: Whole, part: Part): Transaction {
  const { root, inside, parents, entryOf, rank } = part;
  const places = [...inside].sort((a, b) => (rank[a] ?? 0) - (rank[b] ?? 0));
  const newPlace = new Map(places.map((place, index) => [place, index]));
  const id = `t-${hash("sha1", whole.hops[root]?.id ?? "").slice(0, 12)}`;
  const { links, shared } = linksInside(places, part, newPlace);
  const own = places.flatMap((place) => whole.hops[place] ?? []).map((hop) => ({ ...hop, id: `${id}#${hop.id}` }));
  const hops = withItemErrors(own, links);
  const first = hops[0];
  const arrival = first?.arrival ?? null;
  const entry: Entry | null = arrival !== null && begins(first) ? { hop: 0, kind: arrival.kind, arrival } : null;
  const named = userOf(hops, links, shared.keys());
  const within = first === undefined || entry === null ? NO_SESSION : inSession(first, named, whole.sessions);
  const clocks = new Set(hops.map(({ clock }) => clock));
  return {
    id,
    hops,
    links,
    // Made when they are asked for: each transaction of a batch has as many as the batch held items.
    get outside() {
      return outsideLinks(shared, parents, inside, entryOf);
    },
    entry,
    user: within.user ?? named,
    session: within.session,
    gaps: [
      ...within.gaps,
      ...(entry === null && first !== undefined ? [unknownParent(first, whole.several.get(root))] : []),
      ...circles(part, whole),
    ],
    skew: new Map(
      [...clocks].flatMap((clock): [string, Micros][] => {
        const off = whole.skew.get(clock);
        return off === undefined ? [] : [[clock, off]];
      }),
    ),
  };
}

/** A batch that named what failed in it failed, in the transaction of an item, with that item's error. */
function withItemErrors(hops: readonly Hop[], links: readonly Link[]): Hop[] {
  const result = [...hops];
  for (const { child, error } of links.toReversed()) {
    const hop = result[child];
    if (hop === undefined || error === undefined) continue;
    result[child] = { ...hop, error: error.seen, ...(error.of === "batch" ? { errorOf: error.of } : {}) };
  }
  return result;
}

/** The links of a transaction, and, by place in it, the place in the whole of what has parents elsewhere too. */
function linksInside(
  places: readonly number[],
  part: Part,
  newPlace: ReadonlyMap<number, number>,
): { links: Link[]; shared: Map<number, number> } {
  const links: Link[] = [];
  const shared = new Map<number, number>();
  const several = severalInside(places, part);
  for (const place of places) {
    const child = newPlace.get(place) ?? 0;
    const all = part.parents.count(place);
    const own = all > 1 ? (several.get(place) ?? []) : part.parents.of(place);
    for (const link of own) {
      const parent = newPlace.get(link.parent);
      if (parent !== undefined) links.push({ ...link, parent, child });
    }
    if (own.length < all) shared.set(child, place);
  }
  return { links, shared };
}

/** Whether a request begins with this hop, if nothing leads to it. */
function begins(hop: Hop | undefined): boolean {
  const root = hop?.arrival?.root ?? false;
  return root === "failing" ? FAILING.has(hop?.outcome ?? "unknown") : root;
}

/**
 * By hop that has several parents, the links to it from within, in order. They are found from their parents: looking through
 * all the senders of a batch in each of its transactions would take the square of them.
 */
function severalInside(places: readonly number[], { children, turnOf }: Part): Map<number, Link[]> {
  if (turnOf.size === 0) return new Map();
  const found = places.flatMap((place) => children.of(place).filter((link) => turnOf.has(link)));
  const several = Map.groupBy(found, ({ child }) => child);
  for (const links of several.values()) links.sort((a, b) => (turnOf.get(a) ?? 0) - (turnOf.get(b) ?? 0));
  return several;
}

function unknownParent(hop: Hop, several: number | undefined): Gap {
  const what = `${titleOf(hop.service)} ${hop.resource ?? hop.operation}`;
  if (several === 1) return { what, why: "the one call that fits may have led to another like it" };
  if (several !== undefined) return { what, why: `${several} calls may have led to this, and nothing tells which` };
  return { what, why: hop.drawn ? "no line names who sent to it" : "no line names who called it" };
}

function circles({ inside, circular }: Part, whole: Whole): Gap[] {
  return [...inside]
    .flatMap((place) => circular.of(place))
    .filter(({ parent }) => inside.has(parent))
    .map(({ parent, child }) => ({
      what: `${whole.hops[parent]?.operation ?? ""} → ${whole.hops[child]?.operation ?? ""}`,
      why: "left out, because it would make a hop its own ancestor",
    }));
}
