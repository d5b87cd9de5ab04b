import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import nock from "nock";
import { EMPTY_CATALOG } from "../../src/catalog.ts";
import { EvidenceInMemory } from "../../src/evidence/evidence.ts";
import type { Gap, LogRecord } from "../../src/record.ts";
import type { Cost } from "../../src/report.ts";
import { cloudwatchLogs } from "../../src/sources/cloudwatch-logs.ts";
import type { Question, Read, Source } from "../../src/sources/source.ts";
import { fromMillis, type Window } from "../../src/time.ts";
import { ACCOUNT, NIGHT, type OpenLogs, openLogs, REGION } from "../sandbox/cloudwatch/open-logs.ts";

const CHECKOUT = "/aws/lambda/checkout";
const PAY = "/aws/lambda/pay";
const WINDOW: Window = { from: fromMillis(NIGHT - 3_600_000), to: fromMillis(NIGHT) };
const FAILURES: Question = { window: WINDOW, failures: [], groups: null };

test("failures are the lines that tell of one, with group, stream, account and both of their times", async (t) => {
  const open = await openLogs(t);
  load(open, CHECKOUT, ["all is well", "ERROR no price", '{"FailedEntryCount":0}', '{"FailedEntryCount":2}']);
  const { said, records } = await asked(open, FAILURES);
  assert.deepEqual(said, ["ERROR no price", '{"FailedEntryCount":2}']);
  const [first] = records;
  assert.deepEqual(first?.origin, { source: "cloudwatch-logs", account: ACCOUNT, group: CHECKOUT, stream: "s" });
  assert.equal(first.at, fromMillis(NIGHT - 59_000));
  assert.equal(first.ingestedAt, fromMillis(NIGHT - 54_000));
});

test("asking for failures tells how new the newest line of all is, failing or not", async (t) => {
  const open = await openLogs(t);
  load(open, CHECKOUT, ["ERROR no price"]);
  open.logs.load(PAY, "s", [{ timestamp: NIGHT - 20_000, ingestionTime: NIGHT - 12_000, message: "fine" }]);
  const { reads } = await asked(open, FAILURES);
  assert.deepEqual(reads, [{ source: "cloudwatch-logs", newest: fromMillis(NIGHT - 12_000), ingested: true }]);
});

test("what nobody has written tells nothing, and is no gap", async (t) => {
  const open = await openLogs(t);
  open.logs.load(CHECKOUT, "s", []);
  const { said, gaps } = await asked(open, FAILURES);
  assert.deepEqual([said, gaps], [[], []]);
});

test("an id is found in whatever line holds it, also where it is full of signs that patterns read", async (t) => {
  const open = await openLogs(t);
  const ids = ["a.b*c/d", "JKJaXmPLvHcESHA=", "$[x]{2}(y)|^z", "back\\slash", 'quo"te', "r-1"];
  load(open, CHECKOUT, [...ids.map((id) => `got <${id}> in`), "a-b*c/d", "axbbbbc/d", "unrelated"]);
  for (const id of ids) {
    assert.deepEqual((await asked(open, { window: WINDOW, find: [id] })).said, [`got <${id}> in`], id);
  }
  assert.equal((await asked(open, { window: WINDOW, find: ids })).said.length, ids.length);
});

test("of named groups the lines that tell requests and their ends are read, and no others'", async (t) => {
  const open = await openLogs(t);
  const platform = ["START RequestId: x Version: 1", "END RequestId: x", "REPORT RequestId: x Duration: 1 ms"];
  const told = [
    ...platform,
    '{"requestContext":{"requestId":"r"}}',
    '{"Records":[{"eventSource":"aws:sqs"}]}',
    '{"type":"platform.runtimeDone"}',
  ];
  load(open, CHECKOUT, [...told, "chatter"]);
  load(open, PAY, platform);
  const { said, records } = await asked(open, { window: WINDOW, keyed: [CHECKOUT] });
  assert.deepEqual(said.toSorted(), told.toSorted());
  assert.ok(records.every(({ origin }) => origin.group === CHECKOUT));
});

