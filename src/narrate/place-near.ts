import type { HopView } from "../report.ts";
import type { Part } from "./read-sentence.ts";
import type { Name } from "./vocabulary.ts";

/**
 * The place of which something is said: the nearest that was named before, or else after it; "a timeout of" is the one after.
 * "The table orders" is orders.
 */
export function placeNear(parts: readonly Part[], at: number): Name | null {
  const places = parts.map((part, here) => (part.is === "name" && isPlace(part.name) ? sharpest(parts, here) : null));
  const before = places.slice(0, at).findLast((one) => one !== null) ?? null;
  const after = places.slice(at).find((one) => one !== null) ?? null;
  const next = parts[at + 1];
  const isOf = next?.is === "word" && /^(of|at|in|from|by)$/.test(next.word) && parts[at]?.ends !== true;
  return isOf ? (after ?? before) : (before ?? after);
}

/** The hops that are meant: those of the place, or, where none is named, those that are cited. */
export function hopsNear(parts: readonly Part[], at: number, cited: readonly HopView[]): readonly HopView[] {
  const place = placeNear(parts, at);
  return place === null || place.hops.size === 0 ? cited : cited.filter(({ id }) => place.hops.has(id));
}

function isPlace({ sort, hops }: Name): boolean {
  return sort === "entry" || hops.size > 0;
}

function sharpest(parts: readonly Part[], at: number): Name | null {
  const [before, here, next] = [parts[at - 1], parts[at], parts[at + 1]];
  if (here?.is !== "name") return null;
  if (here.name.sort !== "kind" && here.name.sort !== "service") return here.name;
  if (next?.is === "name" && !here.ends && next.name.sort === "resource") return next.name;
  return before?.is === "name" && !before.ends && before.name.sort === "resource" ? before.name : here.name;
}
