import assert from "node:assert/strict";
import { test } from "node:test";
import { answerOf, readExpectation } from "../sandbox/scenarios/expectation.ts";
import type { Story } from "../sandbox/scenarios/story.ts";
import { EMPTY_CATALOG } from "../src/catalog.ts";
import { investigate, type Progress } from "../src/investigate.ts";
import { redact } from "../src/redact/redact.ts";
import type { Report } from "../src/report.ts";
import { trace } from "../src/trace.ts";
import { assertCited } from "./assert-cited.ts";
import { NAMES, story } from "./sandbox/scenarios/night.ts";
import { assertWholeVerdict } from "./say/assert-whole-verdict.ts";
import { alertOf, storyReport, storyRoom } from "./story-report.ts";

const SEED = 1;

for (const name of NAMES) {
  test(`${name}: the thinking gives the right answer at the moment of the alarm`, async () => {
    const told = story(name, SEED);
    assert.deepEqual(answerOf(reportOf(told)), await readExpectation(name));
  });

  test(`${name}: every reason names what shows it, and every id that the report cites stands in the report`, () => {
    assertCited(reportOf(story(name, SEED)));
  });

  test(`${name}: a lock screen shows the whole verdict`, () => {
    assertWholeVerdict(redact(reportOf(story(name, SEED)), EMPTY_CATALOG));
  });
}

test("the order in which streams are read changes nothing in a report", () => {
  const told = story("checkout-throttled", SEED);
  assert.deepEqual(storyReport({ ...told, streams: told.streams.toReversed() }), reportOf(told));
});

test("where the failing function's log group may not be read, the message says that reading it settles it", () => {
  const { verdict, gaps } = reportOf(story("unreadable-group", SEED));
  assert.ok(gaps.some(({ what }) => what === "/aws/lambda/meter-import"));
  assert.ok(verdict.wouldChange.some((text) => text.includes("/aws/lambda/meter-import")));
});

test("an alarm that names an API by its id is about the API that the catalog names", () => {
  const { subject, entries } = reportOf(story("broken-client", SEED));
  assert.deepEqual([subject.service, subject.resource], ["apigateway", "firmware-api"]);
  assert.deepEqual(
    entries.map(({ name }) => name),
    ["GET /firmware"],
  );
});

test("an investigation of a source that tells all it has ends in the same report", async () => {
  const told = story("export-throttled", SEED);
  const progress: Progress[] = [];
  for await (const one of investigate(alertOf(told), storyRoom(told), told.at)) progress.push(one);
  assert.deepEqual(progress, [{ report: reportOf(told), final: true }]);
});

test("any id of a request finds the same transaction", async () => {
  const told = story("export-throttled", SEED);
  const { requestId, invocations, events, notifications, messages } = told.ids;
  const others = [invocations, events, notifications, messages].flatMap((ids) => Object.values(ids));
  const found = new Set<string>();
  for (const id of [requestId, told.ids.trace, ...others]) {
    const traced = await trace(id, storyRoom(told), told.at);
    assert.ok(traced.found, id);
    const [transaction] = traced.kept.transactions;
    found.add(transaction.id);
    assert.equal(transaction.query.id, id);
    assert.equal(transaction.entry?.name, "nightly-export");
  }
  assert.equal(found.size, 1);
});

test("a request through five functions is one transaction, from any id in it", async () => {
  const told = story("empty-ride-id", SEED);
  const { requestId, notifications, messages } = told.ids;
  const ends = [requestId, [notifications, messages].flatMap((ids) => Object.values(ids)).at(-1) ?? ""];
  const traced = await Promise.all(ends.map((id) => trace(id, storyRoom(told), told.at)));
  const [first, last] = traced.map((one) => (one.found ? one.kept.transactions[0] : null));
  assert.ok(first != null && last != null);
  assert.deepEqual(first.hops, last.hops);
  const functions = first.hops.filter(({ service }) => service === "lambda").map(({ resource }) => resource);
  assert.deepEqual(new Set(functions), new Set(Object.keys(told.ids.invocations)));
  assert.deepEqual(
    first.hops.slice(1).filter(({ from }) => from === null),
    [],
  );
});

const reports = new Map<string, Report>();

/** The report on a story of the night, thought once. */
function reportOf(told: Story): Report {
  const report = reports.get(told.name) ?? storyReport(told);
  reports.set(told.name, report);
  return report;
}
