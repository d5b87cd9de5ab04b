import { unreadPlaces } from "./alarm-places.ts";
import { unreadAlarms, withChildren } from "./alarm-state.ts";
import { type Alert, evaluatedWindow, worstMoment } from "./alert.ts";
import type { Catalog } from "./catalog.ts";
import { AGO } from "./impact/before.ts";
import { type Case, kindOf } from "./impact/case.ts";
import { placeOfGroup } from "./impact/counted.ts";
import { subjectsByName } from "./impact/entry-name.ts";
import type { Impact } from "./impact/impact.ts";
import { gapsOfWaits, longWaits } from "./impact/long-waits.ts";
import { metricsBefore, metricsOf } from "./impact/meters.ts";
import { HARMED } from "./impact/outcome.ts";
import { entriesOfSubjects, namesOfSubjects, placesOfSubjects } from "./impact/relevance.ts";
import { gapsOfLogging } from "./impact/unlogged.ts";
import type { Place } from "./place.ts";
import type { Known } from "./plan.ts";
import { type Brought, pursue, type Room } from "./pursue.ts";
import type { Gap } from "./record.ts";
import { redact } from "./redact/redact.ts";
import type { Report, Shown } from "./report.ts";
import { reportOn } from "./report-on.ts";
import { lambda } from "./services/lambda.ts";
import { facesOf } from "./services/table.ts";
import { namesInCatalog, type Subject, subjectsOf } from "./subject.ts";
import { LONGEST_WINDOW, type Thought, think, windowOf } from "./think.ts";
import { DAY, fromMillis, HOUR, type Micros, micros, SECOND, type Window } from "./time.ts";
import { unnamedLines, unplacedErrors } from "./unplaced.ts";

/** Requests that are followed from end to end; the others are counted where they came in and where they failed. */
const MOST_CHASED = 20;
/** So long after what it looked at an alarm goes off. */
const LAG = 90 * SECOND;

/** A report, and whether it is the last word. */
export interface Progress {
  readonly report: Shown<Report>;
  readonly final: boolean;
}

/**
 * The story of one alert: plan, gather, think, and yield a better report, until enough is known or the time is up. What is
 * yielded last is final. Never throws for what sources do; with no evidence at all the report says so.
 * `atMs`: the moment to judge at, epoch ms; null where that is the newest record. `unclearSince`: since when nothing clearer was
 * said than that it is unclear.
 */
export async function* investigate(
  alert: Alert,
  room: Room,
  atMs: number | null,
  unclearSince: Micros | null = null,
): AsyncGenerator<Progress> {
  const startedMs = room.now();
  const to = fromMillis(atMs ?? startedMs);
  const window: Window = { from: micros(to - LONGEST_WINDOW), to: micros(to + SECOND) };
  let thought: Thought | null = null;
  let report: Shown<Report> | null = null;
  const knownFrom = (so: Brought, asked: ReadonlySet<string>): Known =>
    thought === null
      ? firstKnown(alert, room, window, asked)
      : knownOf(alert, thought, so, room.catalog, window, asked);
  const until = AbortSignal.timeout(room.deadlineMs);
  let shown = true;
  for await (const brought of pursue(room, knownFrom, until, momentOf(alert))) {
    if (report !== null && !shown) yield { report, final: false };
    thought = think(alert, brought, room.catalog, atMs);
    const left = brought.asked === null ? [] : longWaits(thought.relevant.about, thought.idsOf, window.from).left;
    const gaps = [
      ...gapsOfPlaces(alert, brought, room),
      ...gapsOfLogging(thought.known, namesThatMatter(thought)),
      ...gapsOfWaits(left),
    ];
    const so = { ...brought, gaps: [...(room.gaps ?? []), ...brought.gaps, ...gaps] };
    report = redact(reportOn(alert, thought, so, room.catalog, room.now() - startedMs, unclearSince), room.catalog);
    // It may be long until a silent source has answered.
    shown = so.awaited.length > 0;
    if (shown) yield { report, final: false };
  }
  if (report !== null) yield { report, final: true };
}

/** Accounts and regions that the alarms, or those that they are composed of, name, and that nobody reads. */
function gapsOfPlaces(alert: Alert, { evidence }: Brought, { places = [] }: Room): Gap[] {
  if (places.length === 0) return [];
  const seen = new Set<string>();
  for (const { origin } of evidence.records) if (origin.account !== undefined) seen.add(origin.account);
  return unreadPlaces(withChildren(alert, evidence.alarms).alarms, places, seen);
}

/** Before anything was read, only the failures: they tell where, and since when, the rest is worth reading. */
function firstKnown(alert: Alert, { catalog }: Room, window: Window, asked: ReadonlySet<string>): Known {
  const subjects = subjectsByName(subjectsOf(alert, namesInCatalog(catalog)), catalog);
  return {
    window,
    trouble: windowOf(alert, [], window.to),
    subjects,
    wanted: [],
    sought: window,
    sessions: [],
    follow: [],
    lost: [],
    followed: window,
    waits: [],
    passing: [momentOf(alert)],
    groups: [],
    failing: [],
    unplaced: [],
    unnamed: [],
    ...besideOf(placesOfSubjects(subjects), [], catalog, window),
    alarms: unreadAlarms(alert, new Map()),
    asked,
  };
}

