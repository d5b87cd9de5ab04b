import { hash } from "node:crypto";
import type { HopView, Report } from "./report.ts";

/** What tells one error from another stands at its beginning. */
const LONGEST_MESSAGE = 1000;
/** An apostrophe within a word quotes nothing. */
const QUOTED = /"[^"]{0,200}"|(?<![A-Za-z])'[^']{0,200}'|`[^`]{0,200}`|“[^”]{0,200}”/g;
const WORD = /[\w@.:/+=-]+/g;
const MOST_HOPS = 30;

/** An error's message without what differs from one time to the next: quoted values, and words that hold a digit or an address. */
export function errorTemplate(message: string): string {
  return message
    .slice(0, LONGEST_MESSAGE)
    .replace(QUOTED, "…")
    .replace(WORD, (word) => (/[\d@/]/.test(word) ? "#" : word))
    .replace(/\s+/g, " ")
    .trim();
}

/**
 * What a failure has in common with the same failure another night: the function, the error without its values, and the way from
 * the entry to where it went wrong. Null where nothing fails.
 */
export function fingerprintOf({ failing, transactions }: Report): string | null {
  if (failing === null) return null;
  const hops = transactions.find((one) => one.hops.some(({ id }) => id === failing.hop))?.hops ?? [];
  const path = wayTo(hops, failing.hop).map(({ service, resource }) => `${service} ${resource}`);
  const error = failing.error === null ? null : [failing.error.type, errorTemplate(failing.error.message)];
  return hash("sha256", JSON.stringify([failing.function, error, path])).slice(0, 32);
}

/** From a hop up to the entry, by the first parent of each. */
function wayTo(hops: readonly HopView[], id: string): HopView[] {
  const way: HopView[] = [];
  let here = hops.find((hop) => hop.id === id);
  for (; here !== undefined && way.length < MOST_HOPS; here = hops[(here.from?.hop ?? 0) - 1]) way.push(here);
  return way;
}
