import type { Catalog } from "./catalog.ts";
import { AGO } from "./impact/before.ts";
import { placeOfGroup } from "./impact/counted.ts";
import type { Impact } from "./impact/impact.ts";
import { metricsBefore, metricsOf } from "./impact/meters.ts";
import { namesOfSubjects, placesOfSubjects } from "./impact/relevance.ts";
import { functionsBehind, type Inventory, MOST_BEHIND } from "./inventory.ts";
import type { Place } from "./place.ts";
import type { Known } from "./plan.ts";
import type { Gap } from "./record.ts";
import { lambda } from "./services/lambda.ts";
import { facesOf } from "./services/table.ts";
import type { Subject } from "./subject.ts";
import type { Thought } from "./think.ts";
import { DAY, HOUR, micros, type Window } from "./time.ts";

/** Further resources than these are not described: an incident that touches more is one of everything. */
const MOST_PLACES = 100;
/** Longer than what waits in most streams has waited: what came in meanwhile waits behind it. */
const ARRIVALS = DAY + HOUR;

/**
 * What the alert names, what its requests come in by, what they had trouble at or on the way to, and the functions whose logs
 * could not be read: metrics may tell that nothing failed there.
 */
export function placesThatMatter(
  { impact, relevant, subjects }: Thought,
  entries: ReadonlySet<string>,
  gaps: readonly Gap[],
): Place[] {
  const names = new Set(relevant.about.flatMap(({ touches }) => [...touches]));
  const found = [
    ...placesOfSubjects(subjects),
    ...placesOfEntries(impact, entries),
    ...gaps.flatMap(({ unread, origin }) => (unread ? (placeOfGroup(origin?.group) ?? []) : [])),
    ...[...names].flatMap((name) => impact.resources.get(name) ?? []),
  ];
  return distinct(found).slice(0, MOST_PLACES);
}

export function distinct(places: readonly Place[]): Place[] {
  return [...new Map(places.map((place) => [`${place.service} ${place.resource}`, place])).values()];
}

/** What the alert names, whoever was seen to call it, and every hop of the requests about it, as hops are named. */
export function namesThatMatter({ impact, relevant, subjects }: Thought): Set<string> {
  const named = namesOfSubjects(subjects);
  const callers = named.flatMap((name) => [...(impact.callers.get(name) ?? [])]);
  return new Set([...named, ...callers, ...relevant.about.flatMap(({ passes }) => [...passes])]);
}

/** The functions among what matters: how they log has to be known of those, too, that worked. */
export function functionsThatMatter(thought: Thought): Place[] {
  const found = [...namesThatMatter(thought)].flatMap((name) => thought.impact.resources.get(name) ?? []);
  return found.filter(({ service }) => service === lambda.name).slice(0, MOST_PLACES);
}

/** What their requests come in by. */
export function placesOfEntries({ entries: known }: Impact, entries: ReadonlySet<string>): Place[] {
  return [...entries].flatMap((name) => [...(known.get(name)?.places.values() ?? [])]).slice(0, MOST_PLACES);
}

/** `compared`: of which also earlier days are wanted; `beside`: what is only described. */
export function besideOf(
  places: readonly Place[],
  compared: readonly Place[],
  catalog: Catalog,
  window: Window,
  beside: readonly Place[] = [],
): Pick<Known, "measured" | "described"> {
  const { arrivals, others } = metricsOf(places, catalog);
  return {
    measured: [
      { window, wanted: others },
      { window: { from: micros(window.to - ARRIVALS), to: window.to }, wanted: arrivals },
      ...(["day", "week"] as const).map((ago) => ({
        window: { from: micros(window.from - AGO[ago]), to: micros(window.to - AGO[ago]) },
        wanted: metricsBefore(compared, catalog, ago),
      })),
    ],
    described: distinct([...places, ...beside]).filter(({ service }) =>
      facesOf(service).some(({ describe }) => describe !== undefined),
    ),
  };
}

/**
 * The functions that were known beforehand to use what the alert is about, and those from which their work comes: their groups
 * are read whether or not anything in them fails. It only adds: failures are looked for everywhere all the same.
 */
export function knownBehind(subjects: readonly Subject[], inventory: Inventory | null): Place[] {
  if (inventory === null) return [];
  const names = functionsBehind(inventory, placesOfSubjects(subjects), lambda.name, MOST_BEHIND);
  return names.map((resource) => ({ service: lambda.name, resource }));
}
