import type { Place } from "./place.ts";
import type { ServiceName } from "./span.ts";
import type { Micros } from "./time.ts";

/** What hands work to what. */
export type Handed = readonly [from: Place, to: Place];

/** How it is known that a function uses a resource. */
export type KnownFrom = "event source mapping" | "environment variable" | "service graph" | "past report" | "tag";

/** A resource of ours, and what its tags say. */
export interface Tagged {
  readonly place: Place;
  readonly tags: ReadonlyMap<string, string>;
}

/**
 * A function that calls a resource, or is invoked with what comes from it; or that may, because it belongs to the same stack or
 * application.
 */
export interface Use {
  readonly function: string;
  readonly how: "calls" | "takes from" | "belongs with";
  readonly place: Place;
  readonly from: readonly KnownFrom[];
}

/** Which functions use which resources, as far as was found out beforehand. What is not in it may be used all the same. */
export interface Inventory {
  readonly at: Micros;
  readonly uses: readonly Use[];
}

/** Where the newest one is kept. */
export interface Inventories {
  read(): Promise<Inventory | null>;
  keep(inventory: Inventory): Promise<void>;
}

/** So many functions are read because of what they use: each of them over all of the trouble, which costs. */
export const MOST_BEHIND = 10;

/**
 * The same use found in several ways is one. In an order that does not depend on that in which they were found. What only belongs
 * with a resource is left out where anything is known to use that, and stands last: where they are too many, it is cut off first.
 */
export function inventoryOf(uses: Iterable<Use>, at: Micros): Inventory {
  const found = new Map<string, Use>();
  for (const use of uses) {
    const name = `${use.function}\n${use.how}\n${nameOf(use.place)}`;
    const from = new Set([...(found.get(name)?.from ?? []), ...use.from]);
    found.set(name, { ...use, from: [...from].sort() });
  }
  const inOrder = [...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, use]) => use);
  const [certain, possible] = [inOrder.filter(isCertain), inOrder.filter((use) => !isCertain(use))];
  const used = new Set(certain.map(({ place }) => nameOf(place)));
  return { at, uses: [...certain, ...possible.filter(({ place }) => !used.has(nameOf(place)))] };
}

/**
 * The functions that use the places, and then those from which their work comes: who calls them, or what they take from. The
 * nearest first, and no more than `most`; last those that only belong with one of the places. `functions`: how functions are
 * called as a service.
 */
export function functionsBehind(
  { uses }: Inventory,
  places: readonly Place[],
  functions: ServiceName,
  most: number,
): string[] {
  const byPlace = Map.groupBy(uses.filter(isCertain), ({ place }) => nameOf(place));
  const sources = Map.groupBy(
    uses.filter(({ how }) => how === "takes from"),
    (use) => use.function,
  );
  const found = new Set<string>();
  const open = places.map(nameOf);
  const passed = new Set<string>();
  for (const name of open) {
    if (passed.has(name)) continue;
    passed.add(name);
    for (const use of byPlace.get(name) ?? []) {
      if (found.size === most) return [...found];
      found.add(use.function);
      // Work comes to a function from what it takes from, and from who calls it.
      const before = (sources.get(use.function) ?? []).map(({ place }) => nameOf(place));
      open.push(...before.filter((one) => !passed.has(one)), `${functions} ${use.function}`);
    }
  }
  const asked = new Set(places.map(nameOf));
  const possible = uses.filter((use) => !isCertain(use) && asked.has(nameOf(use.place)));
  return [...new Set([...found, ...possible.map((use) => use.function)])].slice(0, most);
}

/** Whether it was seen or configured, and not only likely. */
export function isCertain({ how }: Use): boolean {
  return how !== "belongs with";
}

function nameOf({ service, resource }: Place): string {
  return `${service} ${resource}`;
}
