import type { OutsideLink } from "../transaction.ts";
import type { LinksBy } from "./links-by.ts";

/**
 * The links to the hops of one transaction from hops of others: what else came in the same batch. `shared`: by place in the
 * transaction, the place in the whole of what has parents elsewhere too. `parents` and `inside` are of the whole.
 */
export function outsideLinks(
  shared: ReadonlyMap<number, number>,
  parents: LinksBy,
  inside: ReadonlySet<number>,
  entryOf: (place: number) => string | null,
): OutsideLink[] {
  return [...shared].flatMap(([child, place]) =>
    parents
      .of(place)
      .filter(({ parent }) => !inside.has(parent))
      .map(({ parent, ...link }) => ({ ...link, child, entry: entryOf(parent) })),
  );
}