test("of named streams every line is read, and of no other stream of the group", async (t) => {
  const open = await openLogs(t);
  const stream = "2026/11/22/[$LATEST]0a1b2c";
  load(open, CHECKOUT, ["mine", "also mine"], stream);
  load(open, CHECKOUT, ["another's"], "2026/11/22/[$LATEST]ffffff");
  const { said } = await asked(open, { window: WINDOW, streams: [{ ...WINDOW, group: CHECKOUT, stream }] });
  assert.deepEqual(said, ["mine", "also mine"]);
});

test("only lines of the window are asked for, but for the rest of its last seconds", async (t) => {
  const open = await openLogs(t);
  load(
    open,
    CHECKOUT,
    Array.from({ length: 20 }, (_, i) => `ERROR ${i}`),
  );
  const window = { from: fromMillis(NIGHT - 50_000), to: fromMillis(NIGHT - 48_000) };
  const { said } = await asked(open, { window, failures: [], groups: null });
  assert.deepEqual(said.slice(0, 3), ["ERROR 10", "ERROR 11", "ERROR 12"]);
  assert.ok(said.length <= 4);
});

test("the cost of what was scanned is told", async (t) => {
  const open = await openLogs(t);
  load(open, CHECKOUT, ["ERROR no price"]);
  const { costs } = await asked(open, { window: WINDOW, find: ["price"] });
  assert.equal(costs.length, 1);
  assert.equal(costs[0]?.queries, 1);
  assert.ok((costs[0]?.bytesScanned ?? 0) > 0);
  assert.ok((costs[0]?.usd ?? 0) > 0 && (costs[0]?.usd ?? 1) < 0.001);
});

test("a group that may not be read is a gap with its name, and all the others are read", async (t) => {
  const open = await openLogs(t);
  for (const name of ["a", "b", "c", "d", "e"]) load(open, `/aws/lambda/${name}`, [`ERROR of ${name}`]);
  open.logs.faults.denyGroup("/aws/lambda/c");
  const { said, gaps } = await asked(open, { window: WINDOW, find: ["ERROR"] });
  assert.deepEqual(said.toSorted(), ["ERROR of a", "ERROR of b", "ERROR of d", "ERROR of e"]);
  assert.deepEqual(
    gaps.map(({ what, unread }) => [what, unread]),
    [["/aws/lambda/c", true]],
  );
  assert.match(gaps[0]?.why ?? "", /^it may not be read: /);
});

test("a group that may not be read is left out of the next query, and of every later one, which names it all the same", async (t) => {
  const open = await openLogs(t);
  const names = Array.from({ length: 40 }, (_, i) => `f${String(i).padStart(2, "0")}`);
  for (const name of names) load(open, `/aws/lambda/${name}`, [`ERROR of ${name}`]);
  open.logs.faults.denyGroup("/aws/lambda/f07");
  const source = cloudwatchLogs(open.client, EMPTY_CATALOG);
  const sent = commandsOf(open);
  const queries = (): number => sent.splice(0).filter((name) => name === "StartQueryCommand").length;
  const first = await toldBy(source, { window: WINDOW, find: ["ERROR"] });
  assert.equal(queries(), 2);
  const again = await toldBy(source, { window: WINDOW, find: ["ERROR"] });
  assert.equal(queries(), 1);
  const ofIt = await toldBy(source, { window: WINDOW, keyed: ["/aws/lambda/f07"] });
  assert.equal(queries(), 0);
  for (const { gaps } of [first, again, ofIt])
    assert.deepEqual(
      gaps.map(({ what, unread }) => [what, unread]),
      [["/aws/lambda/f07", true]],
    );
  assert.equal(first.said.length, 39);
  assert.equal(again.said.length, 39);
});

