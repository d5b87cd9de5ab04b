import { setTimeout as sleep } from "node:timers/promises";
import {
  type CloudWatchLogsClient,
  GetQueryResultsCommand,
  type GetQueryResultsCommandOutput,
  ListLogGroupsForQueryCommand,
  type ResultField,
  StartQueryCommand,
  StopQueryCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import { Fault } from "../fault.ts";
import { type Pace, paceOf } from "../pace.ts";
import type { Window } from "../time.ts";
import { SECOND } from "../time.ts";
import { LIMITS } from "./cloudwatch-limits.ts";
import type { LogGroup } from "./log-groups.ts";

/** A row of a result, by the names of its fields. */
export type Row = Readonly<Record<string, string>>;

export interface Answer {
  readonly rows: readonly Row[];
  readonly bytesScanned: number;
  /** The service stopped at its limit of rows: there are more. */
  readonly full: boolean;
}

/** Runs Logs Insights queries, no faster than the service allows. */
export interface Insights {
  run(groups: readonly LogGroup[], text: string, window: Window, until: AbortSignal): Promise<Answer>;
  /** Over all groups of a class that begin so. */
  runUnder(under: Under, text: string, window: Window, until: AbortSignal): Promise<AnswerUnder>;
}

/** `kind`: a class; null means the service's default. */
export interface Under {
  readonly prefixes: readonly string[];
  readonly kind: string | null;
}

/** `read`: whether a group was among those that the service selected. */
export interface AnswerUnder extends Answer {
  read(group: LogGroup): boolean;
}

const FIRST_LOOK_MS = 60;
const LATER_LOOK_MS = 1000;
/** Whoever gave up does not wait long for that. */
const STOPPING_MS = 2000;

export function insightsOf(client: CloudWatchLogsClient): Insights {
  const starting = paceOf(LIMITS.startQueryPerSecond);
  const looking = paceOf(LIMITS.getQueryResultsPerSecond);
  const service = { client, starting, looking };
  return {
    run: async (groups, text, window, until) => (await runQuery(service, namesOf(groups), text, window, until)).answer,
    async runUnder(under, text, window, until) {
      const query = `${sourceOf(under)} | ${text}`;
      const { answer, queryId } = await runQuery(service, {}, query, window, until);
      const selected = await groupsOf(service, queryId, until);
      const read = ({ name, account }: LogGroup): boolean => selected.has(name) || selected.has(`${account}:${name}`);
      return { ...answer, read };
    },
  };
}

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_QuerySyntax-Source.html */
function sourceOf({ prefixes, kind }: Under): string {
  const names = prefixes.map((prefix) => `'${prefix}'`).join(", ");
  return `SOURCE logGroups(namePrefix: [${names}]${kind === null ? "" : `, class: ['${kind}']`})`;
}

/** The groups that a query selected by itself, by name, or by account and name. */
async function groupsOf({ client, looking }: Service, queryId: string, until: AbortSignal): Promise<Set<string>> {
  const found = new Set<string>();
  let nextToken: string | undefined;
  do {
    await looking(until);
    const page = await client.send(
      new ListLogGroupsForQueryCommand({ queryId, maxResults: LIMITS.listedForQuery, nextToken }),
      { abortSignal: until },
    );
    for (const identifier of page.logGroupIdentifiers ?? [])
      found.add(identifier.replace(/^arn:[^:]*:logs:[^:]*:(\d{12}):log-group:/, "$1:").replace(/:\*$/, ""));
    nextToken = page.nextToken;
  } while (nextToken !== undefined);
  return found;
}

interface Service {
  readonly client: CloudWatchLogsClient;
  readonly starting: Pace;
  readonly looking: Pace;
}

async function runQuery(
  service: Service,
  named: Named,
  text: string,
  window: Window,
  until: AbortSignal,
): Promise<{ readonly answer: Answer; readonly queryId: string }> {
  const { client, starting } = service;
  await starting(until);
  const started = await client.send(
    new StartQueryCommand({
      ...named,
      queryString: text,
      // Whole seconds; the service searches the last one to its end.
      startTime: Math.floor(window.from / SECOND),
      endTime: Math.ceil(window.to / SECOND),
    }),
    { abortSignal: until },
  );
  const queryId = started.queryId;
  if (queryId === undefined) throw new Fault("unavailable", "CloudWatch Logs started no query");
  try {
    return { answer: await results(service, queryId, until), queryId };
  } catch (error) {
    // A query that nobody waits for any more keeps one of the account's hundred places.
    const abortSignal = AbortSignal.timeout(STOPPING_MS);
    await client.send(new StopQueryCommand({ queryId }), { abortSignal }).catch(() => undefined);
    throw error;
  }
}

type Named = { readonly logGroupNames?: string[]; readonly logGroupIdentifiers?: string[] };

/** Groups of other accounts are named by their ARNs, which are told where they are listed. */
function namesOf(groups: readonly LogGroup[]): Named {
  const arns = groups.flatMap(({ arn }) => arn ?? []);
  if (arns.length < groups.length) return { logGroupNames: groups.map(({ name }) => name) };
  return { logGroupIdentifiers: arns };
}

async function results({ client, looking }: Service, queryId: string, until: AbortSignal): Promise<Answer> {
  let waitMs = FIRST_LOOK_MS;
  for (;;) {
    await sleep(waitMs, undefined, { signal: until });
    await looking(until);
    const page = await client.send(new GetQueryResultsCommand({ queryId }), { abortSignal: until });
    if (page.status === "Complete") return collect({ client, looking }, queryId, page, until);
    if (page.status !== "Scheduled" && page.status !== "Running") {
      throw new Fault("unavailable", `the query ended as ${page.status ?? "Unknown"}`);
    }
    waitMs = Math.min(LATER_LOOK_MS, waitMs * 1.5);
  }
}

async function collect(
  { client, looking }: Pick<Service, "client" | "looking">,
  queryId: string,
  first: GetQueryResultsCommandOutput,
  until: AbortSignal,
): Promise<Answer> {
  const rows: Row[] = (first.results ?? []).map(rowOf);
  let next = first.nextToken;
  while (next !== undefined) {
    await looking(until);
    const page = await client.send(new GetQueryResultsCommand({ queryId, nextToken: next }), { abortSignal: until });
    for (const fields of page.results ?? []) rows.push(rowOf(fields));
    next = page.nextToken;
  }
  return { rows, bytesScanned: first.statistics?.bytesScanned ?? 0, full: rows.length >= LIMITS.queryRows };
}

function rowOf(fields: readonly ResultField[]): Row {
  return Object.fromEntries(fields.map(({ field, value }) => [field ?? "", value ?? ""]));
}
