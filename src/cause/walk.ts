import type { StepView } from "../cause-detail.ts";
import { arrayAt, at, isObject, type Json } from "../json.ts";
import type { Hop, Link, OutsideLink, Transaction } from "../transaction.ts";
import type { Badness } from "./badness.ts";
import { bornIn, broughtByCall, type End } from "./born-in.ts";
import { isCarrier } from "./carrier.ts";
import { looseTie } from "./loose-tie.ts";
import type { NamedField } from "./named-field.ts";
import { payloadOf } from "./payload.ts";
import { follow, locate, type Shows, type Tracked } from "./same-field.ts";
import { nameOf } from "./sentence.ts";
import { stepOf, unrecorded } from "./step.ts";

/** The way of a bad value, from where it did harm upstream to where it was born, as far as evidence goes. */
export interface Walk {
  /** The hop whose input was good, or held no such value, and whose output was bad; null where evidence ends before. */
  readonly firstBadHop: string | null;
  readonly seen: readonly { readonly hop: string; readonly value: Json }[];
  /** Every hop on the way, from the failure upstream. */
  readonly steps: readonly StepView[];
  readonly trailEnds: string | null;
  /** It was bad when it came in. */
  readonly fromOutside: boolean;
}

/**
 * Follows a bad value from the failing hop upstream. Each hop on the way is asked for its input: where that was bad as well,
 * the value only passed through. What carries messages (a bus, a queue, an API) shows what it carried, and where nobody
 * recorded that, it is passed by. A program that had the value from something it called leads there. Whatever cannot be told
 * from what was recorded ends the walk: no hop is named that may be innocent.
 */
export function walkUpstream(transaction: Transaction, failing: number, field: NamedField): Walk {
  const steps: StepView[] = [];
  const end = walk(transaction, failing, field, steps);
  const seen = steps
    .filter(({ state }) => state === "bad" || state === "good")
    .map(({ hop, value }) => ({ hop, value }));
  return { seen, steps, firstBadHop: null, trailEnds: null, fromOutside: false, ...end };
}

function walk(transaction: Transaction, failing: number, named: NamedField, steps: StepView[]): End {
  const { hops } = transaction;
  const start = hops[failing];
  if (start === undefined || start.input === null)
    return { trailEnds: `the input of ${start === undefined ? "the failing hop" : nameOf(start)} was not recorded` };
  const payload = payloadOf(start.input);
  const found = locate(payload, named);
  if (typeof found === "string" && payload.hidden !== null)
    return { trailEnds: `the input of ${nameOf(start)} ${payload.hidden}` };
  if (typeof found === "string") return broughtByCall(transaction, failing, named, found, steps);
  steps.push(stepOf(start, { kind: "bad", field: found.at }));
  return climb(transaction, failing, found.at, found.bad, steps);
}

function climb(transaction: Transaction, from: number, located: Tracked, bad: Badness, steps: StepView[]): End {
  const { hops } = transaction;
  const parents = Map.groupBy(transaction.links, ({ child }) => child);
  const outside = Map.groupBy(transaction.outside, ({ child }) => child);
  const passed = new Set([from]);
  let field = located;
  let here = from;
  for (;;) {
    const above = senderOf(hops, here, parents.get(here) ?? [], outside.get(here) ?? [], field, bad);
    if (typeof above === "string") return { trailEnds: above };
    const hop = above === null ? undefined : hops[above.parent];
    if (above === null || hop === undefined || passed.has(above.parent)) return endOutside(transaction, here);
    passed.add(above.parent);
    const shows = hop.input === null ? null : follow(payloadOf(hop.input), field, bad);
    const end = shows?.kind === "bad" ? null : endAbove(transaction, above, here, field, bad, shows, steps);
    if (end !== null) return end;
    if (shows?.kind === "bad") field = shows.field;
    noteOn(hop, shows, steps);
    if (shows?.kind === "good") return { firstBadHop: hop.id };
    here = above.parent;
  }
}

