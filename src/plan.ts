import type { Question, StreamSlice } from "./sources/source.ts";
import type { Subject } from "./subject.ts";
import { MINUTE, micros, type Window } from "./time.ts";

/** What is known when the next questions are chosen. Plain data; the plan is a pure function of it. */
export interface Known {
  /** Everything that may matter. */
  readonly window: Window;
  /** Where the trouble is, as far as is known: within it, healthy requests count. */
  readonly trouble: Window;
  /** What the alert is about; null where somebody asked for one id, and no failures are wanted. */
  readonly subjects: readonly Subject[] | null;
  /** Words and ids to look for first. */
  readonly wanted: readonly string[];
  /** The ids of each request that matters, as far as it is known. */
  readonly follow: readonly (readonly string[])[];
  /** From the first hop of those requests on: a message that waited for an hour began its way an hour ago. */
  readonly followed: Window;
  /** Log groups of the entries that matter, whose healthy requests have to be counted. */
  readonly entryGroups: readonly string[];
  /** Where errors stand that no invocation could be found for. */
  readonly unplaced: readonly StreamSlice[];
  /** What was asked before, under the names that `namesOf` gives. */
  readonly asked: ReadonlySet<string>;
}

/** Ids in one round; what is left waits for the next. */
const MOST_IDS = 2000;
const MOST_IDS_EACH = 60;
const MOST_STREAMS = 20;
const MARGIN = 5 * MINUTE;
/** How far around an error its invocation's START is looked for: at first, and as long as any invocation can last. */
const REACHES = [MINUTE, 15 * MINUTE];

/** The questions of the next round; none, and there is nothing left to ask. */
export function plan(known: Known): Question[] {
  const { window, asked } = known;
  const questions: Question[] = [];
  if (known.subjects !== null && !asked.has(FAILURES)) questions.push({ window, failures: known.subjects });
  const wanted = known.wanted.filter((id) => !asked.has(id));
  if (wanted.length > 0) questions.push({ window, find: wanted });
  const ids = idsToFollow(known);
  // What is scanned is paid, by groups and time alone: every id is looked for where its request can have been.
  if (ids.length > 0) questions.push({ window: withMargin(known.followed, window), find: ids });
  const around = withMargin(known.trouble, window);
  const groups = known.entryGroups.filter((group) => !asked.has(groupName(group, around)));
  if (groups.length > 0) questions.push({ window: around, keyed: groups });
  const streams = slicesToRead(known);
  if (streams.length > 0) questions.push({ window: hull(streams), streams });
  return questions;
}

/** The names under which a question is remembered as asked. */
export function namesOf(question: Question): string[] {
  if ("failures" in question) return [FAILURES];
  if ("find" in question) return [...question.find];
  if ("streams" in question) return question.streams.map(streamName);
  return question.keyed.map((group) => groupName(group, question.window));
}

const FAILURES = "failures";

function groupName(group: string, { from }: Window): string {
  return `group ${group} ${from}`;
}

/** A window and what came just before it, in steps: only what moves its beginning far is worth asking again. */
function withMargin({ from }: Window, most: Window): Window {
  const stepped = Math.floor((from - MARGIN) / MARGIN) * MARGIN;
  return { from: micros(Math.max(most.from, stepped)), to: most.to };
}

function streamName({ group, stream, from, to }: StreamSlice): string {
  return `stream ${group} ${stream} ${from} ${to}`;
}

function slicesToRead({ unplaced, window, asked }: Known): StreamSlice[] {
  const slices = unplaced.flatMap((one) => {
    const widened = REACHES.map((reach) => ({
      ...one,
      from: micros(Math.max(window.from, one.from - reach)),
      to: micros(Math.min(window.to, one.to + reach)),
    }));
    return widened.find((slice) => !asked.has(streamName(slice))) ?? [];
  });
  return slices.slice(0, MOST_STREAMS);
}

function hull(slices: readonly StreamSlice[]): Window {
  return {
    from: micros(slices.reduce((min, { from }) => Math.min(min, from), Number.POSITIVE_INFINITY)),
    to: micros(slices.reduce((max, { to }) => Math.max(max, to), 0)),
  };
}

function idsToFollow({ follow, asked }: Known): string[] {
  const ids = new Set<string>();
  for (const own of follow) {
    const fresh = own.filter((id) => !asked.has(id)).slice(0, MOST_IDS_EACH);
    if (ids.size + fresh.length > MOST_IDS) break;
    for (const id of fresh) ids.add(id);
  }
  return [...ids];
}
