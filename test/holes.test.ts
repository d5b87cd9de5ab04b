import assert from "node:assert/strict";
import { test } from "node:test";
import { stringify } from "yaml";
import { answerOf, readExpectation } from "../sandbox/scenarios/expectation.ts";
import { incidentDocument } from "../sandbox/scenarios/incident-document.ts";
import type { Story } from "../sandbox/scenarios/story.ts";
import { createRandom, type Random } from "../sandbox/world/random.ts";
import { evaluatedWindow, parseAlert } from "../src/alert.ts";
import { parseCatalog } from "../src/catalog.ts";
import { investigate } from "../src/investigate.ts";
import type { Report } from "../src/report.ts";
import type { Source } from "../src/sources/source.ts";
import { assertCited } from "./assert-cited.ts";
import { silentSource } from "./fake-source.ts";
import { type Holes, holedSource, WHOLE } from "./holed-source.ts";
import { NAMES, story } from "./sandbox/scenarios/night.ts";

const SEED = 1;
const MINUTE_MS = 60_000;
/** Investigations of one story with holes: more of a small one than of a large one. */
const RUNS = { small: 6, large: 2 };
const LARGE_LINES = 5000;

for (const name of NAMES) {
  test(`${name}: whatever cannot be read never makes wait of wake, and is a gap`, async () => {
    const told = story(name, SEED);
    const whole = await reportOn(told, [holedSource(told, WHOLE)]);
    assertCited(whole);
    // What is kept, and for how long, is configured, which is not read here.
    const isWhole = told.configured === undefined && told.deniedGroups?.length !== 1;
    if (isWhole) assert.deepEqual(answerOf(whole).users, (await readExpectation(name)).users);
    const lines = told.streams.reduce((sum, stream) => sum + stream.lines.length, 0);
    const random = createRandom(SEED, `holes in ${name}`);
    for (let run = 0; run < (lines > LARGE_LINES ? RUNS.large : RUNS.small); run++) {
      const holes = holesIn(told, random, run);
      const report = await reportOn(told, [holedSource(told, holes)]);
      const context = JSON.stringify({ holes, verdict: report.verdict, gaps: report.gaps });
      if (whole.verdict.decision === "wake") assert.notEqual(report.verdict.decision, "wait", context);
      assertGaps(report, holes, told, context);
      assertCited(report);
    }
  });
}

test("lines that were not taken in yet forbid to wait, and the report says up to when it looked", async () => {
  const told = story("checkout-throttled", SEED);
  const takenInUntil = told.at - 22 * MINUTE_MS;
  const { verdict, gaps } = await reportOn(told, [holedSource(told, { ...WHOLE, takenInUntil })]);
  assert.equal(verdict.decision, "unclear");
  assert.deepEqual(
    gaps.map(({ what, why }) => [what, why]),
    [
      [
        "what happened of late",
        "nothing later than 2026-11-22T02:10:00.000Z is complete, and the alert is of 2026-11-22T02:31:53.000Z",
      ],
    ],
  );
});

test("a source that never answers is a gap, and nothing can wait", async () => {
  const told = story("export-throttled", SEED);
  const report = await reportOn(told, [silentSource("cloudwatch-logs")], 50);
  assert.notEqual(report.verdict.decision, "wait");
  assert.ok(report.gaps.some(({ what, why }) => what === "cloudwatch-logs" && why === "it did not answer in time"));
});

/** Groups denied, stretches cut out, and lines that are late, each kind in its turn. */
function holesIn(told: Story, random: Random, run: number): Holes {
  const groups = [...new Set(told.streams.map(({ group }) => group))];
  const some = random.shuffled(groups).slice(0, random.int(1, groups.length));
  const from = told.at - random.between(2, 60) * MINUTE_MS;
  const cut = some.map((group) => ({ group, from, to: from + random.between(2, 60) * MINUTE_MS }));
  const late = Math.floor(told.at - random.between(0, 60) * MINUTE_MS);
  const kinds: readonly Holes[] = [
    { ...WHOLE, denied: some },
    { ...WHOLE, takenInUntil: late },
    { ...WHOLE, cut },
    { denied: some.slice(0, 1), cut: cut.slice(1), takenInUntil: null },
  ];
  return kinds[run % kinds.length] ?? WHOLE;
}

function assertGaps(
  { gaps, asOf, window }: Report,
  { denied, cut, takenInUntil }: Holes,
  told: Story,
  context: string,
): void {
  const why = (group: string): string[] => gaps.filter(({ what }) => what === group).map((gap) => gap.why);
  for (const group of denied) assert.ok(why(group).includes("it may not be read"), context);
  // What was cut off matters where it was asked for: no earlier than the report looks back.
  const since = Date.parse(window.from);
  for (const { group, from, to } of cut) {
    if (from <= told.at && to >= since) assert.ok(why(group).includes("an answer was cut off"), context);
  }
  if (takenInUntil === null) return;
  assert.ok(Date.parse(asOf) <= takenInUntil, context);
  // An alarm may be older than the look at it: what came after it may be missing because nothing happened.
  const alert = parseAlert(incidentDocument(told));
  const wentOff = (evaluatedWindow(alert)?.to ?? alert.at) / 1000;
  if (wentOff - takenInUntil > 5 * MINUTE_MS)
    assert.ok(
      gaps.some(({ what }) => what === "what happened of late"),
      context,
    );
}

async function reportOn(told: Story, sources: readonly Source[], deadlineMs = 60_000): Promise<Report> {
  const catalog = parseCatalog(stringify(told.catalog), told.name);
  const room = { sources, catalog, now: () => told.at, deadlineMs };
  let last: Report | null = null;
  for await (const { report } of investigate(parseAlert(incidentDocument(told)), room, told.at)) last = report;
  return last ?? assert.fail("there is a report");
}
