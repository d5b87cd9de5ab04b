import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import { stringify } from "yaml";
import { startCloudWatchLogs } from "../../sandbox/cloudwatch/cloudwatch-logs.ts";
import { startJaeger } from "../../sandbox/jaeger/jaeger.ts";
import { rideSpans } from "../../sandbox/scenarios/empty-ride-id/spans.ts";
import { answerOf, readExpectation } from "../../sandbox/scenarios/expectation.ts";
import { incidentDocument } from "../../sandbox/scenarios/incident-document.ts";
import type { Story } from "../../sandbox/scenarios/story.ts";
import { startTempo } from "../../sandbox/tempo/tempo.ts";
import type { RecordedSpan } from "../../sandbox/traces/span.ts";
import { AWS_ACCOUNT } from "../../sandbox/world/aws-account.ts";
import { startZipkin } from "../../sandbox/zipkin/zipkin.ts";
import { parseAlert } from "../../src/alert.ts";
import type { BackendName } from "../../src/backends.ts";
import { parseCatalog } from "../../src/catalog.ts";
import { investigate } from "../../src/investigate.ts";
import type { Report } from "../../src/report.ts";
import { cloudwatchLogs } from "../../src/sources/cloudwatch-logs.ts";
import { sourcesOf } from "../../src/sources/sources-of.ts";
import { at, story } from "../sandbox/scenarios/night.ts";

type Clock = { readonly now: () => number };
const START = { jaeger: startJaeger, tempo: (clock: Clock) => startTempo(clock), zipkin: startZipkin };
const STORES: readonly BackendName[] = ["jaeger", "tempo", "zipkin"];

test("stores of traces that know nothing of an incident change no answer", async (t) => {
  const told = story("checkout-throttled", 1);
  const report = await reportWith(t, told, []);
  assert.deepEqual(answerOf(report), await readExpectation(told.name));
  assert.deepEqual(whatIsMissing(report), []);
});

test("a ride that is told by logs and by three stores of traces is told once", async (t) => {
  const told = story("empty-ride-id", 1);
  const report = await reportWith(t, told, rideSpans(told.ids, at("02:41:00")));
  assert.deepEqual(answerOf(report), await readExpectation(told.name));
  assert.deepEqual(whatIsMissing(report), []);
  const ride = report.transactions.find(({ hops }) =>
    hops.some(({ source }) => STORES.some((name) => source.includes(name))),
  );
  assert.ok(ride !== undefined, "nothing of the ride was told by its traces");
  const functions = ride.hops.filter(({ service }) => service === "lambda");
  assert.deepEqual(functions.map(({ resource }) => resource).sort(), Object.keys(told.ids.invocations).sort());
});

/** What the bot concludes from the logs of a story, and from stores of traces that hold these spans. */
async function reportWith(t: TestContext, told: Story, spans: readonly RecordedSpan[]): Promise<Report> {
  const clock = { now: () => told.at };
  const quotas = { requestsPerSecond: {} };
  const { id: account, region } = AWS_ACCOUNT;
  const logs = await startCloudWatchLogs(clock, { account, region, queryMs: 0, quotas });
  const servers = await Promise.all(STORES.map((name) => START[name](clock)));
  const client = new CloudWatchLogsClient({
    endpoint: logs.url,
    region,
    credentials: { accessKeyId: "any", secretAccessKey: "any" },
  });
  t.after(async () => {
    client.destroy();
    await Promise.all([logs.stop(), ...servers.map((server) => server.stop())]);
  });
  for (const { group, stream, lines } of told.streams) logs.load(group, stream, lines);
  for (const server of servers) server.load(spans);
  const catalog = parseCatalog(stringify(told.catalog), "wake-or-wait.yml");
  const backends = STORES.map((name, place) => ({ name, url: servers[place]?.url ?? "", headers: {} }));
  const sources = [cloudwatchLogs(client, catalog), ...sourcesOf(backends)];
  const room = { sources, catalog, now: clock.now, deadlineMs: 60_000 };
  let report: Report | null = null;
  for await (const progress of investigate(parseAlert(incidentDocument(told)), room, told.at)) report = progress.report;
  assert.ok(report !== null);
  return report;
}

/** What could not be read: that not every id is searched for is no such thing. */
function whatIsMissing({ gaps }: Report): string[] {
  const ofStores = gaps.filter(({ what }) => / in (Jaeger|Tempo|Zipkin)$/.test(what));
  return ofStores.flatMap(({ what, why }) => (what.startsWith("ids of requests") ? [] : [`${what}: ${why}`]));
}
