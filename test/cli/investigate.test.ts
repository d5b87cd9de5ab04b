import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { z } from "zod";
import type { Story } from "../../sandbox/scenarios/story.ts";
import { type StoryFiles, writeStory } from "../../sandbox/scenarios/write-story.ts";
import { expectedOf } from "../sandbox/scenarios/expected.ts";
import { story } from "../sandbox/scenarios/night.ts";
import { FAILED, folderOf, HEALTHY, recordOf, runVerb } from "./run-verb.ts";

const NAME = "checkout-throttled";

const Report = z.looseObject({
  asOf: z.string(),
  subjects: z.array(z.unknown()),
  subject: z.looseObject({ service: z.string(), resource: z.string(), signal: z.string() }),
  verdict: z.looseObject({ decision: z.string(), until: z.string().nullable() }),
  failing: z.looseObject({ function: z.string(), requests: z.number() }).nullable(),
  entries: z.array(z.looseObject({ name: z.string(), businessCritical: z.boolean().nullable() })),
  users: z.looseObject({ hit: z.number(), stillFailing: z.number() }),
  cause: z.looseObject({ kind: z.string() }).nullable(),
  tookMs: z.number(),
});

let folder = "";
let files: StoryFiles;
let told: Story;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), "night-"));
  told = story(NAME, 1);
  files = await writeStory(told, folder);
});

after(() => rm(folder, { recursive: true }));

test("an incident of the night is judged as its story says, for a person and for a program", async () => {
  const now = new Date(told.at + 60_000).toISOString();
  const words = ["--incident", files.incident, "--logs", files.logs, "--catalog", files.catalog, "--now", now];
  const [said, json] = await Promise.all([runVerb("investigate", words), runVerb("investigate", [...words, "--json"])]);
  assert.deepEqual([said.status, said.err, json.status, json.err], [0, "", 0, ""]);
  assert.match(said.out, /^WAKE THE TEAM {2}rule: customers-are-failing\n/);
  assert.match(said.out, /^Failing {3}checkout: /m);
  assert.doesNotMatch(said.out.replaceAll("\n", ""), /\p{Cc}/u);
  const expected = expectedOf(NAME);
  const report = Report.parse(JSON.parse(json.out));
  assert.equal(json.out.trimEnd().split("\n").length, 1);
  assert.equal(report.verdict.decision, expected.decision);
  assert.equal(report.failing?.function, expected.function);
  assert.deepEqual(
    report.entries.slice(0, 1).map(({ name, businessCritical }) => ({ name, businessCritical })),
    [{ name: expected.entry, businessCritical: expected.businessCritical }],
  );
  assert.equal(report.cause?.kind, expected.cause.kind);
  assert.ok(report.asOf <= new Date(told.at + 30_000).toISOString());
});

test("nothing after --now is judged: before the trouble there is nothing to wake anybody for", async (t) => {
  const own = await folderOf(t, { "a.jsonl": recordOf(HEALTHY) + recordOf(FAILED), "incident.json": incident() });
  const now = new Date(FAILED.atMs - 60_000).toISOString();
  const words = ["--incident", join(own, "incident.json"), "--logs", join(own, "a.jsonl"), "--now", now, "--json"];
  const { status, out } = await runVerb("investigate", words);
  assert.equal(status, 0);
  const report = Report.parse(JSON.parse(out));
  assert.notEqual(report.verdict.decision, "wake");
  assert.equal(report.failing, null);
  assert.ok(report.asOf <= now);
});

test("without --now files are judged at their newest record", async (t) => {
  const own = await folderOf(t, { "a.jsonl": recordOf(HEALTHY) + recordOf(FAILED), "incident.json": incident() });
  const { status, out } = await runVerb("investigate", [
    "--incident",
    join(own, "incident.json"),
    "--logs",
    join(own, "a.jsonl"),
    "--json",
  ]);
  assert.equal(status, 0);
  const report = Report.parse(JSON.parse(out));
  assert.equal(report.asOf, new Date(FAILED.atMs + 50 - 30_000).toISOString());
  assert.deepEqual(report.subject, { service: "lambda", resource: "checkout", signal: "error" });
});

test("an unclear verdict is an answer", async (t) => {
  const own = await folderOf(t, { "a.jsonl": "", "incident.json": incident() });
  const { status, out, err } = await runVerb("investigate", [
    "--incident",
    join(own, "incident.json"),
    "--logs",
    join(own, "a.jsonl"),
  ]);
  assert.deepEqual([status, err], [0, ""]);
  assert.match(out, /^UNCLEAR \(leaning to wait\)/);
});

test("the same files give the same document, but for how long it took", async (t) => {
  const own = await folderOf(t, { "a.jsonl": recordOf(HEALTHY) + recordOf(FAILED), "incident.json": incident() });
  const words = ["--incident", join(own, "incident.json"), "--logs", own, "--json"];
  const [one, two] = await Promise.all([runVerb("investigate", words), runVerb("investigate", words)]);
  const timeless = (out: string): string => out.replace(/"tookMs":\d+/, "");
  assert.equal(timeless(one.out), timeless(two.out));
  // The incident lies in the folder too, and is no evidence.
  assert.match(one.out, /incident\.json","why":"it holds no known format/);
});

