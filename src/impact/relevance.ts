import type { Subject } from "../subject.ts";
import { type Case, nameOfHop } from "./case.ts";
import type { Impact } from "./impact.ts";

/** Whether a case is about one of the subjects, and whether any case is. */
export interface Relevant {
  readonly cases: readonly Case[];
  /** Cases that have nothing to do with what the alert names. */
  readonly beside: readonly Case[];
  /** Nothing that was found concerns what the alert names, so everything that fails is shown. */
  readonly everything: boolean;
}

/**
 * The cases that the alert is about: those with trouble at its resource, or on the way through it, and those that ran out
 * of time in a function that calls it, because an SDK's backoff against a throttle outlasts short functions silently. A case
 * that was not followed to its ends may be about anything, and is never put aside.
 */
export function relevantCases(
  impact: Impact,
  subjects: readonly Subject[],
  isFollowed: (one: Case) => boolean,
): Relevant {
  const named = namesOfSubjects(subjects);
  if (named.length === 0) return { cases: impact.cases, beside: [], everything: true };
  const about: Case[] = [];
  const beside: Case[] = [];
  for (const one of impact.cases) (isFollowed(one) && !isAbout(one, named, impact) ? beside : about).push(one);
  const touched = named.some((name) => impact.seen.has(name));
  if (about.length === 0 && !touched) return { cases: impact.cases, beside: [], everything: true };
  return { cases: about, beside, everything: false };
}

function isAbout(one: Case, named: readonly string[], impact: Impact): boolean {
  if (named.some((name) => one.touches.has(name))) return true;
  if (!one.timedOut) return false;
  return named.some((name) => [...(impact.callers.get(name) ?? [])].some((caller) => one.touches.has(caller)));
}

/** The names of what the alert is about, as hops are named. */
export function namesOfSubjects(subjects: readonly Subject[]): string[] {
  return subjects.flatMap(({ service, resource }) =>
    service === null || resource === null ? [] : [nameOfHop({ service, resource })],
  );
}

/** The entries whose requests come to what the alert is about. */
export function entriesOfSubjects(subjects: readonly Subject[], impact: Impact): ReadonlySet<string> {
  return new Set(namesOfSubjects(subjects).flatMap((name) => [...(impact.seen.get(name) ?? [])]));
}
