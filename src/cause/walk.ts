import type { Json } from "../json.ts";
import { titleOf } from "../services/table.ts";
import type { Hop, Transaction } from "../transaction.ts";
import { isCarrier } from "./carrier.ts";
import { findValue } from "./find-value.ts";
import type { NamedField } from "./named-field.ts";
import { Looker, type Sight } from "./sight.ts";

/** The way of a bad value, from where it did harm upstream to where it was born, as far as evidence goes. */
export interface Walk {
  /** The hop whose input was good, or held no such value, and whose output was bad; null where evidence ends before. */
  readonly firstBadHop: string | null;
  readonly seen: readonly { readonly hop: string; readonly value: Json }[];
  readonly trailEnds: string | null;
}

/**
 * Follows a bad value from the failing hop upstream. Each hop on the way is asked for its input: where that was bad as well,
 * the value only passed through. What carries messages (a bus, a queue, an API) shows what it carried, and where nobody
 * recorded that, it is passed by. A program that had the value from something it called leads there.
 */
export function walkUpstream(transaction: Transaction, failing: number, field: NamedField): Walk {
  const { hops } = transaction;
  const seen: { hop: string; value: Json }[] = [];
  const ends = (trailEnds: string): Walk => ({ firstBadHop: null, seen, trailEnds });
  const start = hops[failing];
  if (start === undefined || start.input === null) return ends(`the input of ${nameOf(start)} was not recorded`);
  const look = new Looker(field, findValue(start.input, field.path)[0]?.value);
  const harm = look.at(start.input, true);
  note(seen, start, harm);
  if (harm.kind !== "bad") return ends(`the input of ${nameOf(start)} shows no bad ${field.path}`);
  let here = failing;
  for (const above of upstream(transaction, failing)) {
    const hop = hops[above];
    if (hop === undefined) break;
    const carrier = isCarrier(hop);
    const sight = look.at(hop.input, carrier);
    note(seen, hop, sight);
    if (sight.kind === "unrecorded" && !carrier) return ends(`the input of ${nameOf(hop)} was not recorded`);
    if (sight.kind === "good" || sight.kind === "none") {
      const source = carrier ? null : answeredBadly(transaction, above, here, look);
      if (source !== null) note(seen, source.hop, source.sight);
      return { firstBadHop: (source?.hop ?? hop).id, seen, trailEnds: null };
    }
    here = above;
  }
  const last = nameOf(hops[here]);
  return ends(
    transaction.entry === null ? `no line names who sent it to ${last}` : `it came in bad from outside, at ${last}`,
  );
}

/** The places on the way up, by the first parent of each. */
function* upstream({ links }: Transaction, from: number): Generator<number> {
  const parentOf = new Map<number, number>();
  for (const { parent, child } of links) if (!parentOf.has(child)) parentOf.set(child, parent);
  for (let here = parentOf.get(from); here !== undefined; here = parentOf.get(here)) yield here;
}

/** Something that a program called before it handed the value on, and that answered with the bad value to a good question. */
function answeredBadly(
  { hops, links }: Transaction,
  program: number,
  next: number,
  look: Looker,
): { hop: Hop; sight: Sight } | null {
  const before = hops[next]?.start ?? Number.POSITIVE_INFINITY;
  const called = links
    .filter(({ parent, child }) => parent === program && child !== next)
    .map(({ child }) => hops[child]);
  for (const hop of called.reverse()) {
    if (hop === undefined || hop.start > before) continue;
    const sight = look.at(hop.output, false);
    if (sight.kind === "bad" && look.at(hop.input, false).kind !== "bad") return { hop, sight };
  }
  return null;
}

function note(seen: { hop: string; value: Json }[], hop: Hop, sight: Sight): void {
  if (sight.kind === "good" || sight.kind === "bad") seen.push({ hop: hop.id, value: sight.value });
}

function nameOf(hop: Hop | undefined): string {
  return hop === undefined ? "the failing hop" : `${titleOf(hop.service)} ${hop.resource ?? hop.operation}`;
}
