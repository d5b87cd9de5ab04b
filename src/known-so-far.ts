import { unreadAlarms } from "./alarm-state.ts";
import { type Alert, evaluatedWindow, worstMoment } from "./alert.ts";
import { type Answered, nearest } from "./impact/answered.ts";
import { type Case, kindOf } from "./impact/case.ts";
import { subjectsByName } from "./impact/entry-name.ts";
import { longWaits } from "./impact/long-waits.ts";
import { HARMED } from "./impact/outcome.ts";
import { entriesOfSubjects, namesOfSubjects, placesOfSubjects } from "./impact/relevance.ts";
import { idsApart } from "./impact/searchable-ids.ts";
import {
  besideOf,
  distinct,
  functionsThatMatter,
  knownBehind,
  placesOfEntries,
  placesThatMatter,
} from "./places-that-matter.ts";
import { type Known, MARGIN } from "./plan.ts";
import type { Brought, Room } from "./pursue.ts";
import { lambda } from "./services/lambda.ts";
import { facesOf } from "./services/table.ts";
import { namesInCatalog, type Subject, subjectsOf } from "./subject.ts";
import { MOST_HEALTHY, type Thought, windowOf } from "./think.ts";
import { type Micros, micros, SECOND, type Window } from "./time.ts";
import type { Transaction } from "./transaction.ts";
import { unnamedLines, unplacedErrors } from "./unplaced.ts";

/** Requests that are followed from end to end; the others are counted where they came in and where they failed. */
const MOST_CHASED = 20;
/** So long after what it looked at an alarm goes off. */
const LAG = 90 * SECOND;

/** Before anything was read, only the failures: they tell where, and since when, the rest is worth reading. */
export function firstKnown(
  alert: Alert,
  { catalog, inventory = null }: Room,
  window: Window,
  asked: ReadonlySet<string>,
): Known {
  const subjects = subjectsByName(subjectsOf(alert, namesInCatalog(catalog)), catalog);
  const behind = knownBehind(subjects, inventory);
  return {
    window,
    trouble: windowOf(alert, [], window.to),
    subjects,
    wanted: [],
    sought: window,
    sessions: [],
    follow: [],
    healthy: [],
    lost: [],
    followed: window,
    waits: [],
    passing: [momentOf(alert)],
    groups: behind.flatMap(({ resource }) => groupsOfFunction(resource)),
    failing: [],
    unplaced: [],
    unnamed: [],
    ...besideOf(distinct([...placesOfSubjects(subjects), ...behind]), [], catalog, window),
    alarms: unreadAlarms(alert, new Map()),
    asked,
  };
}

/** Where the trouble was at its worst, as far as the alert tells. */
export function momentOf(alert: Alert): Micros {
  return worstMoment(alert) ?? micros((evaluatedWindow(alert)?.to ?? alert.at) - LAG);
}

/** What the plan needs to know: the requests that matter, and where the healthy ones of the same entries are logged. */
export function knownOf(
  alert: Alert,
  thought: Thought,
  { evidence, gaps }: Brought,
  { catalog, inventory = null }: Pick<Room, "catalog" | "inventory">,
  window: Window,
  asked: ReadonlySet<string>,
): Known {
  const { impact, relevant, subjects, idsOf, trouble, slow } = thought;
  const harmed = relevant.about.filter(({ outcome }) => HARMED.has(outcome));
  const examples = harmed.filter(({ transaction }) => impact.examples.has(transaction));
  // One that was read whole shows how all of its kind went.
  const known = new Set(examples.filter(({ transaction }) => impact.whole.has(transaction)).map(kindOf));
  const shown = examples.filter((one) => !known.has(kindOf(one))).slice(0, MOST_CHASED);
  const lost = [...new Set([...relevant.about.filter(({ entry }) => entry === null), ...relevant.near])];
  const following = [...relevant.samples, ...shown];
  // One that was read whole shows where the time went.
  const late = slow === null || slow.whole ? [] : slow.examples;
  const followed = micros(
    [...following, ...lost, ...late].reduce<number>((min, { at }) => Math.min(min, at), window.to),
  );
  const entries = new Set(relevant.about.flatMap(({ entry }) => entry ?? []));
  for (const name of entriesOfSubjects(subjects, impact)) entries.add(name);
  const behind = knownBehind(subjects, inventory);
  const groups = [
    ...behind.flatMap(({ resource }) => groupsOfFunction(resource)),
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
    follow: [...following.map(idsOf), ...idsApart(late.map(({ transaction }) => transaction))],
    healthy: idsApart(healthyBeside(thought, shown, micros(followed - MARGIN))),
    lost: lost.map(idsOf),
    followed: { from: followed, to: window.to },
    waits: longWaits(relevant.about, idsOf, window.from).waits,
    // One request whose way is known shows the groups that the others pass through.
    passing: lost.length === relevant.about.length ? lost.slice(0, 1).map(({ at }) => at) : [],
    groups: [...new Set([...groupsOf(subjects), ...groups])].sort(),
    failing: [...new Set([...groupsOf(subjects), ...relevant.about.flatMap(groupOfFunction)])].sort(),
    unplaced: unplacedErrors(evidence),
    unnamed: unnamedLines(evidence.records, new Set(following.flatMap(({ invocation }) => invocation ?? []))),
    ...besideOf(
      distinct([...placesThatMatter(thought, entries, gaps), ...behind]),
      placesOfEntries(impact, entries),
      catalog,
      window,
      functionsThatMatter(thought),
    ),
    alarms: unreadAlarms(alert, evidence.alarms),
    asked,
  };
}

/** Of this many entries healthy requests are read beside what fails there. */
const MOST_COMPARED = 2;

/** Healthy requests near those that are read whole, as far back as the search for those goes. */
function healthyBeside({ impact, slow, again }: Thought, shown: readonly Case[], from: Micros): Transaction[] {
  const near = (all: readonly Answered[], at: Micros): readonly Answered[] =>
    nearest(
      all.filter((one) => one.at >= from),
      at,
      MOST_HEALTHY,
    );
  const first = new Map(
    shown.toReversed().flatMap((one) => (one.entry === null ? [] : [[one.entry, one.at] as const])),
  );
  const beside = [...first].slice(0, MOST_COMPARED).flatMap(([name, at]) => {
    return near(impact.entries.get(name)?.answered ?? [], at);
  });
  const late = slow?.examples[0];
  const all = late === undefined ? beside : [...beside, ...near(slow?.others ?? [], late.at)];
  return again(all).map(({ transaction }) => transaction);
}

/** Where the function writes in which a request failed. */
function groupOfFunction({ function: name }: Case): string[] {
  return name === null ? [] : groupsOfFunction(name);
}

function groupsOfFunction(name: string): string[] {
  return facesOf(lambda.name).flatMap((face) => face.logGroup?.(name) ?? []);
}

function groupsOf(subjects: readonly Subject[]): string[] {
  return subjects.flatMap(({ service, resource }) =>
    service === null || resource === null ? [] : facesOf(service).flatMap((face) => face.logGroup?.(resource) ?? []),
  );
}