test("what may be read again is read again by the next investigation", async (t) => {
  const open = await openLogs(t);
  for (const name of ["a", "b"]) load(open, `/aws/lambda/${name}`, [`ERROR of ${name}`]);
  open.logs.faults.denyGroup("/aws/lambda/b");
  const source = cloudwatchLogs(open.client, EMPTY_CATALOG);
  assert.deepEqual((await toldBy(source, FAILURES)).said, ["ERROR of a"]);
  open.logs.faults.allowGroup("/aws/lambda/b");
  assert.deepEqual((await toldBy(source, { window: WINDOW, find: ["ERROR"] })).said, ["ERROR of a"]);
  const { said, gaps } = await toldBy(source, FAILURES);
  assert.deepEqual([said.toSorted(), gaps], [["ERROR of a", "ERROR of b"], []]);
});

test("what an investigation asks at once beside the failures knows of no refusal of an earlier one", async (t) => {
  const open = await openLogs(t);
  for (const name of ["a", "b"]) load(open, `/aws/lambda/${name}`, [`ERROR of ${name}`]);
  open.logs.faults.denyGroup("/aws/lambda/b");
  const source = cloudwatchLogs(open.client, EMPTY_CATALOG);
  await toldBy(source, FAILURES);
  open.logs.faults.allowGroup("/aws/lambda/b");
  const both = await Promise.all([toldBy(source, { window: WINDOW, keyed: null }), toldBy(source, FAILURES)]);
  assert.deepEqual(
    both.flatMap(({ gaps }) => gaps),
    [],
  );
});

test("where a refusal names no group, and where many are refused, halves are asked", async (t) => {
  const open = await openLogs(t);
  const names = Array.from({ length: 32 }, (_, i) => `f${String(i).padStart(2, "0")}`);
  for (const name of names) load(open, `/aws/lambda/${name}`, [`ERROR of ${name}`]);
  for (const name of names.slice(8)) open.logs.faults.denyGroup(`/aws/lambda/${name}`);
  open.client.middlewareStack.add((next) => async (args) => {
    try {
      return await next(args);
    } catch (error) {
      if (error instanceof Error) error.message = "Access is denied";
      throw error;
    }
  });
  const { said, gaps } = await asked(open, { window: WINDOW, find: ["ERROR"] });
  assert.equal(said.length, 8);
  assert.equal(gaps.length, 24);
});

test("a group that only delivers its lines is a gap, and is not searched", async (t) => {
  const open = await openLogs(t);
  load(open, CHECKOUT, ["ERROR no price"]);
  load(open, PAY, ["ERROR of pay"]);
  open.logs.set(PAY, { logGroupClass: "DELIVERY" });
  const { said, gaps } = await asked(open, FAILURES);
  assert.deepEqual(said, ["ERROR no price"]);
  assert.deepEqual(gaps, [{ what: PAY, why: "its class only delivers lines, and keeps none to search", unread: true }]);
});

test("what data protection masks is said, and is read all the same", async (t) => {
  const open = await openLogs(t);
  load(open, CHECKOUT, ["ERROR for user ****"]);
  open.logs.set(CHECKOUT, { logGroupClass: "STANDARD", dataProtectionStatus: "ACTIVATED" });
  const { said, gaps } = await asked(open, FAILURES);
  assert.deepEqual(said, ["ERROR for user ****"]);
  assert.deepEqual(
    gaps.map(({ what, unread }) => [what, unread]),
    [[CHECKOUT, undefined]],
  );
});

test("groups of different classes are searched, each class in queries of its own", async (t) => {
  const open = await openLogs(t);
  load(open, CHECKOUT, ["ERROR no price"]);
  load(open, PAY, ["ERROR of pay"]);
  open.logs.set(PAY, { logGroupClass: "INFREQUENT_ACCESS" });
  const { said, costs } = await asked(open, { window: WINDOW, find: ["ERROR"] });
  assert.deepEqual(said.toSorted(), ["ERROR no price", "ERROR of pay"]);
  assert.equal(costs.length, 2);
});

