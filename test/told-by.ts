import type { TestContext } from "node:test";
import { stringify } from "yaml";
import { startAwsConfiguration } from "../sandbox/aws/configuration.ts";
import { startCloudWatch } from "../sandbox/cloudwatch/cloudwatch.ts";
import { type CloudWatchLogs, startCloudWatchLogs } from "../sandbox/cloudwatch/cloudwatch-logs.ts";
import { startJaeger } from "../sandbox/jaeger/jaeger.ts";
import { loadStories } from "../sandbox/load-stories.ts";
import { incidentDocument } from "../sandbox/scenarios/incident-document.ts";
import type { Story } from "../sandbox/scenarios/story.ts";
import { startTempo } from "../sandbox/tempo/tempo.ts";
import { AWS_ACCOUNT } from "../sandbox/world/aws-account.ts";
import { spanLines } from "../sandbox/world/otel/span-lines.ts";
import { startXRay } from "../sandbox/xray/xray.ts";
import { startZipkin } from "../sandbox/zipkin/zipkin.ts";
import { parseAlert } from "../src/alert.ts";
import { type Catalog, parseCatalog } from "../src/catalog.ts";
import { investigate } from "../src/investigate.ts";
import type { Report } from "../src/report.ts";
import { jaeger } from "../src/sources/jaeger.ts";
import { type LiveSources, liveSources } from "../src/sources/live-sources.ts";
import type { Source } from "../src/sources/source.ts";
import { tempo } from "../src/sources/tempo.ts";
import { zipkin } from "../src/sources/zipkin.ts";

/** Where the traced requests of a story may be kept. */
export const STORES = ["X-Ray", "Jaeger", "Jaeger 1.30", "Tempo", "Zipkin", "aws/spans"] as const;
export type StoreName = (typeof STORES)[number];

/** Everything that AWS keeps without anybody tracing. */
export const AWS = "logs, metrics and configuration";
export type Teller = StoreName | typeof AWS;

type Clock = { readonly now: () => number };
const ACCESS = {
  region: AWS_ACCOUNT.region,
  credentials: { accessKeyId: "any", secretAccessKey: "any" },
  maxAttempts: 1,
};
/** A machine that others work on too may take its time: what is compared was read to the end. */
const PATIENCE_MS = 600_000;
const QUOTAS = { requestsPerSecond: {} };

/** What the bot says of a story that these tell, and nobody else. */
export async function reportBy(t: TestContext, story: Story, tellers: readonly Teller[]): Promise<Report> {
  const clock = { now: () => story.at };
  const opened: Opened[] = [];
  t.after(async () => {
    await Promise.all(opened.map(({ close }) => close()));
  });
  const catalog = parseCatalog(stringify(story.catalog), "wake-or-wait.yml");
  const [aws, spans] = [tellers.includes(AWS), tellers.includes("aws/spans")];
  if (aws) opened.push(await openAws(story, clock, spans ? withGroup(catalog) : catalog));
  else if (spans) opened.push(await openSpanGroup(story, clock, withGroup(catalog)));
  for (const name of tellers) {
    const open = name === AWS || name === "aws/spans" ? null : OPEN[name];
    if (open !== null) opened.push(await open(story, clock, catalog));
  }
  const sources = opened.flatMap((one) => one.sources);
  const room = { sources, catalog, now: clock.now, deadlineMs: PATIENCE_MS };
  let report: Report | null = null;
  for await (const progress of investigate(parseAlert(incidentDocument(story)), room, story.at))
    report = progress.report;
  if (report === null) throw new Error(`nothing was said of ${story.name}`);
  return report;
}

function withGroup(catalog: Catalog): Catalog {
  return { ...catalog, logs: { ...catalog.logs, groups: [...catalog.logs.groups, "aws/spans"] } };
}

interface Opened {
  readonly sources: readonly Source[];
  close(): Promise<void>;
}

type Open = (story: Story, clock: Clock, catalog: Catalog) => Promise<Opened>;
const OPEN: Readonly<Record<Exclude<StoreName, "aws/spans">, Open>> = {
  "X-Ray": openXRay,
  Jaeger: (story, clock) => openStore(story, startJaeger(clock, "2.21"), (url) => jaeger(backend("jaeger", url))),
  "Jaeger 1.30": (story, clock) =>
    openStore(story, startJaeger(clock, "1.30"), (url) => jaeger(backend("jaeger", url))),
  Tempo: (story, clock) => openStore(story, startTempo(clock), (url) => tempo(backend("tempo", url))),
  Zipkin: (story, clock) => openStore(story, startZipkin(clock), (url) => zipkin(backend("zipkin", url))),
};

/** With the group of spans, where the catalog names it. */
async function openAws(story: Story, clock: Clock, catalog: Catalog): Promise<Opened> {
  const { id: account, region } = AWS_ACCOUNT;
  const [logs, cloudwatch, aws] = await Promise.all([
    startCloudWatchLogs(clock, { account, region, queryMs: 0, quotas: QUOTAS }),
    startCloudWatch(),
    startAwsConfiguration(),
  ]);
  loadStories([story], { logs, cloudwatch, aws });
  if (catalog.logs.groups.includes("aws/spans")) loadSpans(story, logs);
  for (const group of story.deniedGroups ?? []) logs.faults.denyGroup(group);
  const live = liveSources(catalog, ACCESS, () => ({
    logs: logs.url,
    cloudwatch: cloudwatch.url,
    sqs: aws.url,
    lambda: aws.url,
    dynamodb: aws.url,
    kinesis: aws.http2Url,
  }));
  const sources = [...live.logs, ...live.metrics, ...live.configuration];
  return { sources, close: () => stop(live, logs, cloudwatch, aws) };
}

async function openSpanGroup(story: Story, clock: Clock, catalog: Catalog): Promise<Opened> {
  const { id: account, region } = AWS_ACCOUNT;
  const logs = await startCloudWatchLogs(clock, { account, region, queryMs: 0, quotas: QUOTAS });
  loadSpans(story, logs);
  const live = liveSources(catalog, ACCESS, () => ({ logs: logs.url }));
  return { sources: live.logs, close: () => stop(live, logs) };
}

function loadSpans(story: Story, logs: Pick<CloudWatchLogs, "load">): void {
  const { group, stream, lines } = spanLines(story.spans);
  logs.load(group, stream, lines);
}

async function openXRay(story: Story, clock: Clock, catalog: Catalog): Promise<Opened> {
  const xray = await startXRay(clock, QUOTAS);
  xray.load(story.segments);
  const live = liveSources(catalog, ACCESS, () => ({ xray: xray.url }));
  return { sources: live.traces, close: () => stop(live, xray) };
}

interface Server {
  readonly url: string;
  load(spans: Story["spans"]): void;
  stop(): Promise<void>;
}

async function openStore(story: Story, starting: Promise<Server>, sourceAt: (url: string) => Source): Promise<Opened> {
  const server = await starting;
  server.load(story.spans);
  return { sources: [sourceAt(server.url)], close: () => server.stop() };
}

async function stop(live: LiveSources, ...servers: readonly { stop(): Promise<void> }[]): Promise<void> {
  live.close();
  await Promise.all(servers.map((server) => server.stop()));
}

function backend<N extends string>(name: N, url: string) {
  return { name, url, headers: {} };
}
