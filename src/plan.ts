import type { LongWait } from "./impact/long-waits.ts";
import { type MetricWanted, nameOfMetric } from "./metric.ts";
import type { Place } from "./place.ts";
import type { Question, StreamSlice } from "./sources/source.ts";
import type { Subject } from "./subject.ts";
import { MINUTE, type Micros, micros, SECOND, type Window } from "./time.ts";

/** What is known when the next questions are chosen. Plain data; the plan is a pure function of it. */
export interface Known {
  /** Everything that may matter. */
  readonly window: Window;
  /** Where the trouble is, as far as is known: within it, healthy requests count. */
  readonly trouble: Window;
  /** What the alert is about; null where somebody asked for one id, and no failures are wanted. */
  readonly subjects: readonly Subject[] | null;
  /** Words and ids to look for first, and where. */
  readonly wanted: readonly string[];
  readonly sought: Window;
  /** They are looked for only where an index finds them: the rest would cost too much. */
  readonly byIndex?: true;
  /** Connections whose beginning, which tells who connected, may lie anywhere before what is followed. */
  readonly sessions: readonly string[];
  /** The ids of each request that is read whole, the most telling first. */
  readonly follow: readonly (readonly string[])[];
  /** The ids of healthy requests to compare them with: looked for where a search for ids is made anyway, and worth none. */
  readonly healthy: readonly (readonly string[])[];
  /** The ids of requests that are not understood although everything was read that they seem to pass through. */
  readonly lost: readonly (readonly string[])[];
  /** From the first hop of those requests on: a message that waited for an hour began its way an hour ago. */
  readonly followed: Window;
  /** Of work that was handed over before the window: the moments of that, and the ids that its sender wrote then. */
  readonly waits: readonly LongWait[];
  /** Moments around which requests passed whose way is not known. */
  readonly passing: readonly Micros[];
  /** The log groups that the requests which matter pass through: their failures and their healthy requests have to be counted. */
  readonly groups: readonly string[];
  /** Those of them in which something fails: since when is told by what failed there before. */
  readonly failing: readonly string[];
  /** Where errors stand that no invocation could be found for. */
  readonly unplaced: readonly StreamSlice[];
  /** Where invocations ran that are read whole, and whose lines name no request. */
  readonly unnamed: readonly StreamSlice[];
  /** What CloudWatch counts of the resources that matter, by how far back it is wanted. */
  readonly measured: readonly Measured[];
  /** The resources whose limits and configuration matter. */
  readonly described: readonly Place[];
  /** Composite alarms, and alarms beneath them, of which nothing was read. */
  readonly alarms: readonly string[];
  /** What was asked before, under the names that `namesOf` gives. */
  readonly asked: ReadonlySet<string>;
}

/** Metrics that are wanted over one window. */
export interface Measured {
  readonly window: Window;
  readonly wanted: readonly MetricWanted[];
}

/** Ids in one round, which is two queries over the same bytes; what is left waits for the next. */
const MOST_IDS = 500;
const MOST_IDS_EACH = 60;
const MOST_STREAMS = 20;
/** Connections in one round: their beginning is looked for in all of the window. */
const MOST_SESSIONS = 200;
/** A search for ids goes back so much further than the first request that it is about. */
export const MARGIN = 5 * MINUTE;
/** How far around an error its invocation's START is looked for: at first, and as long as any invocation can last. */
const REACHES = [MINUTE, 15 * MINUTE];
/** A moment with what came before and after it: long enough for a chain of ten hops, short enough to read it in all groups. */
const SLICE = { before: 20 * SECOND, after: 70 * SECOND };
const MOST_SLICES = 3;

