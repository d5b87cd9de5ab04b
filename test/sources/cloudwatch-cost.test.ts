import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { EMPTY_CATALOG } from "../../src/catalog.ts";
import { Purse } from "../../src/purse.ts";
import type { Gap } from "../../src/record.ts";
import { cloudwatchLogs } from "../../src/sources/cloudwatch-logs.ts";
import type { Question } from "../../src/sources/source.ts";
import { fromMillis, HOUR, MINUTE, type Micros, micros, type Window } from "../../src/time.ts";
import { NIGHT, type OpenLogs, openLogs } from "../sandbox/cloudwatch/open-logs.ts";

const GROUP = "/aws/lambda/checkout";
const WINDOW: Window = { from: fromMillis(NIGHT - 3_600_000), to: fromMillis(NIGHT) };
const FIND: Question = { window: WINDOW, find: ["r-7"] };
/** What the 60 lines of an hour cost to read, in US dollars. */
const HOUR_USD = (60 * 10_000 * 0.005) / 2 ** 30;

test("what is cheap against the budget is read at once, and nobody asks what it would cost", async (t) => {
  const open = await hourOf(t, plainLine);
  const { queries, gaps, moments } = await asked(open, FIND, new Purse(HOUR_USD * 100));
  assert.deepEqual([queries.length, gaps], [1, []]);
  assert.equal(moments.length, 60);
});

test("what would take a large part of the budget is estimated first, for nothing, and read where it can be paid", async (t) => {
  const open = await hourOf(t, plainLine);
  const purse = new Purse(HOUR_USD * 2);
  const { queries, gaps, moments, usd } = await asked(open, FIND, purse);
  assert.deepEqual(
    queries.map((text) => text.endsWith("| estimate")),
    [true, false],
  );
  assert.deepEqual([gaps, moments.length], [[], 60]);
  assert.ok(usd > HOUR_USD * 0.9 && usd < HOUR_USD * 1.1);
});

test("what cannot be paid is read around the worst moment, and the gap says what the whole would have cost", async (t) => {
  const open = await hourOf(t, plainLine);
  const worst = fromMillis(NIGHT - 30 * 60_000);
  const purse = new Purse(HOUR_USD / 2, worst);
  const { gaps, moments, usd } = await asked(open, FIND, purse);
  assert.ok(usd <= HOUR_USD / 2);
  assert.ok(moments.length >= 20 && moments.length <= 30, String(moments.length));
  assert.ok(moments.every((at) => Math.abs(at - worst) <= 15 * MINUTE));
  assert.equal(gaps.length, 1);
  assert.equal(gaps[0]?.unread, true);
  assert.match(gaps[0].why, /^reading 1 log group would cost about \$0\.00, and \$0\.00 of the budget is left: only /);
  assert.ok(purse.lacking > HOUR_USD * 0.9);
});

test("where no moment is worth more than another nothing is read that cannot be paid, and nothing is paid", async (t) => {
  const open = await hourOf(t, plainLine);
  const { gaps, moments, usd } = await asked(open, FIND, new Purse(HOUR_USD / 2));
  assert.deepEqual([moments, usd], [[], 0]);
  assert.match(gaps[0]?.why ?? "", /it was not read$/);
});

test("two questions that begin together do not spend the same money", async (t) => {
  const open = await hourOf(t, plainLine);
  const purse = new Purse(HOUR_USD * 1.5);
  const both = await Promise.all([asked(open, FIND, purse), asked(open, FIND, purse)]);
  assert.deepEqual(both.map(({ gaps }) => gaps.length).sort(), [0, 1]);
});

test("where an id is looked for that cannot be paid, lines whose indexed field it is are found all the same", async (t) => {
  const open = await hourOf(t, (i) => JSON.stringify({ requestId: `r-${i}`, pad: "x".repeat(9_950), of: "r-7" }));
  open.logs.set(GROUP, { logGroupClass: "STANDARD", indexedFields: ["requestId"] });
  const { gaps, moments, usd } = await asked(open, FIND, new Purse(HOUR_USD / 2));
  assert.equal(moments.length, 1);
  assert.equal(gaps.length, 1);
  assert.ok(usd < HOUR_USD / 30);
});

test("asked by index alone nothing else is read, and what is left out is no gap", async (t) => {
  const open = await hourOf(t, (i) => JSON.stringify({ requestId: `r-${i}`, of: "r-7" }));
  open.logs.set(GROUP, { logGroupClass: "STANDARD", indexedFields: ["requestId"] });
  const { gaps, moments } = await asked(open, { ...FIND, byIndex: true }, new Purse(1));
  assert.deepEqual([moments.length, gaps], [1, []]);
});

