import assert from "node:assert/strict";
import { test } from "node:test";
import { stringify } from "yaml";
import { answerOf, readExpectation } from "../sandbox/scenarios/expectation.ts";
import { incidentDocument } from "../sandbox/scenarios/incident-document.ts";
import type { Story } from "../sandbox/scenarios/story.ts";
import { answersAbout } from "../sandbox/world/configured.ts";
import type { Counted } from "../sandbox/world/counters.ts";
import { parseAlert } from "../src/alert.ts";
import { parseCatalog } from "../src/catalog.ts";
import { EvidenceInMemory } from "../src/evidence/evidence.ts";
import { investigate, type Progress } from "../src/investigate.ts";
import type { Brought, Room } from "../src/pursue.ts";
import type { Chunk, Gap } from "../src/record.ts";
import { redact } from "../src/redact/redact.ts";
import type { Report } from "../src/report.ts";
import { reportOn } from "../src/report-on.ts";
import type { Source } from "../src/sources/source.ts";
import { think } from "../src/think.ts";
import { trace } from "../src/trace.ts";
import { assertCited } from "./assert-cited.ts";
import { logChunk } from "./decode/log-chunk.ts";
import { NAMES, story } from "./sandbox/scenarios/night.ts";

const SEED = 1;

for (const name of NAMES) {
  test(`${name}: the thinking gives the right answer at the moment of the alarm`, async () => {
    const told = story(name, SEED);
    assert.deepEqual(answerOf(reportOf(told)), await readExpectation(name));
  });

  test(`${name}: every reason names what shows it, and every id that the report cites stands in the report`, () => {
    assertCited(reportOf(story(name, SEED)));
  });
}

test("the order in which streams are read changes nothing in a report", () => {
  const told = story("checkout-throttled", SEED);
  assert.deepEqual(freshReport({ ...told, streams: told.streams.toReversed() }), reportOf(told));
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
  for await (const one of investigate(alertOf(told), roomOf(told), told.at)) progress.push(one);
  assert.deepEqual(progress, [{ report: reportOf(told), final: true }]);
});

test("any id of a request finds the same transaction", async () => {
  const told = story("export-throttled", SEED);
  const { requestId, invocations, events, notifications, messages } = told.ids;
  const others = [invocations, events, notifications, messages].flatMap((ids) => Object.values(ids));
  const found = new Set<string>();
  for (const id of [requestId, told.ids.trace, ...others]) {
    const traced = await trace(id, roomOf(told), told.at);
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
  const traced = await Promise.all(ends.map((id) => trace(id, roomOf(told), told.at)));
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
  const report = reports.get(told.name) ?? freshReport(told);
  reports.set(told.name, report);
  return report;
}

function freshReport(told: Story): Report {
  const catalog = catalogOf(told);
  const gaps = (told.deniedGroups ?? []).map((group): Gap => {
    return { what: group, why: "it may not be read", origin: { source: "cloudwatch-logs", group }, unread: true };
  });
  const cost = { queries: 0, bytesScanned: 0, usd: 0 };
  const brought = { ...broughtBy(told), gaps, awaited: [], sources: ["files"], cost, rounds: 1, lacking: 0 };
  const thought = think(alertOf(told), brought, catalog, told.at);
  return redact(reportOn(alertOf(told), thought, brought, catalog, 0, null), catalog);
}

function broughtBy(told: Story): Pick<Brought, "evidence" | "reads" | "asked"> {
  const evidence = new EvidenceInMemory();
  const denied = new Set(told.deniedGroups);
  for (const stream of told.streams) if (!denied.has(stream.group)) evidence.add(chunkOf(stream, told.at));
  for (const chunk of readings(told)) evidence.add(chunk);
  return { evidence, reads: [{ source: "files", newest: null, ingested: false }], asked: null };
}

/** What had been written by a moment. */
function chunkOf({ group, stream, lines }: Story["streams"][number], until: number) {
  const written = lines.filter(({ timestamp }) => timestamp <= until);
  return logChunk({ group, stream, lines: written.map(({ timestamp, message }) => ({ at: timestamp, message })) });
}

/** What CloudWatch had counted by then, and how things are configured. */
function readings(told: Story): Chunk[] {
  const bytes = (json: unknown) => Buffer.from(JSON.stringify(json));
  const counted = told.counted.map((one) => metricOf(one, told.at));
  const chunks: Chunk[] = [{ origin: { source: "files" }, format: "metrics", bytes: bytes(counted) }];
  const { functions, configured = {} } = told;
  const variables = [...functions].map(([FunctionName, Variables]) => {
    return { input: { FunctionName }, output: { FunctionName, Environment: { Variables } } };
  });
  const answers = { ...answersAbout(configured), "lambda:GetFunctionConfiguration": variables };
  chunks.push({ origin: { source: "files" }, format: "configuration", bytes: bytes(answers) });
  return chunks;
}

function metricOf({ namespace, name, dimensions, stat, values }: Counted, until: number): object {
  const whole = values.filter(([at]) => at <= until);
  const minutes = Map.groupBy(whole, ([at]) => Math.floor(at / 60_000) * 60_000);
  const points = [...minutes].map(([at, own]): readonly [string, number] => {
    const each = own.map(([, value]) => value);
    const value = stat === "Maximum" ? Math.max(...each) : each.reduce((sum, one) => sum + one, 0);
    return [new Date(at).toISOString(), value];
  });
  return {
    Metric: {
      Namespace: namespace,
      MetricName: name,
      Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
    },
    Stat: stat ?? "Sum",
    Period: 60,
    Timestamps: points.map(([at]) => at),
    Values: points.map(([, value]) => value),
  };
}

function roomOf(told: Story): Room {
  return { sources: [wholeSource(told)], catalog: catalogOf(told), now: () => told.at, deadlineMs: 60_000 };
}

function wholeSource(told: Story): Source {
  return {
    name: "files",
    whole: true,
    async *ask() {
      for (const stream of told.streams) yield { chunk: chunkOf(stream, told.at) };
      for (const chunk of readings(told)) yield { chunk };
      yield { read: { source: "files", newest: null, ingested: false } };
    },
  };
}

function alertOf(told: Story) {
  return parseAlert(incidentDocument(told));
}

function catalogOf(told: Story) {
  return parseCatalog(stringify(told.catalog), "wake-or-wait.yml");
}
