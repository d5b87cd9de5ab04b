import { setTimeout as sleep } from "node:timers/promises";
import {
  type CloudWatchLogsClient,
  GetQueryResultsCommand,
  type GetQueryResultsCommandOutput,
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
}

const FIRST_LOOK_MS = 60;
const LATER_LOOK_MS = 1000;

export function insightsOf(client: CloudWatchLogsClient): Insights {
  const starting = paceOf(LIMITS.startQueryPerSecond);
  const looking = paceOf(LIMITS.getQueryResultsPerSecond);
  return { run: (groups, text, window, until) => runQuery({ client, starting, looking }, groups, text, window, until) };
}

interface Service {
  readonly client: CloudWatchLogsClient;
  readonly starting: Pace;
  readonly looking: Pace;
}

async function runQuery(
  service: Service,
  groups: readonly LogGroup[],
  text: string,
  window: Window,
  until: AbortSignal,
): Promise<Answer> {
  const { client, starting } = service;
  await starting(until);
  const started = await client.send(
    new StartQueryCommand({
      ...namesOf(groups),
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
    return await results(service, queryId, until);
  } catch (error) {
    // A query that nobody waits for any more keeps one of the account's hundred places.
    await client.send(new StopQueryCommand({ queryId })).catch(() => undefined);
    throw error;
  }
}

/** Groups of other accounts are named by their ARNs, which are told where they are listed. */
function namesOf(groups: readonly LogGroup[]): { logGroupNames: string[] } | { logGroupIdentifiers: string[] } {
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