/** The questions of the next round; none, and there is nothing left to ask. */
export function plan(known: Known): Question[] {
  const { window, asked } = known;
  const questions: Question[] = [];
  // Up to now: what was under way at the moment that is judged ended after it.
  const around = withMargin({ from: known.trouble.from, to: window.to }, window);
  if (known.subjects !== null && !asked.has(FAILURES))
    questions.push({ window: known.trouble, failures: known.subjects, groups: null });
  questions.push(...slicesOf(known));
  const wanted = known.wanted.filter((id) => !asked.has(id));
  if (wanted.length > 0)
    questions.push({ window: known.sought, find: wanted, ...(known.byIndex === true ? { byIndex: true } : {}) });
  const sessions = known.sessions.filter((id) => !asked.has(sinceName(id, window))).slice(0, MOST_SESSIONS);
  if (sessions.length > 0) questions.push({ window, find: sessions });
  const groups = groupsToRead(known, around);
  const isNew = groups.some((question) => question.window.to === around.to);
  const ids = idsToFollow(isNew ? known.follow : [...known.follow, ...known.lost], asked);
  // What is scanned is paid, by groups and time alone: every id is looked for where its request can have been.
  if (ids.length > 0) {
    const healthy = idsToFollow(known.healthy, new Set([...asked, ...ids]));
    questions.push({ window: withMargin(known.followed, window), find: [...ids, ...healthy] });
  }
  questions.push(...sendersOf(known), ...groups);
  const earlier = known.subjects === null ? [] : known.failing.filter((group) => !asked.has(earlierName(group)));
  if (known.subjects !== null && earlier.length > 0 && window.from < known.trouble.from)
    questions.push({
      window: { from: window.from, to: known.trouble.from },
      failures: known.subjects,
      groups: earlier,
    });
  const streams = streamsToRead(known);
  if (streams.length > 0) questions.push({ window: hull(streams), streams });
  return [...questions, ...beside(known)];
}

/** What no line tells: counted, configured, composed. Asked in the same rounds as the rest. */
function beside({ window, asked, measured, described, alarms }: Known): Question[] {
  const questions: Question[] = [];
  for (const one of measured) {
    const measure = one.wanted.filter((metric) => !asked.has(metricName(metric)));
    if (measure.length > 0) questions.push({ window: one.window, measure });
  }
  const describe = described.filter((place) => !asked.has(placeName(place)));
  if (describe.length > 0) questions.push({ window, describe });
  const unread = alarms.filter((name) => !asked.has(alarmName(name)));
  if (unread.length > 0) questions.push({ window, alarms: unread });
  return questions;
}

/** The names under which a question is remembered as asked. */
export function namesOf(question: Question): string[] {
  if ("failures" in question) return question.groups?.map(earlierName) ?? [FAILURES];
  if ("find" in question && question.sent) return question.find.map(sentName);
  if ("find" in question) return question.find.flatMap((id) => [id, sinceName(id, question.window)]);
  if ("streams" in question) return question.streams.map(streamName);
  if ("measure" in question) return question.measure.map(metricName);
  if ("describe" in question) return question.describe.map(placeName);
  if ("alarms" in question) return question.alarms.map(alarmName);
  return question.keyed?.map((group) => groupName(group, question.window)) ?? [sliceName(question.window)];
}

const FAILURES = "failures";

/** An id that was looked for in a part of the window may still have to be looked for in all of it. */
function sinceName(id: string, { from }: Window): string {
  return `${id} since ${from}`;
}

/** An id that was looked for at the moment of sending has still to be looked for where its work failed. */
function sentName(id: string): string {
  return `sent ${id}`;
}

function earlierName(group: string): string {
  return `earlier ${group}`;
}

function groupName(group: string, { from }: Window): string {
  return `group ${group} ${from}`;
}

function sliceName({ from, to }: Window): string {
  return `slice ${from} ${to}`;
}

function streamName({ account = "", region = "", group, stream, from, to }: StreamSlice): string {
  return `stream ${account} ${region} ${group} ${stream} ${from} ${to}`;
}

function metricName(metric: MetricWanted): string {
  return `metric ${nameOfMetric(metric)}`;
}