test("stretches of streams are read without a query, page by page, and cost nothing", async (t) => {
  const open = await openLogs(t, { quotas: { requestsPerSecond: {}, eventsScannedPerPage: 3 } });
  const told = Array.from({ length: 10 }, (_, i) => `line ${i}`);
  load(open, CHECKOUT, told, "s1");
  const slice = { ...WINDOW, group: CHECKOUT, stream: "s1" };
  const { said, costs } = await asked(open, { window: WINDOW, streams: [slice] });
  assert.deepEqual(said, told);
  assert.deepEqual(costs, []);
});

test("a stream that may not be read is a gap, and the other one is read", async (t) => {
  const open = await openLogs(t);
  load(open, CHECKOUT, ["mine"], "s1");
  load(open, PAY, ["theirs"], "s2");
  open.logs.faults.denyGroup(PAY);
  const streams = [
    { ...WINDOW, group: CHECKOUT, stream: "s1" },
    { ...WINDOW, group: PAY, stream: "s2" },
  ];
  const { said, gaps } = await asked(open, { window: WINDOW, streams });
  assert.deepEqual(said, ["mine"]);
  assert.deepEqual(
    gaps.map(({ what, unread }) => [what, unread]),
    [[PAY, true]],
  );
});

test("a group of the catalog that does not exist is a gap, in the same words however often it is met", async (t) => {
  const open = await openLogs(t);
  load(open, CHECKOUT, ["ERROR no price"]);
  const { said, gaps } = await asked(open, FAILURES, { groups: ["/gone"], prefixes: ["/aws/lambda/"] });
  assert.deepEqual(said, ["ERROR no price"]);
  const told = new Set(gaps.map(({ what, why }) => `${what}: ${why}`));
  assert.deepEqual([...told], ["/gone: there is no such log group"]);
});

test("when no group may be listed, that is the gap, and nothing is thrown", async (t) => {
  const open = await openLogs(t);
  load(open, CHECKOUT, ["ERROR no price"]);
  open.logs.faults.failNext("DescribeLogGroups", "html-500");
  const { gaps, said } = await asked(open, FAILURES);
  assert.deepEqual(said, []);
  assert.deepEqual(
    gaps.map(({ what, unread }) => [what, unread]),
    [["the list of log groups", true]],
  );
});

test("more groups than one page lists or one query takes are all read", async (t) => {
  const open = await openLogs(t);
  const names = Array.from({ length: 120 }, (_, i) => `f${String(i).padStart(3, "0")}`);
  for (const name of names) load(open, `/aws/lambda/${name}`, [`ERROR of ${name}`]);
  const sent = commandsOf(open);
  const { said, gaps } = await asked(open, { window: WINDOW, find: ["ERROR"] });
  assert.deepEqual(gaps, []);
  assert.deepEqual(
    said.toSorted(),
    names.map((name) => `ERROR of ${name}`),
  );
  assert.equal(sent.filter((name) => name === "DescribeLogGroupsCommand").length, 3);
  assert.equal(sent.filter((name) => name === "StartQueryCommand").length, 1);
});

test("an answer of several pages is read to its end", async (t) => {
  const open = await openLogs(t);
  load(
    open,
    CHECKOUT,
    Array.from({ length: 10_001 }, (_, i) => `ERROR ${i}`),
  );
  const sent = commandsOf(open);
  const { said } = await asked(open, { window: WINDOW, find: ["ERROR"] });
  assert.equal(new Set(said).size, 10_001);
  assert.equal(sent.filter((name) => name === "GetQueryResultsCommand").length, 2);
});

test("where an answer is full its window is halved, until every line was read", async (t) => {
  const open = await openLogs(t);
  const lines = Array.from({ length: 100_500 }, (_, i) => {
    const timestamp = NIGHT - 3_500_000 + i * 34;
    return { timestamp, ingestionTime: timestamp, message: `E${i}` };
  });
  open.logs.load(CHECKOUT, "s", lines);
  const { messages, gaps, costs } = await askedPlainly(open, { window: WINDOW, find: ["E"] });
  assert.deepEqual(gaps, []);
  assert.equal(messages.size, 100_500);
  assert.equal(costs.length, 3);
});

