import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { z } from "zod";
import { httpEvent, NOW } from "../fake-source.ts";
import { recordOf, runVerb } from "./run-verb.ts";

const Part = z.object({ share: z.number().nullable(), of: z.number() });
const Score = z.object({ precision: Part, recall: Part });
const Result = z.looseObject({
  incidents: z.array(
    z.looseObject({
      name: z.string(),
      incident: z.string(),
      decision: z.string(),
      rule: z.string(),
      recorded: z.string().nullable(),
      changed: z.boolean().nullable(),
      shouldWake: z.boolean().nullable(),
      right: z.boolean().nullable(),
    }),
  ),
  unread: z.array(z.object({ name: z.string(), why: z.string() })),
  changed: z.number(),
  known: z.number(),
  wake: Score,
  recordedWake: Score,
});

const LENIENT = "policy: { people: 1000, share: 1, criticalPeople: 1000, criticalRequests: 1000 }\n";
/** Ten people who cannot get through; nobody; and ten more, of whom somebody said afterwards that they could have waited. */
const MONTH: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "1-checkout": { "logs.jsonl": requests(10), "recorded.json": recorded("Q1", "wake", { right: true }) },
  "2-nothing": { "logs.jsonl": requests(0), "expected.json": '{"decision":"wait"}' },
  "3-known": { "logs.jsonl": requests(10), "recorded.json": recorded("Q3", "wake", { right: false }) },
};

test("a month is judged again as it was, with how good its verdicts to wake were", async (t) => {
  const { result } = await backtest(t, MONTH);
  assert.deepEqual(
    result.incidents.map((one) => [one.name, one.recorded, one.decision, one.changed, one.shouldWake, one.right]),
    [
      ["1-checkout", "wake", "wake", false, true, true],
      ["2-nothing", null, "wait", null, false, true],
      ["3-known", "wake", "wake", false, false, false],
    ],
  );
  assert.deepEqual(result.wake, { precision: { share: 0.5, of: 2 }, recall: { share: 1, of: 1 } });
  assert.deepEqual(result.recordedWake, result.wake);
  assert.deepEqual([result.changed, result.known], [0, 3]);
});

test("another policy shows what it would have changed, and what it would have missed", async (t) => {
  const { result, text } = await backtest(t, MONTH, { "policy.yml": LENIENT });
  assert.deepEqual(
    result.incidents.map(({ decision, changed, right }) => [decision, changed, right]),
    [
      ["wait", true, false],
      ["wait", null, true],
      ["wait", true, true],
    ],
  );
  assert.deepEqual(result.wake, { precision: { share: null, of: 0 }, recall: { share: 0, of: 1 } });
  assert.deepEqual(result.recordedWake.precision, { share: 0.5, of: 2 });
  assert.match(text, /^incident {4}recorded {2}now {3}right/);
  assert.match(text, /^1-checkout {2}wake {6}wait {2}wake {6}changed, wrong {2}harm-is-small-or-over$/m);
  assert.match(text, /^3 incidents, 2 changed\.$/m);
  assert.match(
    text,
    /^Wake, where it is known what was right \(3\): precision unknown \(of none\), recall 0 % \(0 of 1\)\.$/m,
  );
  assert.match(text, /^As recorded: precision 50 % \(1 of 2\), recall 100 % \(1 of 1\)\.$/m);
});

test("the catalog of its time is an incident's own, and only its policy is replaced", async (t) => {
  const own = "functions: { checkout: {} }\napis: { shop: { ids: [a1b2c3d4e5], customerFacing: false } }\n";
  const folder = { "logs.jsonl": requests(10), "wake-or-wait.yml": own };
  const { result } = await backtest(t, { one: folder }, { "policy.yml": "policy: { people: 1 }\n" });
  assert.equal(result.incidents[0]?.decision, "wait");
});

test("what Backstage tells is part of the catalog of its time, and told where it is not there", async (t) => {
  const torn = { "logs.jsonl": requests(10), "wake-or-wait.yml": "backstage: { files: [gone/*.yml] }\n" };
  const { result } = await backtest(t, { ...MONTH, "4-torn": torn });
  assert.match(result.unread[0]?.why ?? "", /gone\/\*\.yml names no file/);
});

test("what cannot be replayed is told, and holds nothing back", async (t) => {
  const { result, text } = await backtest(t, {
    ...MONTH,
    "4-empty": {},
    "5-broken": { "logs.jsonl": requests(1), "recorded.json": '{"decision":"perhaps"}' },
  });
  assert.equal(result.incidents.length, 3);
  assert.deepEqual(
    result.unread.map(({ name, why }) => [
      name,
      /--aws reads it again|recorded\.json is not what it should be/.test(why),
    ]),
    [
      ["4-empty", true],
      ["5-broken", true],
    ],
  );
  assert.match(text, /^4-empty: not replayed: /m);
});

