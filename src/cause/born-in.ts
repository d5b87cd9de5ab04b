import type { StepView } from "../cause-detail.ts";
import type { Hop, Transaction } from "../transaction.ts";
import type { Badness } from "./badness.ts";
import { isCarrier } from "./carrier.ts";
import { looseTie } from "./loose-tie.ts";
import type { NamedField } from "./named-field.ts";
import { payloadOf } from "./payload.ts";
import { follow, followAnswer, locate, type Tracked } from "./same-field.ts";
import { nameOf } from "./sentence.ts";
import { stepOf, unrecorded } from "./step.ts";

/** Where a walk ends: at the hop that spoilt the value, or where it cannot be told any more. */
export type End = { readonly firstBadHop: string } | { readonly trailEnds: string; readonly fromOutside?: boolean };

/** It was good, or not there, when it came to a program, and bad when it left: made there, or brought by something that it asked. */
export function bornIn(
  transaction: Transaction,
  hop: Hop,
  program: number,
  next: number,
  field: Tracked,
  bad: Badness,
  wasGood: boolean,
  steps: StepView[],
): End {
  const asked = askedBefore(transaction, program, startOf(transaction, transaction.hops[next]), next);
  const silent = asked.find(({ one }) => one.output === null)?.one;
  if (silent !== undefined) {
    steps.push(unrecorded(silent, "output"));
    return { trailEnds: `what ${nameOf(silent)} answered to ${nameOf(hop)} was not recorded` };
  }
  const answers = asked
    .map((each) => ({ ...each, shows: followAnswer(payloadOf(each.one.output), field, bad) }))
    .filter(({ shows }) => shows.kind !== "none" && shows.kind !== "good");
  const [source, ...others] = answers;
  if (source === undefined) return { firstBadHop: hop.id };
  steps.push({ ...stepOf(source.one, source.shows), in: "output" });
  if (others.length === 0 && source.shows.kind === "unclear")
    return { trailEnds: `what ${nameOf(source.one)} answered to ${nameOf(hop)} ${source.shows.why}` };
  if (wasGood || others.length > 0 || source.shows.kind !== "bad")
    return {
      trailEnds: `it is bad in what ${nameOf(source.one)} answered to ${nameOf(hop)} as well: either may have brought it`,
    };
  if (source.loose !== null) return { trailEnds: source.loose };
  return brought(transaction, source.one, source.shows.field, bad, steps);
}

/** What answered with the bad value may have asked others in turn. */
function brought(transaction: Transaction, from: Hop, field: Tracked, bad: Badness, steps: StepView[]): End {
  const { hops } = transaction;
  let source = from;
  let at = field;
  const passed = new Set<Hop>();
  while (!passed.has(source)) {
    passed.add(source);
    const before = askedWith(source, at, bad);
    if (before !== null) return { trailEnds: before };
    const asked = askedBefore(transaction, hops.indexOf(source), Number.POSITIVE_INFINITY, -1);
    const silent = asked.find(({ one }) => one.output === null)?.one;
    if (silent !== undefined)
      return { trailEnds: `what ${nameOf(silent)} answered to ${nameOf(source)} was not recorded` };
    const answers = asked
      .map((each) => ({ ...each, shows: followAnswer(payloadOf(each.one.output), at, bad) }))
      .filter(({ shows }) => shows.kind !== "none" && shows.kind !== "good");
    const [next, ...others] = answers;
    if (next === undefined) return { firstBadHop: source.id };
    if (others.length > 0 || next.shows.kind !== "bad")
      return { trailEnds: `nothing tells which of those that ${nameOf(source)} asked brought it` };
    steps.push({ ...stepOf(next.one, next.shows), in: "output" });
    if (next.loose !== null) return { trailEnds: next.loose };
    source = next.one;
    at = next.shows.field;
  }
  return { firstBadHop: source.id };
}

/** What was asked may have been asked with the bad value: a table is asked by a key, but a program may only hand it back. */
function askedWith(source: Hop, field: Tracked, bad: Badness): string | null {
  if (source.input === null) return isCarrier(source) ? null : `the input of ${nameOf(source)} was not recorded`;
  const payload = payloadOf(source.input);
  if (follow(payload, field, bad).kind === "bad") return `${nameOf(source)} was asked with the bad value already`;
  return payload.hidden === null ? null : `the input of ${nameOf(source)} ${payload.hidden}`;
}

/** A failing hop whose input is fine may have had the value from something that it asked. */
export function broughtByCall(
  transaction: Transaction,
  failing: number,
  named: NamedField,
  why: string,
  steps: StepView[],
): End {
  const hop = transaction.hops[failing];
  const told = { trailEnds: `the input of ${hop === undefined ? "the failing hop" : nameOf(hop)} ${why}` };
  if (hop === undefined || named.complaint === "missing") return told;
  const asked = askedBefore(transaction, failing, Number.POSITIVE_INFINITY, -1);
  const found = asked.flatMap(({ one, loose }) => {
    const place = one.output === null ? "" : locate(payloadOf(one.output), named);
    return typeof place === "string" ? [] : [{ one, loose, ...place }];
  });
  const [only, ...others] = found;
  if (only === undefined || others.length > 0 || asked.some(({ one }) => one.output === null)) return told;
  steps.push({ ...stepOf(only.one, { kind: "bad", field: only.at }), in: "output" });
  if (only.loose !== null) return { trailEnds: only.loose };
  return brought(transaction, only.one, only.at, only.bad, steps);
}

/** Calls that only hand something on bring nothing. */
const HANDS_ON =
  /^(?:Put|Send|Publish|Update|Delete|BatchWrite|TransactWrite|Start|Create|InvokeAsync|Upload|Copy|Write|Emit|Notify)/;

interface Asked {
  readonly one: Hop;
  /** Why it may not have been this program that asked. */
  readonly loose: string | null;
}

function startOf({ skew }: Transaction, hop: Hop | undefined): number {
  return hop === undefined ? Number.POSITIVE_INFINITY : hop.start + (skew.get(hop.clock) ?? 0);
}

/** What a program had asked, and got an answer from, before a moment. */
function askedBefore(transaction: Transaction, program: number, before: number, except: number): Asked[] {
  const { hops, links } = transaction;
  const asking = hops[program];
  return links
    .filter(({ parent, child }) => parent === program && child !== except)
    .flatMap(({ child, certainty }): Asked[] => {
      const one = hops[child];
      return one === undefined || asking === undefined ? [] : [{ one, loose: looseTie(certainty, asking, one) }];
    })
    .filter(
      ({ one, one: { operation, spans } }) =>
        startOf(transaction, one) <= before &&
        !HANDS_ON.test(operation) &&
        !spans.every(({ kind }) => kind === "producer"),
    );
}