/** Null: it is not bad above, and that is something that only carries. */
function endAbove(
  transaction: Transaction,
  { parent, certainty }: Link,
  here: number,
  field: Tracked,
  bad: Badness,
  shows: Shows | null,
  steps: StepView[],
): End | null {
  const hop = transaction.hops[parent];
  if (hop === undefined) return null;
  // Only that it is bad there as well would show that it came that way.
  const loose = looseTie(certainty, hop, transaction.hops[here]);
  if (loose !== null) return { trailEnds: loose };
  return isCarrier(hop) ? null : endAt(transaction, parent, here, field, bad, shows, steps);
}

/** What carries messages, and shows nothing of the field, is passed by without a word. */
function noteOn(hop: Hop, shows: Shows | null, steps: StepView[]): void {
  if (shows === null) steps.push(unrecorded(hop, "input"));
  else if (shows.kind !== "none") steps.push(stepOf(hop, shows));
}

function endOutside({ hops, entry }: Transaction, here: number): End {
  const last = hops[here];
  const name = last === undefined ? "the failing hop" : nameOf(last);
  if (entry === null || entry.hop !== here) return { trailEnds: `no line names who sent it to ${name}` };
  return { trailEnds: `it came in bad from outside, at ${name}`, fromOutside: true };
}

/** A program whose input does not show the bad value: it made it, or what it asked did, or nobody can tell. */
function endAt(
  transaction: Transaction,
  program: number,
  next: number,
  field: Tracked,
  bad: Badness,
  shows: Shows | null,
  steps: StepView[],
): End {
  const hop = transaction.hops[program];
  if (hop === undefined) return { trailEnds: "the trail ends" };
  if (shows === null) {
    steps.push(unrecorded(hop, "input"));
    return { trailEnds: `the input of ${nameOf(hop)} was not recorded` };
  }
  steps.push(stepOf(hop, shows));
  if (shows.kind === "unclear") return { trailEnds: `the input of ${nameOf(hop)} ${shows.why}` };
  return bornIn(transaction, hop, program, next, field, bad, shows.kind === "good", steps);
}

/** Who sent it, by its place in a batch where it came in one; a reason where that cannot be told. Null: nobody is known. */
function senderOf(
  hops: readonly Hop[],
  here: number,
  links: readonly Link[],
  outside: readonly OutsideLink[],
  field: Tracked,
  bad: Badness,
): Link | null | string {
  if (links.length + outside.length === 0) return null;
  const item = itemOf(field, hops[here]?.input ?? null);
  const all = [...links, ...outside].filter(({ by: [, received] }) => mayBe(received.item, item));
  if (all.length === 0) return "no line names who sent that item";
  const ofItem = all.filter(({ by: [, received] }) => item !== null && received.item === item);
  const blamed = all.filter(({ atFault }) => atFault === true);
  const only = links.length + outside.length === 1;
  const [chosen, ...others] = only ? all : ofItem.length > 0 ? ofItem : blamed;
  if (chosen !== undefined && others.length === 0)
    return "parent" in chosen ? chosen : "it came in with what another request sent";
  if (outside.length > 0) return "nothing tells which of several requests sent it";
  const showing = links.map((link) => {
    const input = hops[link.parent]?.input ?? null;
    return { link, kind: input === null ? "unclear" : follow(payloadOf(input), field, bad).kind };
  });
  const [shown, ...more] = showing.filter(({ kind }) => kind === "bad");
  return shown !== undefined && more.length === 0 && showing.every(({ kind }) => kind !== "unclear")
    ? shown.link
    : "nothing tells which of several senders it came from";
}

/** Who is known to have sent one item sent no other by that. */
function mayBe(sent: number | undefined, item: number | null): boolean {
  return sent === undefined || item === null || sent === item;
}

/** The place in a batch: the first number on the way down, where a batch is several lists counted through them all. */
function itemOf({ keys }: Tracked, input: Json): number | null {
  const place = keys.slice(0, 3).findIndex((key) => /^\d{1,6}$/.test(key));
  if (place === -1) return null;
  const lists = place === 2 ? at(input, keys[0] ?? "") : undefined;
  const names = isObject(lists) ? Object.keys(lists) : [];
  const before = names.slice(0, Math.max(0, names.indexOf(keys[1] ?? "")));
  return before.reduce((sum, name) => sum + arrayAt(lists, name).length, Number(keys[place]));
}
