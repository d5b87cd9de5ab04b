import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestContext } from "node:test";
import { stringify } from "yaml";
import { parseAlert } from "../../src/alert.ts";
import { parseCatalog } from "../../src/catalog.ts";
import { investigate, type Progress } from "../../src/investigate.ts";
import type { Report } from "../../src/report.ts";
import { openFiles } from "../../src/sources/files.ts";
import { openJsonFile } from "../../src/sources/json-file.ts";
import type { Source } from "../../src/sources/source.ts";
import { fakeSource } from "../fake-source.ts";

/** The moment of the alarm, epoch ms. */
export const NIGHT = Date.UTC(2026, 10, 22, 2, 32);
const MINUTE_MS = 60_000;
const ACCOUNT = "123456789012";
const REGION = "eu-central-1";

export type Line = readonly [atMs: number, message: string];

/** A stream of a log group, with its lines. */
export interface Stream {
  readonly group: string;
  readonly stream: string;
  readonly lines: readonly Line[];
}

/** What is told of a night: nothing but files. */
export interface NightFiles {
  readonly alarm: {
    readonly namespace: string;
    readonly metric: string;
    readonly dimension: readonly [string, string];
  };
  readonly streams: readonly Stream[];
  readonly metrics?: readonly object[];
  readonly config?: Readonly<Record<string, readonly object[]>>;
  readonly catalog?: object;
  /** A log group of which nothing could be read. */
  readonly unread?: string;
  /** What PagerDuty relates to the incident. */
  readonly changeEvents?: readonly object[];
}

/** The last report on a night, made of files as the terminal reads them. */
export async function judged(t: TestContext, night: NightFiles): Promise<Report> {
  const folder = await mkdtemp(join(tmpdir(), "night-"));
  t.after(() => rm(folder, { recursive: true }));
  const path = async (name: string, content: string): Promise<string> => {
    await writeFile(join(folder, name), content);
    return join(folder, name);
  };
  const logs = await path("logs.jsonl", night.streams.map(recordOf).join(""));
  const sources: Source[] = [await openFiles({ logs: [logs], traces: [], logGroup: null })];
  const { metrics, config, catalog = {} } = night;
  if (metrics !== undefined)
    sources.push(await openJsonFile(await path("metrics.json", JSON.stringify(metrics)), "metrics"));
  if (config !== undefined)
    sources.push(await openJsonFile(await path("config.json", JSON.stringify(config)), "configuration"));
  if (night.unread !== undefined) sources.push(refusedGroup(night.unread));
  const room = { sources, catalog: parseCatalog(stringify(catalog), "catalog"), now: () => NIGHT, deadlineMs: 60_000 };
  let last: Progress | null = null;
  for await (const one of investigate(alertOf(night), room, NIGHT + MINUTE_MS)) last = one;
  assert.ok(last?.final === true);
  return last.report;
}

function alertOf({
  alarm: { namespace, metric, dimension },
  changeEvents = [],
}: NightFiles): ReturnType<typeof parseAlert> {
  const [name, value] = dimension;
  const Trigger = { Namespace: namespace, MetricName: metric, Dimensions: [{ name, value }], Period: 60 };
  const body = { AlarmName: `${metric} of ${value}`, StateChangeTime: new Date(NIGHT).toISOString(), Trigger };
  const created = new Date(NIGHT).toISOString();
  return parseAlert({
    incident: { id: "Q1", title: "something is wrong", created_at: created },
    alerts: [{ body }],
    change_events: changeEvents,
  });
}

function refusedGroup(group: string): Source {
  const gap = {
    what: group,
    why: "it may not be read",
    origin: { source: "cloudwatch-logs", group },
    unread: true,
  } as const;
  return fakeSource("cloudwatch-logs", () => [{ gap }], true);
}

