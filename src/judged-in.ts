import type { Catalog } from "./catalog.ts";
import { type Configuration, NOTHING_READ } from "./configuration.ts";
import type { Component } from "./evidence/components.ts";
import type { Evidence } from "./evidence/evidence.ts";
import type { Answered } from "./impact/answered.ts";
import { withCatalogNames } from "./impact/entry-name.ts";
import { type Judged, judge } from "./impact/judge.ts";
import { stitch } from "./stitch/stitch.ts";

/** The transactions that a component amounts to, and what each means for people, by what is known of the resources. */
export function judgedIn(component: Component, catalog: Catalog, known: Configuration = NOTHING_READ): Judged[] {
  return stitch(component).map((one) => judge(withCatalogNames(one, catalog), catalog, known));
}

/** Requests that were let go when they had been counted, found again in the evidence, in their order. */
export function foundAgain(
  answered: readonly Answered[],
  evidence: Evidence,
  judgedOf: (component: Component) => readonly Judged[],
): Judged[] {
  return answered.flatMap(({ key, transaction }) => {
    const components = key === null ? [] : evidence.reach([key]);
    return components.flatMap(judgedOf).find((judged) => judged.transaction.id === transaction) ?? [];
  });
}

interface Remembered {
  readonly catalog: Catalog;
  readonly known: Configuration;
  readonly judged: readonly Judged[];
}

const REMEMBERED = new WeakMap<Component, Remembered>();

/**
 * The same, remembered for as long as the component is the same object. For evidence that comes in rounds, which leave most
 * components as they were; what is read once, and may be large, is better let go.
 */
export function judgedAgain(component: Component, catalog: Catalog, known: Configuration): readonly Judged[] {
  const before = REMEMBERED.get(component);
  if (before?.catalog !== catalog) {
    const judged = judgedIn(component, catalog, known);
    REMEMBERED.set(component, { catalog, known, judged });
    return judged;
  }
  if (before.known === known) return before.judged;
  // What is configured changes no hop and no link: only how it ends has to be judged again.
  const judged = before.judged.map(({ transaction }) => judge(transaction, catalog, known));
  REMEMBERED.set(component, { catalog, known, judged });
  return judged;
}