test("when the time is up the query that nobody waits for any more is stopped, and every group is a gap", async (t) => {
  const open = await openLogs(t, { queryMs: 1000 });
  load(open, CHECKOUT, ["ERROR no price"]);
  load(open, PAY, ["ERROR no money"]);
  const sent = commandsOf(open);
  const { gaps, said } = await asked(
    open,
    { window: WINDOW, find: ["ERROR"] },
    EMPTY_CATALOG.logs,
    AbortSignal.timeout(250),
  );
  assert.deepEqual(said, []);
  assert.deepEqual(
    gaps.map(({ what, why, unread }) => [what, why, unread]),
    [CHECKOUT, PAY].map((group) => [group, "it did not answer in time", true]),
  );
  assert.equal(sent.at(-1), "StopQueryCommand");
});

test("a query that fails by itself is a gap for its groups, with how it ended", async (t) => {
  for (const ending of ["Failed", "Timeout"] as const) {
    const open = await openLogs(t);
    load(open, CHECKOUT, ["ERROR no price"]);
    open.logs.faults.endNextQuery(ending);
    const { gaps } = await asked(open, { window: WINDOW, find: ["ERROR"] });
    assert.deepEqual(
      gaps.map(({ what, why }) => [what, why]),
      [[CHECKOUT, `the query ended as ${ending}`]],
    );
  }
});

test("a proxy's page, a body cut in half and a refusal for the rate are gaps, and nothing is thrown", async (t) => {
  for (const operation of ["StartQuery", "GetQueryResults"]) {
    for (const fault of ["html-500", "truncated-json", "throttled"] as const) {
      const open = await openLogs(t);
      load(open, CHECKOUT, ["ERROR no price"]);
      open.logs.faults.failNext(operation, fault);
      const { gaps } = await asked(open, { window: WINDOW, find: ["ERROR"] });
      assert.equal(gaps.length, 1, `${operation} ${fault}`);
      assert.equal(gaps[0]?.what, CHECKOUT);
      assert.equal(gaps[0]?.unread, true);
      assert.doesNotMatch(gaps[0]?.why ?? "", /\n/);
    }
  }
});

test("a service that takes the request and never answers is a gap when the time is up", async (t) => {
  const client = scripted(t, { DescribeLogGroups: { logGroups: [{ logGroupName: CHECKOUT }] }, StartQuery: "silence" });
  const { gaps } = await told(client, { window: WINDOW, find: ["x"] }, EMPTY_CATALOG.logs, AbortSignal.timeout(100));
  assert.deepEqual(
    gaps.map(({ what, why }) => [what, why]),
    [[CHECKOUT, "it did not answer in time"]],
  );
});

test("a query that is started without an id is a gap", async (t) => {
  const client = scripted(t, { DescribeLogGroups: { logGroups: [{ logGroupName: CHECKOUT }, {}] }, StartQuery: {} });
  const { gaps } = await told(client, { window: WINDOW, find: ["x"] });
  assert.deepEqual(
    gaps.map(({ what, why }) => [what, why]),
    [[CHECKOUT, "CloudWatch Logs started no query"]],
  );
});

test("rows without a time, a name or any field are no lines, and no mistake", async (t) => {
  const client = scripted(t, {
    DescribeLogGroups: { logGroups: [{ logGroupName: CHECKOUT }] },
    StartQuery: { queryId: "q" },
    GetQueryResults: {
      status: "Complete",
      results: [[], [{ field: "@message", value: "no time" }], [{ value: "nameless" }]],
    },
  });
  const { records, gaps } = await told(client, { window: WINDOW, find: ["x"] });
  assert.deepEqual([records, gaps], [[], []]);
});

test("a status that is not known yet is how the query ended", async (t) => {
  const client = scripted(t, {
    DescribeLogGroups: { logGroups: [{ logGroupName: CHECKOUT }] },
    StartQuery: { queryId: "q" },
    GetQueryResults: { status: "Paused" },
    StopQuery: { success: true },
  });
  const { gaps } = await told(client, { window: WINDOW, find: ["x"] });
  assert.deepEqual(
    gaps.map(({ why }) => why),
    ["the query ended as Paused"],
  );
});

