import assert from "node:assert/strict";
import { test } from "node:test";
import { createRandom, type Random } from "../sandbox/world/random.ts";
import { parseAlert } from "../src/alert.ts";
import { EMPTY_CATALOG, parseCatalog } from "../src/catalog.ts";
import { investigate } from "../src/investigate.ts";
import type { Report } from "../src/report.ts";
import type { Source, Told } from "../src/sources/source.ts";
import { assertCited } from "./assert-cited.ts";
import { logChunk } from "./decode/log-chunk.ts";
import { fakeSource } from "./fake-source.ts";
import { createWorld, type RandomWorld } from "./worlds/world.ts";

const WORLDS = 40;
const NOW = Date.UTC(2026, 10, 22, 2, 40);
const LAMBDA = "/aws/lambda/";

test("whatever happened, and whatever of it could be read: each reason cites what stands in the report", async (t) => {
  const decisions = new Map<string, number>();
  for (let seed = 1; seed <= WORLDS; seed++) {
    const report = await reportOn(createWorld(seed), createRandom(seed, "night"));
    assertCited(report);
    const { decision, rule } = report.verdict;
    decisions.set(`${decision} by ${rule}`, (decisions.get(`${decision} by ${rule}`) ?? 0) + 1);
  }
  assert.ok(decisions.size > 2);
  t.diagnostic([...decisions].map(([rule, times]) => `${times} × ${rule}`).join(", "));
});

test("that no request failed is shown by what was read, and by what CloudWatch counted", async () => {
  const { verdict, reads, metrics } = await investigated([source("logs", calm())]);
  assert.equal(verdict.rule, "nobody-is-harmed");
  const { evidence = [] } = verdict.reasons[0] ?? {};
  const [group] = reads.filter(({ what }) => what === `${LAMBDA}clock`);
  assert.equal(group?.id, `read:cloudwatch-logs/${LAMBDA}clock@2026-11-22T02:39:30.000Z`);
  assert.deepEqual([group.upTo, group.whole], ["2026-11-22T02:35:00.020Z", true]);
  assert.ok(evidence.includes(group.id));
  assert.deepEqual(
    metrics.map(({ id, values }) => [id, values.map(({ value }) => value)]),
    [["metric:AWS/Lambda/Errors@2026-11-22T02:38:00.000Z", [0]]],
  );
  assert.ok(evidence.includes("metric:AWS/Lambda/Errors@2026-11-22T02:38:00.000Z"));
});

test("what was not read is what shows that it was not", async () => {
  const refused = { what: `${LAMBDA}pay`, why: "it may not be read", unread: true } as const;
  const origin = { source: "logs", group: `${LAMBDA}pay` };
  const told: Told[] = [...calm(), { gap: { ...refused, origin } }, { gap: { ...refused, what: "traces" } }];
  const report = await investigated([source("logs", told)]);
  assertCited(report);
  const shown = report.verdict.reasons.map(({ text, evidence }) => [text, evidence]);
  const asOf = "2026-11-22T02:39:30.000Z";
  assert.deepEqual(shown, [
    [`Not seen: ${LAMBDA}pay (it may not be read).`, [`read:logs/${LAMBDA}pay@${asOf}`]],
    ["Not seen: traces (it may not be read).", [`read:traces@${asOf}`]],
  ]);
  assert.deepEqual(
    report.reads.filter(({ whole }) => !whole).map(({ what }) => what),
    [`${LAMBDA}pay`, "traces"],
  );
});

test("a source that told nothing at all was asked, and that is all there is to cite", async () => {
  const report = await investigated([source("logs", [])]);
  assertCited(report);
  assert.deepEqual(
    report.reads.map(({ id, upTo }) => [id, upTo]),
    [["read:logs@2026-11-22T02:39:30.000Z", null]],
  );
});

function source(name: string, told: readonly Told[]): Source {
  return fakeSource(name, () => told, true);
}

