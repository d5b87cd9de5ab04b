import assert from "node:assert/strict";
import { test } from "node:test";
import { readExpectation } from "../sandbox/scenarios/expectation.ts";
import type { Story } from "../sandbox/scenarios/story.ts";
import { STORIES } from "../sandbox/scenarios/table.ts";
import { investigate } from "../src/investigate.ts";
import type { Report } from "../src/report.ts";
import { holedSource, WHOLE } from "./holed-source.ts";
import { MIDNIGHT, NAMES, story } from "./sandbox/scenarios/night.ts";
import { alertOf, catalogOf, storyReport } from "./story-report.ts";

const SEED = 1;
const HOUR_MS = 3_600_000;
const LARGE_LINES = 5000;
/** What fails in the same account all the time, again and again for one record, and has nothing to do with any of the others. */
const POISON = [0, 24 * HOUR_MS].map((later) => STORIES["poison-shard"](SEED, MIDNIGHT + later));

const EXPECTED = await Promise.all(NAMES.map(async (name) => ({ name, ...(await readExpectation(name)) })));

for (const { name } of EXPECTED.filter(({ decision }) => decision === "wait")) {
  test(`${name}: what could wait can wait an hour later, if nothing happened`, async () => {
    const told = story(name, SEED);
    assert.equal(storyReport(told, told.at + HOUR_MS).verdict.decision, "wait");
    const lines = told.streams.reduce((sum, stream) => sum + stream.lines.length, 0);
    if (lines > LARGE_LINES) return;
    // By rounds, as live sources are asked, and beside somebody else's failures. How things are configured is not read here.
    const first = await askedAt(told, told.at);
    const later = await askedAt(told, told.at + HOUR_MS);
    const context = JSON.stringify({ verdict: later.verdict, gaps: later.gaps });
    assert.equal(later.verdict.decision, first.verdict.decision, context);
    assert.deepEqual(later.users.outcomes, first.users.outcomes);
    assert.ok((later.cost.rounds ?? 0) <= 6, `${later.cost.rounds} rounds`);
  });
}

async function askedAt(told: Story, at: number): Promise<Report> {
  const streams = [...told.streams, ...POISON.flatMap((one) => one.streams)];
  const source = holedSource({ ...told, streams, at }, WHOLE);
  const room = { sources: [source], catalog: catalogOf(told), now: () => at, deadlineMs: 60_000 };
  let last: Report | null = null;
  for await (const { report } of investigate(alertOf(told), room, at)) last = report;
  return last ?? assert.fail("there is a report");
}
