import {
  CloudWatchLogsClient,
  type QueryStatistics,
  type StartQueryCommandInput,
} from "@aws-sdk/client-cloudwatch-logs";
import { startCloudWatchLogs } from "../../sandbox/cloudwatch/cloudwatch-logs.ts";
import { type Alarm, alarmNotification, alarmSubject } from "../../sandbox/world/cloudwatch-alarm.ts";
import { parseAlert } from "../../src/alert.ts";
import { EMPTY_CATALOG } from "../../src/catalog.ts";
import { idsIn } from "../../src/evidence/scan.ts";
import { investigate } from "../../src/investigate.ts";
import { LIMITS } from "../../src/sources/cloudwatch-limits.ts";
import { cloudwatchLogs } from "../../src/sources/cloudwatch-logs.ts";
import type { Source } from "../../src/sources/source.ts";
import { DAY, fromMillis, micros, SECOND } from "../../src/time.ts";
import { CHAIN, createTenHops } from "./ten-hops.ts";

/**
 * What an investigation of a chain of ten hops asks and pays in an estate that writes 100 GB of logs a day, evenly from all of
 * its groups, against chasing each id through all groups of a whole day. Bytes are billed by groups and time, as CloudWatch
 * bills them; the lines are those of a small world.
 */
const GIGABYTES_A_DAY = 100;
const SEEDS = 9;
const NIGHT = Date.UTC(2026, 10, 22, 2, 32);
const REGION = "eu-central-1";
const ALARM: Alarm = {
  ...{ name: "pack fails", description: "", namespace: "AWS/Lambda", metric: "Errors" },
  dimension: { name: "FunctionName", value: "pack" },
  ...{ periodSeconds: 60, periods: 1, threshold: 1 },
};

interface Paid {
  readonly rounds: number;
  readonly queries: number;
  readonly usd: number;
}

const measured: { readonly ours: Paid; readonly naive: Paid }[] = [];
for (let seed = 1; seed <= SEEDS; seed++) measured.push(await measure(seed));
const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;
for (const way of ["ours", "naive"] as const) {
  const rounds = median(measured.map((one) => one[way].rounds));
  const queries = median(measured.map((one) => one[way].queries));
  const usd = median(measured.map((one) => one[way].usd));
  process.stdout.write(`${way.padEnd(6)} rounds ${rounds}  queries ${queries}  median $${usd.toFixed(4)}\n`);
}

async function measure(seed: number): Promise<{ ours: Paid; naive: Paid }> {
  const world = createTenHops(NIGHT, { seed });
  const logs = await startCloudWatchLogs({ now: () => NIGHT }, { account: "111122223333", region: REGION, queryMs: 0 });
  for (const { group, stream, lines } of world.streams) logs.load(group, stream, lines);
  const credentials = { accessKeyId: "any", secretAccessKey: "any" };
  const client = new CloudWatchLogsClient({ endpoint: logs.url, region: REGION, credentials });
  const groups = new Set(world.streams.map(({ group }) => group)).size;
  const bill = billed(client, groups);
  try {
    const source = cloudwatchLogs(client, EMPTY_CATALOG);
    const at = NIGHT - 5000;
    const created_at = new Date(at).toISOString();
    const body = { details: alarmNotification(ALARM, world.refusals, at) };
    const incident = { id: "Q10", title: alarmSubject(ALARM), created_at };
    const alert = parseAlert({ incident, alerts: [{ created_at, body }] });
    const room = { sources: [source], catalog: EMPTY_CATALOG, now: () => NIGHT, deadlineMs: 60_000 };
    let rounds = 0;
    for await (const { report } of investigate(alert, room, NIGHT)) rounds = report.cost.rounds;
    const ours = { rounds, ...bill.take() };
    const failed = world.passages.findLast(({ fails }) => fails);
    const naive = { rounds: await chase(source, failed?.invocations[CHAIN.at(-1) ?? ""] ?? ""), ...bill.take() };
    return { ours, naive };
  } finally {
    client.destroy();
    await logs.stop();
  }
}

/** Looks for an id in all groups of a day, then for the ids that its lines name, until none is new. Returns the rounds. */
async function chase(source: Source, id: string): Promise<number> {
  const window = { from: micros(fromMillis(NIGHT) - DAY), to: fromMillis(NIGHT) };
  const asked = new Set<string>();
  let open = [id];
  let rounds = 0;
  while (open.length > 0) {
    rounds++;
    for (const one of open) asked.add(one);
    const found = new Set<string>();
    for await (const told of source.ask({ window, find: open }, AbortSignal.timeout(60_000))) {
      if ("chunk" in told) for (const one of idsIn(Buffer.from(told.chunk.bytes).toString())) found.add(one);
    }
    open = [...found].filter((one) => !asked.has(one));
  }
  return rounds;
}

/**
 * Counts the queries that a client starts, and what their groups and times would cost, less what an index let them skip. An
 * estimate is free.
 */
function billed(client: CloudWatchLogsClient, allGroups: number) {
  let [queries, bytes] = [0, 0];
  const underWay = new Map<string, number>();
  client.middlewareStack.add(
    (next) => async (args) => {
      const answer = await next(args);
      const { input } = args;
      if ("queryString" in input && "startTime" in input && "queryId" in answer.output) {
        const whole = bytesOf(input, allGroups);
        if (whole !== null) queries++;
        underWay.set(answer.output.queryId ?? "", whole ?? 0);
      }
      if ("queryId" in input && "statistics" in answer.output && answer.output.status === "Complete") {
        bytes += (underWay.get(input.queryId ?? "") ?? 0) * shareScanned(answer.output.statistics);
        underWay.delete(input.queryId ?? "");
      }
      return answer;
    },
    { step: "initialize", name: "billed" },
  );
  return {
    take() {
      const paid = { queries, usd: (bytes / 2 ** 30) * LIMITS.usdPerGigabyte };
      [queries, bytes] = [0, 0];
      return paid;
    },
  };
}

/** Null: it only asks for an estimate. */
function bytesOf(query: StartQueryCommandInput, allGroups: number): number | null {
  const { queryString = "", startTime = 0, endTime = 0, logGroupNames = [] } = query;
  if (queryString.endsWith("| estimate")) return null;
  const groups = queryString.startsWith("SOURCE ") ? allGroups : logGroupNames.length;
  return (GIGABYTES_A_DAY * 2 ** 30 * (groups / allGroups) * (endTime - startTime + 1)) / (DAY / SECOND);
}

function shareScanned({ bytesScanned = 0, estimatedBytesSkipped = 0 }: QueryStatistics = {}): number {
  return estimatedBytesSkipped === 0 ? 1 : bytesScanned / (bytesScanned + estimatedBytesSkipped);
}
