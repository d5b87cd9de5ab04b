import type { Catalog } from "./catalog.ts";
import type { Component } from "./evidence/evidence.ts";
import { withCatalogNames } from "./impact/entry-name.ts";
import { type Judged, judge } from "./impact/judge.ts";
import { stitch } from "./stitch/stitch.ts";

/** The transactions that a component amounts to, and what each means for people. */
export function judgedIn(component: Component, catalog: Catalog): Judged[] {
  return stitch(component).map((one) => judge(withCatalogNames(one, catalog), catalog));
}

const KNOWN = new WeakMap<Component, { readonly catalog: Catalog; readonly judged: readonly Judged[] }>();

/**
 * The same, remembered for as long as the component is the same object. For evidence that comes in rounds, which leave most
 * components as they were; what is read once, and may be large, is better let go.
 */
export function judgedAgain(component: Component, catalog: Catalog): readonly Judged[] {
  const known = KNOWN.get(component);
  if (known?.catalog === catalog) return known.judged;
  const judged = judgedIn(component, catalog);
  KNOWN.set(component, { catalog, judged });
  return judged;
}
