import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import { XRayClient } from "@aws-sdk/client-xray";
import { stringify } from "yaml";
import { startCloudWatchLogs } from "../../../sandbox/cloudwatch/cloudwatch-logs.ts";
import { answerOf, readExpectation } from "../../../sandbox/scenarios/expectation.ts";
import { incidentDocument } from "../../../sandbox/scenarios/incident-document.ts";
import type { StoryName } from "../../../sandbox/scenarios/table.ts";
import { AWS_ACCOUNT } from "../../../sandbox/world/aws-account.ts";
import { startXRay } from "../../../sandbox/xray/xray.ts";
import { parseAlert } from "../../../src/alert.ts";
import { parseCatalog } from "../../../src/catalog.ts";
import { investigate } from "../../../src/investigate.ts";
import type { Report } from "../../../src/report.ts";
import { cloudwatchLogs } from "../../../src/sources/cloudwatch-logs.ts";
import type { Source } from "../../../src/sources/source.ts";
import { xray } from "../../../src/sources/xray.ts";
import { NAMES, story } from "./night.ts";

const AWS = { region: AWS_ACCOUNT.region, credentials: { accessKeyId: "any", secretAccessKey: "any" } };
const DEADLINE_MS = 60_000;
const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f-]{21}/g;

test("segments and logs of a story speak of the same invocations and traces", () => {
  for (const name of NAMES) {
    const { streams, segments, ids } = story(name, 1);
    const messages = streams.flatMap(({ lines }) => lines.map(({ message }) => message));
    const logged = new Set(messages.flatMap((text) => text.match(UUID) ?? []));
    const documents = segments.map(({ document }) => document);
    const invocations = documents.filter(({ origin }) => origin === "AWS::Lambda");
    const traced = new Set(invocations.flatMap(({ aws }) => JSON.stringify(aws).match(UUID) ?? []));
    assert.ok(traced.size >= 20);
    for (const id of traced) assert.ok(logged.has(id), `${name} ${id}`);
    for (const id of Object.values(ids.invocations)) assert.ok(traced.has(id), `${name} ${id}`);
    assert.ok(documents.some(({ trace_id: trace }) => trace === ids.trace));
    assert.equal(new Set(documents.map(({ id }) => id)).size, documents.length);
  }
});

test("with traces alone the failing checkouts are found, their function and table, and why they fail", async (t) => {
  const { xrayAlone } = await sourcesOf(t, "checkout-throttled");
  const report = await reportOn("checkout-throttled", [xrayAlone]);
  const expected = await readExpectation("checkout-throttled");
  const { function: failing, failingRequests, cause } = answerOf(report);
  assert.deepEqual(
    { failing, failingRequests, cause },
    { failing: expected.function, failingRequests: expected.failingRequests, cause: expected.cause },
  );
  const [worst] = report.transactions;
  assert.deepEqual(
    worst?.hops.map(({ service, resource, outcome }) => [service, resource, outcome]),
    [
      ["lambda", "checkout", "error"],
      ["dynamodb", "orders", "throttled"],
    ],
  );
  // An HTTP API leaves no segment, and nothing in these says who asked: that is not made up, nor is it said to be harmless.
  assert.deepEqual([answerOf(report).entry, report.users.hit, report.verdict.decision], [null, 0, "unclear"]);
});

test("with traces alone a request is followed from a REST API over a bus to where it is lost", async (t) => {
  const { xrayAlone } = await sourcesOf(t, "empty-ride-id");
  const report = await reportOn("empty-ride-id", [xrayAlone]);
  const expected = await readExpectation("empty-ride-id");
  const { function: failing, entry, customerFacing, failingRequests, cause } = answerOf(report);
  assert.deepEqual(
    { failing, entry, customerFacing, failingRequests, cause },
    {
      failing: expected.function,
      entry: expected.entry,
      customerFacing: expected.customerFacing,
      failingRequests: expected.failingRequests,
      cause: expected.cause,
    },
  );
  const error = report.failing?.error;
  assert.deepEqual([error?.type, error?.message], ["ValidationError", "details.rideId cannot be an empty string"]);
});

test("traces beside the logs change nothing about the answer: no request is counted twice", async (t) => {
  for (const name of ["empty-ride-id", "export-throttled"] as const) {
    const { xrayAlone, logs } = await sourcesOf(t, name);
    const report = await reportOn(name, [logs, xrayAlone]);
    assert.deepEqual(answerOf(report), await readExpectation(name), name);
  }
});

async function sourcesOf(t: TestContext, name: StoryName): Promise<{ xrayAlone: Source; logs: Source }> {
  const told = story(name, 1);
  const clock = { now: () => told.at };
  const traces = await startXRay(clock, { requestsPerSecond: {} });
  traces.load(told.segments);
  const { id: account, region } = AWS_ACCOUNT;
  const quotas = { requestsPerSecond: {} };
  const written = await startCloudWatchLogs(clock, { account, region, queryMs: 0, quotas });
  for (const { group, stream, lines } of told.streams) written.load(group, stream, lines);
  const xrayClient = new XRayClient({ ...AWS, endpoint: traces.url });
  const logsClient = new CloudWatchLogsClient({ ...AWS, endpoint: written.url });
  t.after(async () => {
    xrayClient.destroy();
    logsClient.destroy();
    await Promise.all([traces.stop(), written.stop()]);
  });
  return { xrayAlone: xray(xrayClient), logs: cloudwatchLogs(logsClient, catalogOf(name)) };
}

async function reportOn(name: StoryName, sources: readonly Source[]): Promise<Report> {
  const told = story(name, 1);
  const room = { sources, catalog: catalogOf(name), now: () => told.at, deadlineMs: DEADLINE_MS };
  let last: Report | null = null;
  for await (const { report } of investigate(parseAlert(incidentDocument(told)), room, told.at)) last = report;
  return last ?? assert.fail("there is a report");
}

function catalogOf(name: StoryName) {
  return parseCatalog(stringify(story(name, 1).catalog), name);
}