test("an alarm that DescribeAlarms tells of is judged as an incident is, a composite one by what it is made of", async (t) => {
  const child = {
    AlarmName: "checkout errors",
    Namespace: "AWS/Lambda",
    MetricName: "Errors",
    Dimensions: [{ Name: "FunctionName", Value: "checkout" }],
    Period: 60,
    EvaluationPeriods: 1,
    StateValue: "ALARM",
    StateUpdatedTimestamp: "2026-11-22T02:31:50.000000+00:00",
  };
  const top = {
    AlarmName: "the shop",
    AlarmRule: 'ALARM("checkout errors") OR ALARM("pay errors")',
    StateValue: "ALARM",
  };
  const quiet = {
    ...child,
    AlarmName: "pay errors",
    Dimensions: [{ Name: "FunctionName", Value: "pay" }],
    StateValue: "OK",
  };
  const output = { MetricAlarms: [child, quiet], CompositeAlarms: [top] };
  const own = await folderOf(t, {
    "a.jsonl": recordOf(HEALTHY) + recordOf(FAILED),
    "metrics.json": "[]",
    "config.json": JSON.stringify({ "cloudwatch:DescribeAlarms": [{ input: {}, output }] }),
  });
  const now = new Date(FAILED.atMs + 60_000).toISOString();
  const later = { ...HEALTHY, atMs: FAILED.atMs + 55_000, n: 9 };
  await writeFile(join(own, "later.jsonl"), recordOf(later));
  for (const name of ["checkout errors", "the shop"]) {
    const files = [
      "--logs",
      join(own, "a.jsonl"),
      join(own, "later.jsonl"),
      "--metrics",
      join(own, "metrics.json"),
      "--config",
      join(own, "config.json"),
    ];
    const { status, out, err } = await runVerb("investigate", ["--alarm", name, ...files, "--now", now, "--json"]);
    assert.deepEqual([status, err], [0, ""]);
    const report = Report.parse(JSON.parse(out));
    assert.deepEqual(report.subjects, [{ service: "lambda", resource: "checkout", signal: "error" }]);
    assert.equal(report.failing?.requests, 1);
  }
});

test("wrong use and input that cannot be read end with 2, and one line that says why", async (t) => {
  const own = await folderOf(t, {
    "a.jsonl": recordOf(FAILED),
    "incident.json": incident(),
    "text.json": "no json",
    "list.json": "[]",
    "object.json": "{}",
  });
  const asked = ["--incident", join(own, "incident.json")];
  const logs = ["--logs", join(own, "a.jsonl")];
  const table: readonly (readonly [readonly string[], RegExp])[] = [
    [logs, /^say which incident, or which alarm: npm run -s investigate -- \(--incident FILE /],
    [["Q1", ...logs], /^Q1 is not understood: /],
    [["--incident", join(own, "incident.json")], /^say where to look/],
    [["--incident", join(own, "gone.json"), ...logs], /gone\.json cannot be read: /],
    [["--incident", join(own, "text.json"), ...logs, "--json"], /text\.json is not JSON$/],
    [["--incident", join(own, "list.json"), ...logs], /^not an incident with its alerts: /],
    [[...asked, ...logs, "--policy", "strict.yml"], /^--policy is not understood: npm run -s investigate /],
    [[...asked, "--alarm", "checkout errors", ...logs], /^say which incident, or which alarm: /],
    [["--alarm", "checkout errors", ...logs], /^--alarm needs --aws, or --config FILE /],
    [["--alarm", "quiet", "--config", join(own, "object.json"), ...logs], /^there is no alarm called quiet$/],
    [[...asked, ...logs, "--metrics", join(own, "gone.json")], /gone\.json cannot be read: /],
    [
      [...asked, ...logs, "--metrics", join(own, "text.json")],
      /text\.json holds no CloudWatch metrics: not a JSON list/,
    ],
    [
      [...asked, ...logs, "--metrics", join(own, "object.json")],
      /object\.json holds no CloudWatch metrics: not a JSON list/,
    ],
    [[...asked, ...logs, "--config", join(own, "list.json")], /list\.json holds no answers .*: not a JSON object$/],
  ];
  await Promise.all(
    table.map(async ([words, why]) => {
      const { status, out, err } = await runVerb("investigate", words);
      assert.deepEqual([status, out], [2, ""], `${words.join(" ")}: ${err}`);
      assert.match(err, /^[^\n]+\n$/);
      assert.match(err.trimEnd(), why);
    }),
  );
});

function incident(): string {
  const body = {
    AlarmName: "checkout errors",
    Trigger: {
      Namespace: "AWS/Lambda",
      MetricName: "Errors",
      Dimensions: [{ name: "FunctionName", value: "checkout" }],
      Period: 60,
    },
  };
  return JSON.stringify({
    incident: { id: "Q1", title: "checkout fails", created_at: "2026-11-22T02:32:00Z" },
    alerts: [{ body }],
  });
}
