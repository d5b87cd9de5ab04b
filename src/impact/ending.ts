import { type Configuration, NOTHING_READ } from "../configuration.ts";
import { type Json, numberAt } from "../json.ts";
import { facesOf } from "../services/table.ts";
import { FAILING } from "../span.ts";
import type { Hop, Transaction } from "../transaction.ts";
import { type Fate, fateOf } from "./fate.ts";
import { isWorse, type Outcome } from "./outcome.ts";
import { type Unit, unitsOf } from "./units.ts";

/** How a transaction ended, and where it went wrong. */
export interface Ending {
  readonly outcome: Outcome;
  /** The place of the hop at which it went wrong, as deep as anybody recorded; null where nothing did. */
  readonly hop: number | null;
  /**
   * No answer or end was recorded of the first hop: `ok` only for want of evidence. What it handed on is not judged by this,
   * because the rest of a request that shows no failure is not always read.
   */
  readonly unknown: boolean;
  /** What becomes of each piece of work that was handed over and failed. */
  readonly fates: readonly Fate[];
}

const FINE: Ending = { outcome: "ok", hop: null, unknown: false, fates: [] };

/** A transaction ends as the worst of its units does; of two alike, as the earlier. */
export function endingOf(transaction: Transaction, known: Configuration = NOTHING_READ): Ending {
  let ending = FINE;
  const fates: Fate[] = [];
  for (const unit of unitsOf(transaction)) {
    const one = endingOfUnit(transaction.hops, unit, known);
    fates.push(...one.fates);
    if (isWorse(one.outcome, ending.outcome)) ending = { ...one, unknown: false };
    else if (unit.root === 0 && one.unknown) ending = { ...ending, unknown: true };
  }
  return { ...ending, fates };
}

function endingOfUnit(hops: readonly Hop[], unit: Unit, known: Configuration): Ending {
  const { root, members } = unit;
  const hop = hops[root];
  if (hop === undefined) return FINE;
  // What went wrong in a batch of which this item did not fail went wrong for another.
  if (FAILING.has(hop.outcome) && !FAILING.has(unit.outcome))
    return unit.failedBefore ? { outcome: "delayed", hop: root, unknown: false, fates: [] } : FINE;
  const repeats = repeatsOf(hops, members);
  const outlived = (place: number): boolean => (repeats.get(callOf(hops[place])) ?? -1) > (hops[place]?.start ?? 0);
  if (FAILING.has(hop.outcome) || refusedForOurFault(hops, unit, outlived)) {
    const fate = handedOver(hop, unit)
      ? fateOf(hop, unit, hops[unit.from ?? -1], unit.sentAt ?? hop.start, known)
      : null;
    const fates = fate === null ? [] : [fate];
    return { outcome: fate?.outcome ?? "failed", hop: deepestFailing(hops, unit), unknown: false, fates };
  }
  const dropped = leftUndone(hops, members);
  if (dropped !== undefined) return { outcome: "lost", hop: dropped, unknown: false, fates: [] };
  if (unit.failedBefore || hop.tries.some(({ outcome }) => FAILING.has(outcome))) {
    return { outcome: "delayed", hop: root, unknown: false, fates: [] };
  }
  const trouble = lastTrouble(hops, unit);
  // Made good, or answered with an error: nobody recorded which.
  if (trouble !== undefined && hop.outcome === "unknown") return { ...FINE, unknown: true };
  if (trouble !== undefined) return { outcome: "recovered", hop: trouble, unknown: false, fates: [] };
  return { ...FINE, unknown: hop.outcome === "unknown" };
}

/** Who waits gets the error. What was handed over is tried again, where the service does that. */
function handedOver(hop: Hop, { mode }: Unit): boolean {
  if (mode === "poll") return true;
  const retried = facesOf(hop.service).some(({ attempts }) => attempts !== undefined);
  return retried && (mode === "async" || hop.attempts > 1);
}

/** A 4xx is the caller's own mistake, unless something beneath it failed: then we refused what we could not do. */
function refusedForOurFault(
  hops: readonly Hop[],
  { root, members }: Unit,
  outlived: (place: number) => boolean,
): boolean {
  const statuses = members.flatMap((place) => numberAt(hops[place]?.output, "statusCode") ?? []);
  const [status] = statuses;
  if (status === undefined || status < 400 || status >= 500) return false;
  return members.some((place) => place !== root && FAILING.has(hops[place]?.outcome ?? "ok") && !outlived(place));
}

/** By call, when it last succeeded whole in this unit: the application's own repeat makes good an earlier failure. */
function repeatsOf(hops: readonly Hop[], members: readonly number[]): Map<string, number> {
  const last = new Map<string, number>();
  for (const place of members) {
    const hop = hops[place];
    if (hop?.outcome === "ok" && !hop.partial) last.set(callOf(hop), Math.max(last.get(callOf(hop)) ?? 0, hop.start));
  }
  return last;
}

/** The first call that left something undone for good. */
function leftUndone(hops: readonly Hop[], members: readonly number[]): number | undefined {
  const partial = members.filter((place) => hops[place]?.partial);
  if (partial.length === 0) return undefined;
  const done = doneLater(hops, members);
  return partial.find((place) => !done.has(place));
}

/** An application asks again soon for what was left undone. */
const MOST_REPEATS = 20;

/** The calls that left something undone which a later one did. */
function doneLater(hops: readonly Hop[], members: readonly number[]): Set<number> {
  const done = new Set<number>();
  const later = new Map<string, readonly Hop[]>();
  for (const place of members.toSorted((a, b) => (hops[b]?.start ?? 0) - (hops[a]?.start ?? 0))) {
    const hop = hops[place];
    if (hop === undefined) continue;
    const next = later.get(callOf(hop)) ?? [];
    if (hop.partial && next.some((one) => one.start > hop.start && mayBeRest(one, hop))) done.add(place);
    if (hop.outcome === "ok" && !hop.partial) later.set(callOf(hop), [hop, ...next].slice(0, MOST_REPEATS));
  }
  return done;
}

/** What is left of a call holds nothing that the call did not. Where nobody recorded what they held, it may be. */
function mayBeRest({ input: again }: Hop, { input: whole }: Hop): boolean {
  if (again === null || whole === null) return true;
  const [wanted, held] = [wordsIn(again), wordsIn(whole)];
  return wanted.has(CUT) || held.has(CUT) || wanted.isSubsetOf(held);
}

const CUT = '"$cut"';

function wordsIn(payload: Json): ReadonlySet<string> {
  return new Set(JSON.stringify(payload).match(/"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*/g));
}

function callOf(hop: Hop | undefined): string {
  return `${hop?.service} ${hop?.resource} ${hop?.operation}`;
}

/** The last, unless it was read in part, and where it was is not known: then the last of which that is. */
function lastTrouble(hops: readonly Hop[], { root, members }: Unit): number | undefined {
  const troubled = members.filter((place) => place !== root && isTrouble(hops[place]));
  return troubled.findLast((place) => hops[place]?.resource !== null) ?? troubled.at(-1);
}

function isTrouble(hop: Hop | undefined): boolean {
  return hop !== undefined && (FAILING.has(hop.outcome) || hop.attempts > 1);
}

/** From a failing hop down through what it called, to the last failure on the way: there it went wrong. */
function deepestFailing(hops: readonly Hop[], { root, inside }: Unit): number {
  const seen = new Set([root]);
  let place = root;
  for (;;) {
    const below = inside(place).findLast((child) => !seen.has(child) && FAILING.has(hops[child]?.outcome ?? "ok"));
    if (below === undefined) return place;
    seen.add(below);
    place = below;
  }
}