/** Where the trouble was at its worst, as far as the alert tells. */
function momentOf(alert: Alert): Micros {
  return worstMoment(alert) ?? micros((evaluatedWindow(alert)?.to ?? alert.at) - LAG);
}

/** What the plan needs to know: the requests that matter, and where the healthy ones of the same entries are logged. */
function knownOf(
  alert: Alert,
  thought: Thought,
  { evidence, gaps }: Brought,
  catalog: Catalog,
  window: Window,
  asked: ReadonlySet<string>,
): Known {
  const { impact, relevant, subjects, idsOf, trouble } = thought;
  const harmed = relevant.about.filter(({ outcome }) => HARMED.has(outcome));
  const examples = harmed.filter(({ transaction }) => impact.examples.has(transaction));
  // One that was read whole shows how all of its kind went.
  const known = new Set(examples.filter(({ transaction }) => impact.whole.has(transaction)).map(kindOf));
  const shown = examples.filter((one) => !known.has(kindOf(one))).slice(0, MOST_CHASED);
  const lost = [...new Set([...relevant.about.filter(({ entry }) => entry === null), ...relevant.near])];
  const following = [...relevant.samples, ...shown];
  const entries = new Set(relevant.about.flatMap(({ entry }) => entry ?? []));
  for (const name of entriesOfSubjects(subjects, impact)) entries.add(name);
  const groups = [
    ...[...entries].flatMap((name) => [...(impact.entries.get(name)?.groups ?? [])]),
    ...relevant.about.flatMap((one) => [...one.groups]),
  ];
  const unseen = !namesOfSubjects(subjects).some((name) => impact.seen.has(name));
  return {
    window,
    trouble,
    subjects,
    // Nothing that failed came to it: then who else calls it has to be found by its name.
    wanted: unseen ? subjects.flatMap(({ resource }) => resource ?? []) : [],
    sought: trouble,
    sessions: [...new Set([...following, ...harmed].flatMap(({ session }) => session ?? []))],
    follow: following.map(idsOf),
    lost: lost.map(idsOf),
    followed: {
      from: micros([...following, ...lost].reduce<number>((min, { at }) => Math.min(min, at), window.to)),
      to: window.to,
    },
    waits: longWaits(relevant.about, idsOf, window.from).waits,
    // One request whose way is known shows the groups that the others pass through.
    passing: lost.length === relevant.about.length ? lost.slice(0, 1).map(({ at }) => at) : [],
    groups: [...new Set([...groupsOf(subjects), ...groups])].sort(),
    failing: [...new Set([...groupsOf(subjects), ...relevant.about.flatMap(groupOfFunction)])].sort(),
    unplaced: unplacedErrors(evidence),
    unnamed: unnamedLines(evidence.records, new Set(following.flatMap(({ invocation }) => invocation ?? []))),
    ...besideOf(
      placesThatMatter(thought, entries, gaps),
      placesOfEntries(impact, entries),
      catalog,
      window,
      functionsThatMatter(thought),
    ),
    alarms: unreadAlarms(alert, evidence.alarms),
    asked,
  };
}

/** Further resources than these are not described: an incident that touches more is one of everything. */
const MOST_PLACES = 100;
/** Longer than what waits in most streams has waited: what came in meanwhile waits behind it. */
const ARRIVALS = DAY + HOUR;

/**
 * What the alert names, what its requests come in by, what they had trouble at or on the way to, and the functions whose logs
 * could not be read: metrics may tell that nothing failed there.
 */
function placesThatMatter(
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

function distinct(places: readonly Place[]): Place[] {
  return [...new Map(places.map((place) => [`${place.service} ${place.resource}`, place])).values()];
}

/** What the alert names, whoever was seen to call it, and every hop of the requests about it, as hops are named. */
function namesThatMatter({ impact, relevant, subjects }: Thought): Set<string> {
  const named = namesOfSubjects(subjects);
  const callers = named.flatMap((name) => [...(impact.callers.get(name) ?? [])]);
  return new Set([...named, ...callers, ...relevant.about.flatMap(({ passes }) => [...passes])]);
}

/** The functions among what matters: how they log has to be known of those, too, that worked. */
function functionsThatMatter(thought: Thought): Place[] {
  const found = [...namesThatMatter(thought)].flatMap((name) => thought.impact.resources.get(name) ?? []);
  return found.filter(({ service }) => service === lambda.name).slice(0, MOST_PLACES);
}

/** What their requests come in by. */
function placesOfEntries({ entries: known }: Impact, entries: ReadonlySet<string>): Place[] {
  return [...entries].flatMap((name) => [...(known.get(name)?.places.values() ?? [])]).slice(0, MOST_PLACES);
}

/** `compared`: of which also earlier days are wanted; `beside`: what is only described. */
function besideOf(
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

/** Where the function writes in which a request failed. */
function groupOfFunction({ function: name }: Case): string[] {
  return name === null ? [] : facesOf(lambda.name).flatMap((face) => face.logGroup?.(name) ?? []);
}

function groupsOf(subjects: readonly Subject[]): string[] {
  return subjects.flatMap(({ service, resource }) =>
    service === null || resource === null ? [] : facesOf(service).flatMap((face) => face.logGroup?.(resource) ?? []),
  );
}
