import type { Component } from "../evidence/components.ts";
import type { Maker } from "../evidence/contents.ts";
import type { Hop, Link } from "../transaction.ts";

/** Who made what: links where that is one alone, and by hop how many it may have been where it is not. */
export interface ByContent {
  readonly links: readonly Link[];
  readonly several: ReadonlyMap<number, number>;
}

/** Links for what carries no id of the call that made it, but shows what that call wrote. `links` are those known already. */
export function madeByContent(hops: readonly Hop[], links: readonly Link[], makers: Component["makers"]): ByContent {
  if (makers.size === 0) return { links: [], several: new Map() };
  const parented = new Set(links.map(({ child }) => child));
  const placeOf = new Map<string, number>();
  hops.forEach(({ spans }, place) => {
    for (const { id } of spans) placeOf.set(id, place);
  });
  const found: Link[] = [];
  const several = new Map<number, number>();
  const add = (parent: number | undefined, child: number, { mark, certainty }: Maker): void => {
    if (parent === undefined || parent === child) return;
    const by = { kind: "external", value: mark, path: "content" } as const;
    found.push({
      parent,
      child,
      certainty,
      by: [
        { ...by, role: "sent" },
        { ...by, role: "received" },
      ],
      outcome: hops[child]?.outcome ?? "unknown",
    });
  };
  hops.forEach((hop, child) => {
    for (const maker of parented.has(child) ? [] : behind(hop, makers)) add(placeOf.get(maker.by ?? ""), child, maker);
    if (!hop.drawn || parented.has(child)) return;
    const maker = makerOf(hop, makers);
    if (maker === null) return;
    if (maker.by === null) several.set(child, maker.count);
    else add(placeOf.get(maker.by), child, maker);
  });
  return { links: found, several };
}

/** What a hop received that is another operation itself, and so is no hop. */
function behind({ keys }: Hop, makers: Component["makers"]): Maker[] {
  return keys.flatMap(({ kind, role, value }) => {
    const maker = kind === "span" && role === "received" ? makers.get(value) : undefined;
    return maker?.itself === true ? [maker] : [];
  });
}

/** The same for every consumer that was told of the change. */
function makerOf({ spans }: Hop, makers: Component["makers"]): Maker | null {
  for (const { id } of spans) {
    const maker = makers.get(id);
    if (maker !== undefined) return maker;
  }
  return null;
}
