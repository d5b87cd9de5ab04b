import { facesOf } from "../services/table.ts";
import { FAILING } from "../span.ts";
import type { Hop, Link } from "../transaction.ts";

/** Who may have made what: links where that is one alone, and by hop how many it may have been where it is not. */
export interface ByContent {
  readonly links: readonly Link[];
  readonly several: ReadonlyMap<number, number>;
}

interface Change {
  readonly child: number;
  readonly mark: string;
  readonly from: number;
  readonly to: number;
}

/** A call that began this long before the window is not looked at any more, if it is not among the last so many. */
const MOST_RUNNING = 50;

/**
 * Links for what carries no id of the call that made it, but shows what that call wrote. Where several calls fit, none is
 * chosen. n log n: calls are looked up by what they wrote, and by when.
 */
export function madeByContent(hops: readonly Hop[], links: readonly Link[]): ByContent {
  const parented = new Set(links.map(({ child }) => child));
  // What began after somebody had the change already, such as what he writes back, did not make it.
  const takenAt = new Map<number, number>();
  for (const { parent, child } of links) {
    const at = hops[child]?.start ?? Number.POSITIVE_INFINITY;
    takenAt.set(parent, Math.min(at, takenAt.get(parent) ?? at));
  }
  const changes: Change[] = [];
  const fields = new Map<string, Map<string, readonly string[]>>();
  hops.forEach((hop, child) => {
    if (!hop.drawn || parented.has(child)) return;
    const change = changeIn(hop);
    if (change === null) return;
    const { mark, window } = change;
    const to = Math.min(window.to, takenAt.get(child) ?? window.to);
    changes.push({ child, mark: `${hop.service} ${mark}`, from: window.from, to });
    const place = placeOf(hop);
    fields.set(place, (fields.get(place) ?? new Map()).set(change.fields.join("\n"), change.fields));
  });
  if (changes.length === 0) return { links: [], several: new Map() };
  const makers = makersOf(hops, fields);
  const found: Link[] = [];
  const several = new Map<number, number>();
  for (const { child, mark, from, to } of changes) {
    const { first, count } = within(hops, makers.get(mark) ?? [], from, to);
    const parent = first === undefined ? undefined : hops[first];
    if (count > 1) several.set(child, count);
    if (first === undefined || parent === undefined || count !== 1) continue;
    const by = { kind: "external", value: mark, path: "content" } as const;
    const outcome = hops[child]?.outcome ?? "unknown";
    found.push({
      parent: first,
      child,
      certainty: "content",
      by: [
        { ...by, role: "sent" },
        { ...by, role: "received" },
      ],
      outcome,
    });
  }
  return { links: found, several };
}

function changeIn(hop: Hop) {
  for (const face of facesOf(hop.service)) {
    const change = face.changed?.(hop) ?? null;
    if (change !== null) return change;
  }
  return null;
}

function placeOf({ service, resource }: Pick<Hop, "service" | "resource">): string {
  return `${service} ${resource}`;
}

/** By what they wrote, the calls that may have made a change, in the order of the hops, which is that of their beginnings. */
function makersOf(
  hops: readonly Hop[],
  fields: ReadonlyMap<string, ReadonlyMap<string, readonly string[]>>,
): Map<string, number[]> {
  const services = new Set([...fields.keys()].map((place) => place.slice(0, place.indexOf(" "))));
  const makers = new Map<string, number[]>();
  hops.forEach((hop, place) => {
    if (hop.drawn || !services.has(hop.service) || (FAILING.has(hop.outcome) && !hop.partial)) return;
    const fieldsOf = (resource: string): Iterable<readonly string[]> =>
      fields.get(placeOf({ service: hop.service, resource }))?.values() ?? [];
    const marks = new Set(facesOf(hop.service).flatMap((face) => face.wrote?.(hop, fieldsOf) ?? []));
    for (const one of marks) {
      const mark = `${hop.service} ${one}`;
      const list = makers.get(mark);
      if (list === undefined) makers.set(mark, [place]);
      else list.push(place);
    }
  });
  return makers;
}

/** How many of these ran within a stretch of time, and the first of them. */
function within(
  hops: readonly Hop[],
  places: readonly number[],
  from: number,
  to: number,
): { first: number | undefined; count: number } {
  const startOf = (i: number): number => hops[places[i] ?? -1]?.start ?? 0;
  const firstNotBefore = (at: number): number => {
    let [low, high] = [0, places.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (startOf(middle) >= at) high = middle;
      else low = middle + 1;
    }
    return low;
  };
  const begin = firstNotBefore(from);
  const end = firstNotBefore(to + 1);
  let [first, count] = [begin < end ? places[begin] : undefined, end - begin];
  for (let i = begin - 1; i >= Math.max(0, begin - MOST_RUNNING); i--) {
    if ((hops[places[i] ?? -1]?.end ?? 0) < from) continue;
    first = places[i];
    count++;
  }
  return { first, count };
}
