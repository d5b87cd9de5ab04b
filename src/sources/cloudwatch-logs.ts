import type { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import type { Catalog } from "../catalog.ts";
import { unknown } from "../check.ts";
import { sentenceOf } from "../fault.ts";
import type { Purse } from "../purse.ts";
import { MINUTE, micros } from "../time.ts";
import { affordable } from "./affordable.ts";
import { checkLogGroups } from "./check-log-groups.ts";
import { LIMITS } from "./cloudwatch-limits.ts";
import { ESTIMATE, estimateOf, indexedTexts, NEWEST, queryTexts, type Searched } from "./cloudwatch-queries.ts";
import { type FieldIndexes, fieldIndexesOf } from "./field-indexes.ts";
import { type Insights, insightsOf, type Row } from "./insights.ts";
import { LOGS, unreadGroup, unreadLogs } from "./log-gaps.ts";
import { type LogGroup, type LogGroups, type LogsPlace, logGroupsOf } from "./log-groups.ts";
import { logEventsTold } from "./log-rows.ts";
import { inBatches, runSearch, type Search } from "./log-search.ts";
import { type LogStreams, logStreamsOf } from "./log-streams.ts";
import { RefusedGroups } from "./refused-groups.ts";
import { SharedListing } from "./shared-listing.ts";
import { asksForTraces, type Source, type StreamSlice, type Told, type TraceQuestion } from "./source.ts";

/** What was listed, and what of it turned out to be unreadable. */
interface Listed extends LogGroups {
  readonly refused: RefusedGroups;
  readonly indexes: FieldIndexes;
  /** When, on the clock of `performance`. */
  readonly atMs: number;
}

/** A search for an id lists nothing by itself: it sees new groups, and what may be read again, after this. */
const RELIST_MS = 600_000;

/**
 * CloudWatch Logs of one account and region, read with Logs Insights. The log groups are listed anew when an investigation
 * begins. `at`: which it is, where the catalog says so.
 */
export function cloudwatchLogs(
  client: CloudWatchLogsClient,
  catalog: Pick<Catalog, "logs">,
  at: LogsPlace | null = null,
): Source {
  const insights = insightsOf(client);
  const streams = logStreamsOf(client);
  const prefixes = selectable(catalog.logs.prefixes);
  const listing = new SharedListing<Listed>(async (until) => {
    const found = await logGroupsOf(client, catalog.logs, at, until);
    return { ...found, refused: new RefusedGroups(), indexes: fieldIndexesOf(client), atMs: performance.now() };
  }, RELIST_MS);
  return {
    name: LOGS,
    whole: false,
    async *ask(question, until, purse) {
      if (!asksForTraces(question)) return;
      try {
        const listed = await listing.get(isBeginning(question), until);
        for (const gap of listed.gaps) yield { gap };
        if ("streams" in question) {
          const here = question.streams.filter(
            ({ region }) => at === null || (region ?? at.place.region) === at.place.region,
          );
          yield* readStreams(streams, listed.groups, here, until);
        } else yield* answer({ insights, prefixes, until, purse }, question, listed);
      } catch (error) {
        yield { gap: unreadLogs("the list of log groups", error, until) };
      }
    },
    async *check(until) {
      try {
        yield* checkLogGroups(client, insights, catalog.logs, at, until);
      } catch (error) {
        yield unknown("log groups", until.aborted ? "they did not answer in time" : sentenceOf(error));
      }
    },
  };
}

/** Those that a query can select groups by; none where there are too many, or a sign of one would end its text. */
function selectable(prefixes: readonly string[]): readonly string[] {
  if (prefixes.length > LIMITS.sourcePrefixes) return [];
  return prefixes.every((prefix) => /^[\w./#-]{1,80}$/.test(prefix)) ? prefixes : [];
}

interface Asking {
  readonly insights: Insights;
  /** How the groups begin, where a question for all of them may select them so. */
  readonly prefixes: readonly string[];
  readonly until: AbortSignal;
  readonly purse: Purse | undefined;
}

/** The questions of the first round, which are about every group. What was refused long before is said of none of them. */
function isBeginning(question: TraceQuestion): boolean {
  return ("failures" in question && question.groups === null) || ("keyed" in question && question.keyed === null);
}

async function* answer(asking: Asking, question: Searched, listed: Listed): AsyncGenerator<Told> {
  const wanted = groupsFor(question, listed.groups);
  const { refused } = listed;
  const shut = new Set(wanted.filter((group) => refused.has(group)));
  for (const group of shut) yield { gap: unreadGroup(group, refused.errorOf(group), asking.until) };
  const open = wanted.filter((group) => !shut.has(group));
  const byIndex = "find" in question && question.byIndex === true;
  const isAll = open.length === listed.groups.length && open.length < LIMITS.groups && isForAll(question);
  const prefixes = isAll && !refused.prefixes ? asking.prefixes : [];
  const hasRead = byIndex ? false : yield* readWhole({ ...asking, prefixes }, question, refused, open);
  // Where reading is too dear, an index still finds the lines whose own field an id is.
  if ("find" in question && !hasRead) yield* readByIndex(asking, question, listed, open);
  // Each query is refused for itself: a group is said once.
  for (const group of open)
    if (refused.has(group)) yield { gap: unreadGroup(group, refused.errorOf(group), asking.until) };
}

/** Reads the groups through, or as much of the time as can be paid. Returns whether all of it was read. */
async function* readWhole(
  asking: Asking,
  question: Searched,
  refused: RefusedGroups,
  groups: readonly LogGroup[],
): AsyncGenerator<Told, boolean> {
  const { insights, purse, until } = asking;
  const texts = queryTexts(question);
  const { window } = question;
  const whole = { groups, text: ESTIMATE, window, splits: LIMITS.splits };
  const places = searchesOver(whole, asking.prefixes);
  const paid =
    purse === undefined
      ? { window, usd: 0, gap: null }
      : await affordable({ groups, times: texts.length, window }, purse, () =>
          estimated(insights, searchesOver(whole, []), until),
        );
  // Of what is as much as is cheap, nothing is missing.
  if (paid.gap !== null && !("keyed" in question && question.keyed === null)) yield { gap: paid.gap };
  if (paid.window === null) return false;
  const release = purse?.hold(paid.usd);
  const read = paid.window;
  const searches = places.flatMap((place) => texts.map((text): Search => ({ ...place, text, window: read })));
  if ("failures" in question && question.groups === null) {
    // The newest line is mostly one of the last minutes, which are cheap to read.
    const last = { from: micros(Math.max(window.from, window.to - LIMITS.newestMinutes * MINUTE)), to: window.to };
    for (const place of places) searches.push({ ...place, text: NEWEST, window: last, before: read, splits: 0 });
  }
  yield* run(insights, searches, refused, until);
  release?.();
  return paid.gap === null;
}

/** Every query is under way at once; what one of them leaves open joins the next turn. */
async function* run(
  insights: Insights,
  searches: Search[],
  refused: RefusedGroups,
  until: AbortSignal,
): AsyncGenerator<Told> {
  const open = searches;
  while (open.length > 0) {
    const turn = open.splice(0);
    for (const { told, again } of await Promise.all(
      turn.map((search) => runSearch(insights, search, refused, until)),
    )) {
      yield* told;
      open.push(...again);
    }
  }
}

/** What an index does not know is not paid, and what the rest costs is asked before: it depends on how much is found. */
async function* readByIndex(
  { insights, purse, until }: Asking,
  { find, window }: Extract<Searched, { find: unknown }>,
  { refused, indexes }: Listed,
  groups: readonly LogGroup[],
): AsyncGenerator<Told> {
  for (const { field, groups: own } of await indexes(groups, until)) {
    for (const text of indexedTexts(find, field)) {
      const searches = searchesOver({ groups: own, text, window, splits: LIMITS.splits }, []);
      const asked = searches.map((search) => ({ ...search, text: estimateOf(text) }));
      const bytes = await estimated(insights, asked, until);
      const usd = ((bytes ?? Number.POSITIVE_INFINITY) * LIMITS.usdPerGigabyte) / 2 ** 30;
      if (purse !== undefined && usd > purse.left) continue;
      const release = purse?.hold(usd);
      yield* run(insights, searches, refused, until);
      release?.();
    }
  }
}

/** The bytes that searches would scan; null where one of them was not told. */
async function estimated(insights: Insights, searches: readonly Search[], until: AbortSignal): Promise<number | null> {
  const told = await Promise.all(
    searches.map(({ groups, text, window }) =>
      insights.run(groups, text, window, until).then(
        ({ rows }) => bytesIn(rows),
        () => null,
      ),
    ),
  );
  return told.reduce<number | null>((sum, one) => (sum === null || one === null ? null : sum + one), 0);
}

/** The documents do not say what the field is called. */
function bytesIn(rows: readonly Row[]): number | null {
  const numbers = Object.values(rows[0] ?? {}).filter((value) => /^\d+(\.\d+)?(e\+?\d+)?$/i.test(value));
  return numbers.length === 0 ? null : Number(numbers[0]);
}

/** A search over many groups as queries: of one class each, and by their beginnings where one cannot name them all. */
function searchesOver(search: Search, prefixes: readonly string[]): Search[] {
  const classes = Map.groupBy(search.groups, ({ kind }) => kind).values();
  return [...classes].flatMap((groups) => {
    const under = groups.filter(({ name }) => prefixes.some((prefix) => name.startsWith(prefix)));
    if (under.length <= LIMITS.queryGroups) return inBatches({ ...search, groups });
    const others = groups.filter((group) => !under.includes(group));
    return [{ ...search, groups: under, prefixes }, ...inBatches({ ...search, groups: others })];
  });
}

/** Groups are selected by how they begin only where every one of them that begins so is wanted. */
function isForAll(question: Searched): boolean {
  if ("find" in question) return true;
  return ("failures" in question ? question.groups : question.keyed) === null;
}

function groupsFor(question: Searched, all: readonly LogGroup[]): readonly LogGroup[] {
  const named = "keyed" in question ? question.keyed : "failures" in question ? question.groups : null;
  if (named !== null) return all.filter(({ name }) => named.includes(name));
  return all;
}

/** Stretches of streams are read without a query: that costs nothing, and each is short. */
async function* readStreams(
  streams: LogStreams,
  groups: readonly LogGroup[],
  slices: readonly StreamSlice[],
  until: AbortSignal,
): AsyncGenerator<Told> {
  const found = slices.flatMap((slice) => {
    const holds = ({ name, account }: LogGroup): boolean =>
      name === slice.group && (slice.account ?? account) === (account ?? slice.account);
    return groups.filter(holds).map((group) => readStream(streams, group, slice, until));
  });
  for (const told of await Promise.all(found)) yield* told;
}

async function readStream(
  streams: LogStreams,
  group: LogGroup,
  slice: StreamSlice,
  until: AbortSignal,
): Promise<Told[]> {
  const told: Told[] = [];
  const owner = group.account ?? slice.account;
  try {
    for await (const events of streams.read(group, slice, until)) {
      const logEvents = events.map(({ timestamp, message, ingestionTime }) => ({ timestamp, message, ingestionTime }));
      told.push(logEventsTold({ owner, logGroup: group.name, logStream: slice.stream, logEvents }));
    }
  } catch (error) {
    told.push({ gap: unreadGroup(group, error, until) });
  }
  return told;
}
