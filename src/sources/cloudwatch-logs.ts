import type { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import type { Catalog } from "../catalog.ts";
import { unknown } from "../check.ts";
import { Fault, sentenceOf } from "../fault.ts";
import type { Gap } from "../record.ts";
import { fromMillis, MINUTE, micros, parseTime, toMillis, type Window } from "../time.ts";
import { checkLogGroups } from "./check-log-groups.ts";
import { LIMITS } from "./cloudwatch-limits.ts";
import { NEWEST, queryTexts, type Searched } from "./cloudwatch-queries.ts";
import { type Answer, type Insights, insightsOf, type Row } from "./insights.ts";
import { type LogGroup, type LogGroups, type LogsPlace, logGroupsOf } from "./log-groups.ts";
import { type LogStreams, logStreamsOf } from "./log-streams.ts";
import { groupNamedIn, RefusedGroups } from "./refused-groups.ts";
import { asksForTraces, type Source, type StreamSlice, type Told } from "./source.ts";

const NAME = "cloudwatch-logs";

interface Search {
  readonly groups: readonly LogGroup[];
  readonly text: string;
  readonly window: Window;
  readonly splits: number;
  /** All of the time that is asked again where the window held nothing. */
  readonly before?: Window;
  /** A query for these groups and one more was refused. */
  readonly refused?: true;
}

/** What was listed, and what of it turned out to be unreadable. */
interface Listed extends LogGroups {
  readonly refused: RefusedGroups;
  /** When, on the clock of `performance`. */
  readonly atMs: number;
}

/** A search for an id lists nothing by itself: it sees new groups, and what may be read again, after this. */
const RELIST_MS = 600_000;

/**
 * CloudWatch Logs of one account and region, read with Logs Insights. The log groups are listed anew when failures are asked
 * for, which is how an investigation begins. `at`: which it is, where the catalog says so.
 */
export function cloudwatchLogs(
  client: CloudWatchLogsClient,
  catalog: Pick<Catalog, "logs">,
  at: LogsPlace | null = null,
): Source {
  const insights = insightsOf(client);
  const streams = logStreamsOf(client);
  let listed: Listed | null = null;
  return {
    name: NAME,
    whole: false,
    async *ask(question, until) {
      if (!asksForTraces(question)) return;
      try {
        const begins = "failures" in question && question.groups === null;
        if (listed === null || begins || performance.now() - listed.atMs > RELIST_MS) {
          const found = await logGroupsOf(client, catalog.logs, at, until);
          listed = { ...found, refused: new RefusedGroups(), atMs: performance.now() };
        }
        for (const gap of listed.gaps) yield { gap };
        if ("streams" in question) {
          const here = question.streams.filter(({ region }) => (region ?? at?.place.region) === at?.place.region);
          yield* readStreams(streams, listed.groups, here, until);
        } else yield* answer(insights, question, listed, until);
      } catch (error) {
        yield { gap: unread("the list of log groups", error, until) };
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

async function* answer(
  insights: Insights,
  question: Searched,
  { groups: all, refused }: Listed,
  until: AbortSignal,
): AsyncGenerator<Told> {
  const wanted = groupsFor(question, all);
  const shut = new Set(wanted.filter((group) => refused.has(group)));
  for (const group of shut) yield { gap: unreadGroup(group, refused.errorOf(group), until) };
  const byClass = Map.groupBy(
    wanted.filter((group) => !shut.has(group)),
    ({ kind }) => kind,
  );
  const batches = [...byClass.values()].flatMap((groups) => inBatches(groups, LIMITS.queryGroups));
  const { window } = question;
  const texts = queryTexts(question);
  const open: Search[] = batches.flatMap((batch) =>
    texts.map((text) => ({ groups: batch, text, window, splits: LIMITS.splits })),
  );
  if ("failures" in question && question.groups === null) {
    // The newest line is mostly one of the last minutes, which are cheap to read.
    const last = { from: micros(Math.max(window.from, window.to - LIMITS.newestMinutes * MINUTE)), to: window.to };
    for (const batch of batches) open.push({ groups: batch, text: NEWEST, window: last, before: window, splits: 0 });
  }
  // Every query is under way at once; what one of them leaves open joins the next turn.
  while (open.length > 0) {
    const turn = open.splice(0);
    for (const { told, again } of await Promise.all(
      turn.map((search) => runSearch(insights, search, refused, until)),
    )) {
      yield* told;
      open.push(...again);
    }
    // Each query is refused for itself: a group is said once.
    for (const group of wanted) {
      if (shut.has(group) || !refused.has(group)) continue;
      shut.add(group);
      yield { gap: unreadGroup(group, refused.errorOf(group), until) };
    }
  }
}

function groupsFor(question: Searched, all: readonly LogGroup[]): readonly LogGroup[] {
  const named = "keyed" in question ? question.keyed : "failures" in question ? question.groups : null;
  if (named !== null) return all.filter(({ name }) => named.includes(name));
  return all;
}

/** One query. What it could not do for all its groups, or for all its window, comes back as smaller searches. */
async function runSearch(
  insights: Insights,
  search: Search,
  refused: RefusedGroups,
  until: AbortSignal,
): Promise<{ told: Told[]; again: Search[] }> {
  const { groups, text, window, splits, before } = search;
  try {
    const found = await insights.run(groups, text, window, until);
    const told = toldBy(found, groups);
    if (found.rows.length === 0 && before !== undefined) {
      return { told, again: [{ groups, text, window: before, splits }] };
    }
    if (!found.full) return { told, again: [] };
    const middle = micros((window.from + window.to) / 2);
    if (splits > 0) {
      const halves = [
        { from: window.from, to: middle },
        { from: middle, to: window.to },
      ];
      return { told: [...told], again: halves.map((half) => ({ ...search, window: half, splits: splits - 1 })) };
    }
    const gap: Gap = {
      what: "log lines",
      why: `more than ${LIMITS.queryRows} in one slice of time; the rest was not read`,
      unread: true,
    };
    return { told: [...told, { gap }], again: [] };
  } catch (error) {
    if (!isRefusal(error))
      return { told: groups.map((group) => ({ gap: unreadGroup(group, error, until) })), again: [] };
    return {
      told: [],
      again: readable(search, error, refused).map((part) => ({ ...search, groups: part, refused: true })),
    };
  }
}

/**
 * One group that may not be read, or is gone, refuses the query for all of them. The service mostly says which, and then the
 * others are asked; where it does not, or refuses them too, halves are asked until each such group stands alone.
 */
function readable({ groups, refused: again }: Search, error: unknown, refused: RefusedGroups): LogGroup[][] {
  const named = groups.length === 1 ? (groups[0] ?? null) : groupNamedIn(error, groups);
  if (named !== null) refused.note(named, error);
  const rest = groups.filter((group) => !refused.has(group));
  if (rest.length === 0) return [];
  if (named !== null && again === undefined) return [rest];
  const half = Math.ceil(rest.length / 2);
  return [rest.slice(0, half), rest.slice(half)].filter((part) => part.length > 0);
}

/** Rows become the records that a subscription would have delivered. */
function toldBy({ rows, bytesScanned }: Answer, groups: readonly LogGroup[]): Told[] {
  const told: Told[] = [{ cost: { queries: 1, bytesScanned, usd: (bytesScanned / 2 ** 30) * LIMITS.usdPerGigabyte } }];
  const moment = rows[0]?.["newest"];
  if (moment !== undefined) {
    return [...told, { read: { source: NAME, newest: fromMillis(Number(moment)), ingested: true } }];
  }
  const byStream = Map.groupBy(rows, (row) => `${row["@log"] ?? ""}\n${row["@logStream"] ?? ""}`);
  for (const [place, own] of byStream) {
    const [log = "", stream = ""] = place.split("\n");
    // "123456789012:/aws/lambda/checkout"
    const account = /^(\d{12}):/.exec(log)?.[1];
    const group = log.replace(/^\d{12}:/, "");
    const known = groups.find(({ name }) => name === group)?.account;
    const owner = account ?? known;
    told.push(
      chunkOf({ owner: owner ?? undefined, logGroup: group, logStream: stream, logEvents: own.flatMap(eventOf) }),
    );
  }
  return told;
}

/** One shape of log events, that of a subscription, whoever read them. What is undefined is left out. */
function chunkOf(record: {
  owner: string | undefined;
  logGroup: string;
  logStream: string;
  logEvents: object[];
}): Told {
  const bytes = Buffer.from(JSON.stringify({ messageType: "DATA_MESSAGE", ...record }));
  return { chunk: { origin: { source: NAME }, format: "log-events", bytes } };
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
      told.push(chunkOf({ owner, logGroup: group.name, logStream: slice.stream, logEvents }));
    }
  } catch (error) {
    told.push({ gap: unreadGroup(group, error, until) });
  }
  return told;
}

function eventOf(row: Row): { timestamp: number; message: string; ingestionTime?: number }[] {
  const at = parseTime(row["@timestamp"] ?? "");
  const ingested = parseTime(row["@ingestionTime"] ?? "");
  if (at === null) return [];
  return [
    {
      timestamp: toMillis(at),
      message: row["@message"] ?? "",
      ...(ingested === null ? {} : { ingestionTime: toMillis(ingested) }),
    },
  ];
}

function inBatches<T>(items: readonly T[], size: number): T[][] {
  const batches: T[][] = [];
  for (let i = 0; i < items.length; i += size) batches.push(items.slice(i, i + size));
  return batches;
}

function isRefusal(error: unknown): boolean {
  return isNamed(error, "AccessDeniedException") || isNamed(error, "ResourceNotFoundException");
}

function isNamed(error: unknown, name: string): boolean {
  return error instanceof Error && error.name === name;
}

function unread(what: string, error: unknown, until: AbortSignal): Gap {
  const why = until.aborted ? "it did not answer in time" : whyNot(error);
  return { what, why, origin: { source: NAME, group: what }, unread: true };
}

function unreadGroup({ name, account, arn }: LogGroup, error: unknown, until: AbortSignal): Gap {
  const gap = unread(name, error, until);
  // Only a group of another account has to say whose it is.
  if (arn === null || account === null) return gap;
  return { ...gap, what: `${name} of ${account}`, origin: { source: NAME, account, group: name } };
}

/** In one line, and in the same words however often it is met: the service's own hold the id of each request. */
function whyNot(error: unknown): string {
  if (error instanceof Fault) return error.message;
  const [sentence = ""] = sentenceOf(error).split(/\n| \(Service:/);
  if (!isRefusal(error)) return `CloudWatch Logs failed: ${sentence}`;
  return isNamed(error, "ResourceNotFoundException") ? "there is no such log group" : `it may not be read: ${sentence}`;
}