/** A function that runs by itself, and CloudWatch's word that it never failed. */
function calm(): Told[] {
  const lines = [0, 60, 120].map((s) => NOW - 420_000 + s * 1000).flatMap((at, n) => invocation(n, at));
  const Metric = {
    Namespace: "AWS/Lambda",
    MetricName: "Errors",
    Dimensions: [{ Name: "FunctionName", Value: "clock" }],
  };
  const Timestamps = ["2026-11-22T02:37:00.000Z", "2026-11-22T02:38:00.000Z"];
  const bytes = Buffer.from(JSON.stringify([{ Metric, Stat: "Sum", Period: 60, Timestamps, Values: [0, 0] }]));
  return [
    { chunk: logChunk({ group: `${LAMBDA}clock`, stream: "s", lines }) },
    { chunk: { origin: { source: "metrics" }, format: "metrics", bytes } },
  ];
}

function invocation(n: number, at: number): { at: number; message: string }[] {
  const id = `4c9a3d1e-0d1c-4d5e-9a70-${String(n).padStart(12, "0")}`;
  const event = {
    version: "0",
    id: `0f9a3d1e-0d1c-4d5e-9a70-${String(n).padStart(12, "0")}`,
    "detail-type": "Scheduled Event",
    source: "aws.events",
    account: "111122223333",
    time: new Date(at).toISOString(),
    region: "eu-central-1",
    resources: ["arn:aws:events:eu-central-1:111122223333:rule/every-minute"],
    detail: {},
  };
  return [
    { at, message: `START RequestId: ${id} Version: $LATEST\n` },
    { at: at + 1, message: `${new Date(at + 1).toISOString()}\t${id}\tINFO\tevent ${JSON.stringify(event)}\n` },
    { at: at + 20, message: `END RequestId: ${id}\n` },
    {
      at: at + 20,
      message: `REPORT RequestId: ${id}\tDuration: 20.00 ms\tBilled Duration: 20 ms\tMemory Size: 128 MB\tMax Memory Used: 80 MB\t\n`,
    },
  ];
}

async function reportOn({ streams }: RandomWorld, random: Random): Promise<Report> {
  const groups = [...new Set(streams.map(({ group }) => group))];
  const denied = random.chance(0.3) ? random.pick(groups) : null;
  const told: Told[] = streams
    .filter(({ group }) => group !== denied)
    .map(({ group, stream, lines }) => {
      const written = lines.map(({ timestamp, message }) => ({ at: timestamp, message }));
      return { chunk: logChunk({ group, stream, lines: written }) };
    });
  if (denied !== null) {
    const origin = { source: "cloudwatch-logs", group: denied };
    told.push({ gap: { what: denied, why: "it may not be read", origin, unread: true } });
  }
  const subject = random.pick(groups.filter((group) => group.startsWith(LAMBDA))).slice(LAMBDA.length);
  const critical = random.chance(0.5) ? { functions: { [subject]: { businessCritical: true, entry: true } } } : {};
  return await investigated([source("cloudwatch-logs", told)], subject, JSON.stringify(critical));
}

async function investigated(sources: readonly Source[], subject = "clock", catalog = ""): Promise<Report> {
  const Trigger = {
    Namespace: "AWS/Lambda",
    MetricName: "Errors",
    Dimensions: [{ name: "FunctionName", value: subject }],
    Period: 60,
  };
  const moment = new Date(NOW - 60_000).toISOString();
  const alert = parseAlert({
    incident: { id: "Q1", title: "errors", created_at: moment },
    alerts: [{ body: { AlarmName: "errors", StateChangeTime: moment, Trigger } }],
  });
  const read = catalog === "" ? EMPTY_CATALOG : parseCatalog(catalog, "catalog");
  let last: Report | null = null;
  const room = { sources, catalog: read, now: () => NOW, deadlineMs: 60_000 };
  for await (const { report } of investigate(alert, room, NOW)) last = report;
  return last ?? assert.fail("there is a report");
}