test("where indexes may not be described none is used, and that is no gap", async (t) => {
  const open = await hourOf(t, (i) => JSON.stringify({ requestId: `r-${i}` }));
  open.logs.set(GROUP, { logGroupClass: "STANDARD", indexedFields: ["requestId"] });
  open.logs.faults.failNext("DescribeFieldIndexes", "html-500");
  const { gaps, moments } = await asked(open, { ...FIND, byIndex: true }, new Purse(1));
  assert.deepEqual([moments, gaps], [[], []]);
});

test("a trace is found by its index in either form of its id", async (t) => {
  const trace = "6740a1f29c0b3d4e5f60718293a4b5c6";
  const open = await hourOf(t, (i) => JSON.stringify({ traceId: i === 7 ? trace : `t-${i}` }));
  const find = [`1-${trace.slice(0, 8)}-${trace.slice(8)}`];
  const { moments } = await asked(open, { window: WINDOW, find, byIndex: true }, new Purse(1));
  assert.equal(moments.length, 1);
});

test("more groups than a query can name are selected by how they begin, those of each class for themselves", async (t) => {
  const open = await manyGroups(t, 130);
  for (let i = 0; i < 60; i++) open.logs.set(nameOf(i), { logGroupClass: "INFREQUENT_ACCESS" });
  const { queries, moments, gaps } = await asked(open, FIND);
  assert.equal(moments.length, 130);
  assert.deepEqual(gaps, []);
  assert.deepEqual(queries.map((text) => /^SOURCE logGroups\((.*?)\) \|/.exec(text)?.[1]).sort(), [
    "namePrefix: ['/aws/lambda/'], class: ['INFREQUENT_ACCESS']",
    "namePrefix: ['/aws/lambda/'], class: ['STANDARD']",
  ]);
});

test("a group that the service left out of such a selection is asked for by its name", async (t) => {
  const open = await manyGroups(t, 60);
  open.client.middlewareStack.add((next, { commandName }) => async (args) => {
    const answer = await next(args);
    if (commandName === "ListLogGroupsForQueryCommand" && "logGroupIdentifiers" in answer.output)
      answer.output.logGroupIdentifiers?.pop();
    return answer;
  });
  const { queries } = await asked(open, FIND);
  assert.deepEqual(
    queries.map((text) => text.startsWith("SOURCE")),
    [true, false],
  );
});

test("where groups may not be selected so, or one of them may not be read, they are named, fifty at a time", async (t) => {
  const open = await manyGroups(t, 120);
  open.logs.faults.denyGroup(nameOf(3));
  const { queries, moments, gaps } = await asked(open, FIND);
  assert.equal(moments.length, 119);
  assert.deepEqual(
    gaps.map(({ what }) => what),
    [nameOf(3)],
  );
  assert.equal(queries.filter((text) => text.startsWith("SOURCE")).length, 1);
});

function nameOf(i: number): string {
  return `/aws/lambda/f${String(i).padStart(3, "0")}`;
}

async function manyGroups(t: TestContext, count: number): Promise<OpenLogs> {
  const open = await openLogs(t);
  for (let i = 0; i < count; i++)
    open.logs.load(nameOf(i), "s", [{ timestamp: NIGHT - 1000, ingestionTime: NIGHT, message: `r-7 of ${i}` }]);
  return open;
}

function plainLine(i: number): string {
  return `line ${i} names r-7 ${"x".repeat(10_000)}`.slice(0, 10_000);
}

/** A line a minute, the newest half a minute ago, in a group that is kept for an hour. */
async function hourOf(t: TestContext, message: (i: number) => string): Promise<OpenLogs> {
  const open = await openLogs(t);
  const lines = Array.from({ length: 60 }, (_, i) => {
    const timestamp = NIGHT - 30_000 - i * 60_000;
    return { timestamp, ingestionTime: timestamp, message: message(i) };
  });
  open.logs.load(GROUP, "s", lines);
  return open;
}

async function asked({ client }: OpenLogs, question: Question, purse?: Purse) {
  const queries: string[] = [];
  client.middlewareStack.add(
    (next) => (args) => {
      if ("queryString" in args.input) queries.push(args.input.queryString ?? "");
      return next(args);
    },
    { name: "queries", override: true },
  );
  const gaps: Gap[] = [];
  const moments: Micros[] = [];
  let usd = 0;
  for await (const told of cloudwatchLogs(client, EMPTY_CATALOG).ask(question, AbortSignal.timeout(20_000), purse)) {
    if ("gap" in told) gaps.push(told.gap);
    if ("cost" in told) usd += told.cost.usd;
    if (!("chunk" in told)) continue;
    const events: { logEvents: { timestamp: number }[] } = JSON.parse(Buffer.from(told.chunk.bytes).toString());
    moments.push(...events.logEvents.map(({ timestamp }) => micros(timestamp * 1000)));
  }
  assert.ok(moments.every((at) => at > WINDOW.from - HOUR));
  return { queries, gaps, moments, usd };
}