function recordOf({ group, stream, lines }: Stream): string {
  const logEvents = lines.map(([timestamp, message], i) => ({ id: `${stream}-${i}`, timestamp, message }));
  const record = { messageType: "DATA_MESSAGE", owner: ACCOUNT, logGroup: group, logStream: stream, logEvents };
  return `${JSON.stringify(record)}\n`;
}

/** What an invocation of a Node function writes: what it logs, and how it ends. */
export function invocation(
  requestId: string,
  atMs: number,
  said: readonly string[],
  ending: { readonly error?: string; readonly timeoutMs?: number } = {},
): Line[] {
  const time = (ms: number): string => new Date(ms).toISOString();
  const tookMs = ending.timeoutMs ?? 50;
  const endMs = atMs + tookMs;
  const failure = JSON.stringify({ errorType: "Error", errorMessage: ending.error, stack: [`Error: ${ending.error}`] });
  const lines: Line[] = [[atMs, `START RequestId: ${requestId} Version: $LATEST\n`]];
  for (const text of said) lines.push([atMs + 1, `${time(atMs + 1)}\t${requestId}\tINFO\t${text}\n`]);
  if (ending.error !== undefined)
    lines.push([endMs - 10, `${time(endMs - 10)}\t${requestId}\tERROR\tInvoke Error\t${failure}\n`]);
  lines.push([endMs, `END RequestId: ${requestId}\n`]);
  const status = ending.error === undefined ? "" : "Status: error\tError Type: Error";
  const report = `REPORT RequestId: ${requestId}\tDuration: ${tookMs}.00 ms\tBilled Duration: ${tookMs} ms\tMemory Size: 128 MB\tMax Memory Used: 80 MB\t`;
  lines.push([endMs, `${report}${ending.timeoutMs === undefined ? status : "Status: timeout"}\n`]);
  if (ending.timeoutMs !== undefined)
    lines.push([endMs, `${time(endMs)} ${requestId} Task timed out after ${(tookMs / 1000).toFixed(2)} seconds\n\n`]);
  return lines;
}

/** A UUID that is the same whenever the same is asked for. */
export function uuid(of: number, n: number): string {
  return `${String(of).padStart(8, "0")}-7e1d-4c5e-9a70-${String(n).padStart(12, "0")}`;
}

/** A metric as GetMetricData gives it, a minute (or more) a value, the last one beginning at `lastMs`. */
export function metric(
  [namespace, name]: readonly [string, string],
  dimensions: Readonly<Record<string, string>>,
  values: readonly number[],
  { lastMs = NIGHT, stat = "Sum", period = 60 }: { lastMs?: number; stat?: string; period?: number } = {},
): object {
  const moments = values.map((_, i) => new Date(lastMs - (values.length - 1 - i) * period * 1000).toISOString());
  return {
    Metric: {
      Namespace: namespace,
      MetricName: name,
      Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
    },
    Stat: stat,
    Period: period,
    Timestamps: moments.toReversed(),
    Values: values.toReversed(),
  };
}

export function arn(service: string, resource: string): string {
  return `arn:aws:${service}:${REGION}:${ACCOUNT}:${resource}`;
}

/** What GetQueueAttributes answers. */
export function queue(name: string, days: number, deadLetter?: readonly [name: string, deliveries: number]): object {
  const redrive = deadLetter && {
    RedrivePolicy: JSON.stringify({ deadLetterTargetArn: arn("sqs", deadLetter[0]), maxReceiveCount: deadLetter[1] }),
  };
  return {
    input: { QueueUrl: `https://sqs.${REGION}.amazonaws.com/${ACCOUNT}/${name}`, AttributeNames: ["All"] },
    output: { Attributes: { MessageRetentionPeriod: String(days * 86_400), ...redrive } },
  };
}

/** Every id of a hop or a line that stands in a report. */
export function idsIn(report: Report): ReadonlySet<string> {
  const hops = report.transactions.flatMap(({ hops }) => hops);
  return new Set([...hops.map(({ id }) => id), ...hops.flatMap(({ logs }) => logs.map(({ id }) => id))]);
}