function load({ logs }: OpenLogs, group: string, messages: readonly string[], stream = "s"): void {
  const lines = messages.map((message, i) => {
    const timestamp = NIGHT - 60_000 + (messages.length > 60 ? i : i * 1000);
    return { timestamp, ingestionTime: Math.min(NIGHT, timestamp + 5000), message };
  });
  logs.load(group, stream, lines);
}

/** The names of the commands that the client sends from now on. */
function commandsOf({ client }: OpenLogs): string[] {
  const sent: string[] = [];
  client.middlewareStack.add((next, { commandName }) => (args) => {
    sent.push(String(commandName));
    return next(args);
  });
  return sent;
}

interface Found {
  readonly records: readonly LogRecord[];
  readonly said: readonly string[];
  readonly gaps: readonly Gap[];
  readonly reads: readonly Read[];
  readonly costs: readonly Cost[];
}

type LogsKnown = typeof EMPTY_CATALOG.logs;

function asked({ client }: OpenLogs, question: Question, logs?: LogsKnown, until?: AbortSignal): Promise<Found> {
  return told(client, question, logs, until);
}

function told(
  client: CloudWatchLogsClient,
  question: Question,
  logs: LogsKnown = EMPTY_CATALOG.logs,
  until?: AbortSignal,
): Promise<Found> {
  return toldBy(cloudwatchLogs(client, { logs }), question, until);
}

async function toldBy(
  source: Source,
  question: Question,
  until: AbortSignal = new AbortController().signal,
): Promise<Found> {
  const evidence = new EvidenceInMemory();
  const gaps: Gap[] = [];
  const reads: Read[] = [];
  const costs: Cost[] = [];
  for await (const one of source.ask(question, until)) {
    if ("chunk" in one) gaps.push(...evidence.add(one.chunk));
    else if ("gap" in one) gaps.push(one.gap);
    else if ("read" in one) reads.push(one.read);
    else costs.push(one.cost);
  }
  const records = [...evidence.records];
  const said = records.map(({ body, text }) => (body === null ? text : JSON.stringify(body)));
  return { records, said, gaps, reads, costs };
}

/** The same without decoding: of very many lines only the messages. */
async function askedPlainly({ client }: OpenLogs, question: Question) {
  const messages = new Set<string>();
  const gaps: Gap[] = [];
  const costs: Cost[] = [];
  for await (const one of cloudwatchLogs(client, EMPTY_CATALOG).ask(question, new AbortController().signal)) {
    if ("gap" in one) gaps.push(one.gap);
    if ("cost" in one) costs.push(one.cost);
    if ("chunk" in one) {
      const text = Buffer.from(one.chunk.bytes).toString();
      for (const [, message] of text.matchAll(/"message":"(E\d+)"/g)) messages.add(message ?? "");
    }
  }
  return { messages, gaps, costs };
}

/** A client whose operations are answered from a table; `silence` keeps the caller waiting. */
function scripted(t: TestContext, answers: Readonly<Record<string, object | "silence">>): CloudWatchLogsClient {
  const host = "https://logs.example.com";
  const scope = nock(host).persist();
  for (const [operation, answer] of Object.entries(answers)) {
    const asked = scope.post("/").matchHeader("x-amz-target", (target) => String(target).endsWith(`.${operation}`));
    if (answer === "silence") asked.delay(60_000).reply(200, "{}");
    else asked.reply(200, JSON.stringify(answer), { "content-type": "application/x-amz-json-1.1" });
  }
  const client = new CloudWatchLogsClient({
    endpoint: host,
    region: REGION,
    credentials: { accessKeyId: "any", secretAccessKey: "any" },
    maxAttempts: 1,
  });
  t.after(() => {
    client.destroy();
    nock.abortPendingRequests();
    nock.cleanAll();
  });
  return client;
}