function placeName({ service, resource }: Place): string {
  return `describe ${service} ${resource}`;
}

function alarmName(name: string): string {
  return `alarm ${name}`;
}

/** A window and what came just before it, in steps: only what moves its beginning far is worth asking again. */
function withMargin({ from }: Window, most: Window): Window {
  const stepped = Math.floor((from - MARGIN) / MARGIN) * MARGIN;
  return { from: micros(Math.max(most.from, stepped)), to: most.to };
}

/**
 * What passed at some moments, in every group: the ways of the requests are joined here, all at once, where chasing their
 * ids would take a round for each hop.
 */
function slicesOf({ passing, window, asked }: Known): Question[] {
  const before = [...asked].filter((name) => name.startsWith("slice "));
  const covered = before.map((name) => name.split(" ").slice(1).map(Number));
  const questions: Question[] = [];
  for (const at of passing) {
    if (covered.length >= MOST_SLICES) break;
    if (at < window.from || covered.some(([from = 0, to = 0]) => at >= from && at <= to)) continue;
    const slice = {
      from: micros(Math.max(window.from, at - SLICE.before)),
      to: micros(Math.min(window.to, at + SLICE.after)),
    };
    covered.push([slice.from, slice.to]);
    questions.push({ window: slice, keyed: null });
  }
  return questions;
}

/** Slices long before the window: each is one query, and nothing between them is read. */
function sendersOf({ waits, asked }: Known): Question[] {
  let room = MOST_IDS;
  return waits.flatMap(({ window, ids }): Question[] => {
    const fresh = ids.filter((id) => !asked.has(sentName(id))).slice(0, room);
    room -= fresh.length;
    return fresh.length === 0 ? [] : [{ window, find: fresh, sent: true }];
  });
}

/** The groups of which something in a window was not read yet, and only that of it. */
function groupsToRead({ groups, asked }: Known, { from, to }: Window): Question[] {
  const readFrom = new Map<string, number>();
  for (const name of asked) {
    const [, group, since] = /^group (.+) (\d+)$/.exec(name) ?? [];
    if (group === undefined) continue;
    readFrom.set(group, Math.min(readFrom.get(group) ?? Number.POSITIVE_INFINITY, Number(since)));
  }
  const open = groups.filter((group) => (readFrom.get(group) ?? Number.POSITIVE_INFINITY) > from);
  const byEnd = Map.groupBy(open, (group) => readFrom.get(group) ?? to);
  return [...byEnd].map(([end, keyed]) => ({ window: { from, to: micros(end) }, keyed }));
}

function streamsToRead({ unplaced, unnamed, window, asked }: Known): StreamSlice[] {
  const slices = unplaced.flatMap((one) => {
    const widened = REACHES.map((reach) => ({
      ...one,
      from: micros(Math.max(window.from, one.from - reach)),
      to: micros(Math.min(window.to, one.to + reach)),
    }));
    return widened.find((slice) => !asked.has(streamName(slice))) ?? [];
  });
  const whole = unnamed.filter((slice) => !asked.has(streamName(slice)));
  return [...slices, ...whole].slice(0, MOST_STREAMS);
}

function hull(slices: readonly StreamSlice[]): Window {
  return {
    from: micros(slices.reduce((min, { from }) => Math.min(min, from), Number.POSITIVE_INFINITY)),
    to: micros(slices.reduce((max, { to }) => Math.max(max, to), 0)),
  };
}

function idsToFollow(requests: readonly (readonly string[])[], asked: ReadonlySet<string>): string[] {
  const ids = new Set<string>();
  for (const own of requests) {
    const fresh = own.filter((id) => !asked.has(id)).slice(0, MOST_IDS_EACH);
    if (ids.size + fresh.length > MOST_IDS) break;
    for (const id of fresh) ids.add(id);
  }
  return [...ids];
}
