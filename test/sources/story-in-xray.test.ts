import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { stringify } from "yaml";
import { answerOf, type Expectation, readExpectation } from "../../sandbox/scenarios/expectation.ts";
import { incidentDocument } from "../../sandbox/scenarios/incident-document.ts";
import { parseAlert } from "../../src/alert.ts";
import { parseCatalog } from "../../src/catalog.ts";
import { investigate } from "../../src/investigate.ts";
import type { Report } from "../../src/report.ts";
import { cloudwatchLogs } from "../../src/sources/cloudwatch-logs.ts";
import { xray } from "../../src/sources/xray.ts";
import { openLogs } from "../sandbox/cloudwatch/open-logs.ts";
import { story } from "../sandbox/scenarios/night.ts";
import { openXRay } from "../sandbox/xray/open-xray.ts";

/** What X-Ray cannot know of the throttled checkout, and why. */
const NOT_KNOWN: Partial<Readonly<Record<keyof Expectation, string>>> = {
  entry: "an HTTP API sends no segments: its route is in the function's event alone",
  entries: "the route is not known",
  customerFacing: "it follows from the entry",
  businessCritical: "it follows from the entry",
  users: "who asked is in the function's event alone",
  decision: "without the entry nothing is proven of anybody",
};

const STORY = story("checkout-throttled", 1);

test("an incident that X-Ray alone tells is the same, but for what X-Ray cannot know", async (t) => {
  const answer = answerOf(await reportOf(t, { logs: false }));
  const expected = await readExpectation(STORY.name);
  for (const what of Object.keys(expected) as (keyof Expectation)[]) {
    if (NOT_KNOWN[what] === undefined) assert.deepEqual(answer[what], expected[what], what);
    else assert.notDeepEqual(answer[what], expected[what], `${what} is known`);
  }
  assert.equal(answer.decision, "unclear");
});

test("an incident that logs and X-Ray tell together is the one that the logs tell alone", async (t) => {
  assert.deepEqual(answerOf(await reportOf(t, { logs: true })), await readExpectation(STORY.name));
});

async function reportOf(t: TestContext, told: { readonly logs: boolean }): Promise<Report> {
  const traces = await openXRay(t);
  const lines = await openLogs(t);
  for (const { clock } of [traces, lines]) clock.advanceTo(STORY.at);
  traces.xray.load(STORY.segments);
  for (const { group, stream, lines: own } of STORY.streams) lines.logs.load(group, stream, own);
  const catalog = parseCatalog(stringify(STORY.catalog), "wake-or-wait.yml");
  const sources = [xray(traces.client), ...(told.logs ? [cloudwatchLogs(lines.client, catalog)] : [])];
  const room = { sources, catalog, now: () => STORY.at, deadlineMs: 60_000 };
  let report: Report | null = null;
  const alert = parseAlert(incidentDocument(STORY));
  for await (const progress of investigate(alert, room, STORY.at)) report = progress.report;
  assert.ok(report !== null);
  return report;
}
