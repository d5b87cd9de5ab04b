import type { Place } from "../place.ts";
import { lambda } from "../services/lambda.ts";
import type { Subject } from "../subject.ts";
import { type Case, nameOfHop } from "./case.ts";
import type { Impact } from "./impact.ts";

/** What the alert is about, among all that went wrong. */
export interface Relevant {
  readonly cases: readonly Case[];
  /** Cases that have nothing to do with what the alert names. */
  readonly beside: readonly Case[];
  /** Nothing that was found concerns what the alert names, so everything that fails is shown. */
  readonly everything: boolean;
  /** Those of the cases that are known to be about it, or all of them where everything is shown. */
  readonly about: readonly Case[];
  /** Those of the latter that are only taken to be about it, because others of their function are. */
  readonly near: readonly Case[];
  /** Those of which more has to be read to know. */
  readonly samples: readonly Case[];
}

/** So many invocations of a function are read before the others are taken to be of the same kind. */
const SAMPLE = 3;

/**
 * The cases that the alert is about: those with trouble at its resource, or on the way through it, and those that ran out
 * of time in a function that calls it, because an SDK's backoff against a throttle outlasts short functions silently.
 *
 * `isRead`: the whole of the invocation that failed was read, and not only the line that says so. Before that a case may be
 * about anything, and is put aside only where enough others of its function were read and none came near. After that it is
 * enough: what called it, or what it called, is a case of its own if it had trouble at the resource, and leads here.
 */
export function relevantCases(impact: Impact, subjects: readonly Subject[], isRead: (one: Case) => boolean): Relevant {
  const named = namesOfSubjects(subjects);
  if (named.length === 0) {
    return { cases: impact.cases, beside: [], everything: true, about: impact.cases, near: [], samples: [] };
  }
  const read = new Set(impact.cases.filter(isRead));
  const near = namesOf(impact.cases.filter(({ passes }) => named.some((name) => passes.has(name))));
  const known = runsOf(read);
  const sampled = new Map<string, number>();
  const about: Case[] = [];
  const alike: Case[] = [];
  const undecided: Case[] = [];
  const samples: Case[] = [];
  const beside: Case[] = [];
  for (const one of impact.cases) {
    const place = placeOf(one);
    if (isAbout(one, named, impact)) about.push(one);
    else if (!read.has(one) && near.has(place)) alike.push(one);
    else if (read.has(one) || (known.get(place) ?? 0) >= SAMPLE) beside.push(one);
    else {
      undecided.push(one);
      const before = sampled.get(place) ?? known.get(place) ?? 0;
      if (before < SAMPLE) samples.push(one);
      sampled.set(place, before + 1);
    }
  }
  about.push(...alike);
  const cases = [...about, ...undecided];
  const touched = named.some((name) => impact.seen.has(name));
  const everything = cases.length === 0 && !touched;
  return {
    cases: everything ? impact.cases : cases,
    beside: everything ? [] : beside,
    everything,
    // Whatever is shown is read as far as what the alert names would be: its entries are counted, its users followed.
    about: everything ? impact.cases : about,
    near: alike,
    samples,
  };
}

/** How many of the cases pass each resource. */
function namesOf(cases: readonly Case[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { passes } of cases) for (const name of passes) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}

/** The same, and of the function of each how often it ran: deliveries of one message that were read are one case, others are many. */
function runsOf(cases: ReadonlySet<Case>): Map<string, number> {
  const counts = namesOf([...cases]);
  for (const one of cases) counts.set(placeOf(one), (counts.get(placeOf(one)) ?? 0) + one.runs - 1);
  return counts;
}

/** The function that a case is of: what is known of it from a single line. */
function placeOf({ function: name, hopName }: Case): string {
  return name === null ? hopName : nameOfHop({ service: lambda.name, resource: name });
}

function isAbout(one: Case, named: readonly string[], impact: Impact): boolean {
  if (named.some((name) => one.touches.has(name))) return true;
  if (!one.timedOut) return false;
  return named.some((name) => !(impact.callers.get(name)?.isDisjointFrom(one.touches) ?? true));
}

/** The names of what the alert is about, as hops are named. */
export function namesOfSubjects(subjects: readonly Subject[]): string[] {
  return placesOfSubjects(subjects).map(nameOfHop);
}

export function placesOfSubjects(subjects: readonly Subject[]): Place[] {
  return subjects.flatMap(({ service, resource }) =>
    service === null || resource === null ? [] : [{ service, resource }],
  );
}

/** The entries whose requests come to what the alert is about. */
export function entriesOfSubjects(subjects: readonly Subject[], impact: Impact): ReadonlySet<string> {
  return new Set(namesOfSubjects(subjects).flatMap((name) => [...(impact.seen.get(name) ?? [])]));
}