test("who said that unclear was wrong did not say what is right, and the last word counts", async (t) => {
  const answers = [
    { decision: "wait", right: false, at: "2026-11-22T09:00:00Z", by: "Ana" },
    { decision: "wait", right: true, at: "2026-11-22T08:00:00Z", by: "Ben" },
  ];
  const { result } = await backtest(t, {
    "1-unclear": { "logs.jsonl": requests(0), "recorded.json": recorded("Q1", "unclear", { right: false }) },
    "2-twice": { "logs.jsonl": requests(0), "recorded.json": JSON.stringify({ ...written("Q2", "wait"), answers }) },
  });
  assert.deepEqual(
    result.incidents.map(({ shouldWake, right }) => [shouldWake, right]),
    [
      [null, null],
      [true, false],
    ],
  );
});

for (const [words, said] of [
  [[], /^say where the incidents are: npm run -s backtest/],
  [["--incidents", "/nowhere/at/all"], /^\/nowhere\/at\/all cannot be read/],
  [["--incidents", ".", "stray"], /^stray is not understood/],
  [["--incidents", ".", "--now", "2026-11-22T02:32:00Z"], /^each incident's folder says what it was and when/],
  [["--incidents", ".", "--keep"], /^--keep keeps what --aws reads/],
  [["--incidents", ".", "--policy", "/nowhere.yml"], /^\/nowhere\.yml cannot be read/],
] as const) {
  test(`wrong use is one clear line: ${words.join(" ")}`, async () => {
    const { status, out, err } = await runVerb("backtest", words);
    assert.deepEqual([status, out], [2, ""]);
    assert.match(err, said);
    assert.equal(err.trimEnd().split("\n").length, 1);
  });
}

async function backtest(
  t: TestContext,
  folders: Readonly<Record<string, Readonly<Record<string, string>>>>,
  { "policy.yml": policy }: { "policy.yml"?: string } = {},
): Promise<{ result: z.infer<typeof Result>; text: string }> {
  const month = await mkdtemp(join(tmpdir(), "month-"));
  t.after(() => rm(month, { recursive: true }));
  for (const [name, files] of Object.entries(folders)) {
    await mkdir(join(month, "incidents", name), { recursive: true });
    for (const [file, content] of Object.entries({ "incident.json": INCIDENT, ...files }))
      await writeFile(join(month, "incidents", name, file), content);
  }
  const words = ["--incidents", join(month, "incidents")];
  if (policy !== undefined) {
    await writeFile(join(month, "policy.yml"), policy);
    words.push("--policy", join(month, "policy.yml"));
  }
  const [json, said] = await Promise.all([runVerb("backtest", [...words, "--json"]), runVerb("backtest", words)]);
  assert.deepEqual([json.status, json.err, said.status, said.err], [0, "", 0, ""]);
  return { result: Result.parse(JSON.parse(json.out)), text: said.out };
}

const INCIDENT = JSON.stringify({
  incident: { id: "Q1", title: "checkout fails", created_at: new Date(NOW).toISOString() },
  alerts: [
    {
      body: {
        AlarmName: "checkout errors",
        StateChangeTime: new Date(NOW).toISOString(),
        Trigger: {
          Namespace: "AWS/Lambda",
          MetricName: "Errors",
          Dimensions: [{ name: "FunctionName", value: "checkout" }],
          Period: 60,
        },
      },
    },
  ],
});

/** A request of somebody else every ten seconds: those that fail, and then as many and more that do not. */
function requests(failing: number): string {
  const lines = Array.from({ length: 40 }, (_, i) => {
    const atMs = NOW - 400_000 + i * 10_000;
    const one = { n: 100 + i, atMs, event: httpEvent(100 + i, `user-${i}`, atMs) };
    return recordOf(i % 4 === 0 && i < failing * 4 ? { ...one, error: "no price" } : one);
  });
  const after = { n: 900, atMs: NOW + 120_000, event: httpEvent(900, "user-900", NOW + 120_000) };
  return [...lines, recordOf(after)].join("");
}

function written(incident: string, decision: string): object {
  return { incident, at: new Date(NOW + 40_000).toISOString(), unclearSince: null, decision, rule: "some-rule" };
}

function recorded(incident: string, decision: string, { right }: { right: boolean }): string {
  const answers = [{ decision, right, at: "2026-11-22T09:12:00.000Z", by: "Maya Okafor" }];
  return JSON.stringify({ ...written(incident, decision), answers });
}
