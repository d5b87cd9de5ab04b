import type { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import type { Catalog } from "../catalog.ts";
import { Fault, sentenceOf } from "../fault.ts";
import type { Gap } from "../record.ts";
import { fromMillis, micros, parseTime, toMillis, type Window } from "../time.ts";
import { LIMITS } from "./cloudwatch-limits.ts";
import { NEWEST, queryTexts } from "./cloudwatch-queries.ts";
import { type Answer, type Insights, insightsOf, type Row } from "./insights.ts";
import { type LogGroup, type LogGroups, logGroupsOf } from "./log-groups.ts";
import type { Question, Source, Told } from "./source.ts";

const NAME = "cloudwatch-logs";

interface Search {
  readonly groups: readonly LogGroup[];
  readonly text: string;
  readonly window: Window;
  readonly splits: number;
}

/**
 * CloudWatch Logs of one account and region, read with Logs Insights. The log groups are listed anew when failures are asked
 * for, which is how an investigation begins.
 */
export function cloudwatchLogs(client: CloudWatchLogsClient, catalog: Pick<Catalog, "logs">): Source {
  const insights = insightsOf(client);
  let listed: LogGroups | null = null;
  return {
    name: NAME,
    whole: false,
    async *ask(question, until) {
      try {
        if (listed === null || "failures" in question) listed = await logGroupsOf(client, catalog.logs, until);
        for (const gap of listed.gaps) yield { gap };
        yield* answer(insights, question, listed.groups, until);
      } catch (error) {
        yield { gap: unread("the list of log groups", error, until) };
      }
    },
  };
}

async function* answer(
  insights: Insights,
  question: Question,
  all: readonly LogGroup[],
  until: AbortSignal,
): AsyncGenerator<Told> {
  const groups = groupsFor(question, all);
  const batches = inBatches(groups, LIMITS.queryGroups);
  const texts = "failures" in question ? [...queryTexts(question), NEWEST] : queryTexts(question);
  const open: Search[] = batches.flatMap((batch) =>
    texts.map((text) => ({ groups: batch, text, window: question.window, splits: LIMITS.splits })),
  );
  // Every query is under way at once; what one of them leaves open joins the next turn.
  while (open.length > 0) {
    const turn = open.splice(0);
    for (const { told, again } of await Promise.all(turn.map((search) => runSearch(insights, search, until)))) {
      yield* told;
      open.push(...again);
    }
  }
}

function groupsFor(question: Question, all: readonly LogGroup[]): readonly LogGroup[] {
  if ("keyed" in question) return all.filter(({ name }) => question.keyed.includes(name));
  if ("streams" in question) return all.filter(({ name }) => question.streams.some(({ group }) => group === name));
  return all;
}

/** One query. What it could not do for all its groups, or for all its window, comes back as smaller searches. */
async function runSearch(
  insights: Insights,
  search: Search,
  until: AbortSignal,
): Promise<{ told: Told[]; again: Search[] }> {
  const { groups, text, window, splits } = search;
  try {
    const found = await insights.run(
      groups.map(({ name }) => name),
      text,
      window,
      until,
    );
    const told = toldBy(found, groups);
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
    const half = Math.ceil(groups.length / 2);
    // One group that may not be read, or is gone, refuses the query for all of them: halve until it stands alone.
    if (isRefusal(error) && groups.length > 1) {
      return {
        told: [],
        again: [groups.slice(0, half), groups.slice(half)].map((part) => ({ ...search, groups: part })),
      };
    }
    return { told: groups.map(({ name }) => ({ gap: unread(name, error, until) })), again: [] };
  }
}

/** Rows become the records that a subscription would have delivered: one shape of log events, whoever read them. */
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
    const record = {
      messageType: "DATA_MESSAGE",
      ...(owner == null ? {} : { owner }),
      logGroup: group,
      logStream: stream,
      logEvents: own.flatMap(eventOf),
    };
    told.push({
      chunk: { origin: { source: NAME }, format: "log-events", bytes: Buffer.from(JSON.stringify(record)) },
    });
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

/** In one line, and in the same words however often it is met: the service's own hold the id of each request. */
function whyNot(error: unknown): string {
  if (error instanceof Fault) return error.message;
  const [sentence = ""] = sentenceOf(error).split(/\n| \(Service:/);
  if (!isRefusal(error)) return `CloudWatch Logs failed: ${sentence}`;
  return isNamed(error, "ResourceNotFoundException") ? "there is no such log group" : `it may not be read: ${sentence}`;
}
