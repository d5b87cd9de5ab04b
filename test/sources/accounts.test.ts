import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { type CloudWatchLogs, startCloudWatchLogs } from "../../sandbox/cloudwatch/cloudwatch-logs.ts";
import { type Sts, startSts } from "../../sandbox/sts/sts.ts";
import { parseAlert } from "../../src/alert.ts";
import type { AwsPlace } from "../../src/aws-place.ts";
import { awsPlaces, parseCatalog } from "../../src/catalog.ts";
import { investigate } from "../../src/investigate.ts";
import type { Room } from "../../src/pursue.ts";
import type { Report } from "../../src/report.ts";
import { stackWords } from "../../src/say/slack-stack.ts";
import { sayTransaction } from "../../src/say/terminal.ts";
import { liveSources } from "../../src/sources/live-sources.ts";
import { trace } from "../../src/trace.ts";
import { httpEvent, type Invocation, invocationId, invocationLines, NOW } from "../fake-source.ts";

const SHOP = "111122223333";
const PAYMENTS = "444455556666";
const ROLE = `arn:aws:iam::${PAYMENTS}:role/wake-or-wait`;
const CATALOG = `
accounts:
  - { name: shop, account: "${SHOP}", regions: [eu-central-1] }
  - { name: payments, account: "${PAYMENTS}", role: "${ROLE}", externalId: on-call, regions: [eu-west-1] }
`;
const MESSAGE = "c0a80101-4b1f-4c7a-9d3e-5a7b9c1d2e3f";
const QUEUE = `arn:aws:sqs:eu-west-1:${PAYMENTS}:payments`;

test("a request that passes through two accounts is one request, and each hop says where it lives", async (t) => {
  const world = await openWorld(t);
  const traced = await trace(invocationId(1), world.room, NOW);
  assert.ok(traced.found);
  const [{ hops, gaps }] = traced.kept.transactions;
  assert.deepEqual(
    hops.map(({ service, resource, account, region }) => [service, resource, account, region]),
    [
      ["apigateway", "a1b2c3d4e5", SHOP, "eu-central-1"],
      ["lambda", "checkout", SHOP, "eu-central-1"],
      ["sqs", "payments", PAYMENTS, "eu-west-1"],
      ["lambda", "pay", PAYMENTS, "eu-west-1"],
    ],
  );
  assert.deepEqual(gaps, []);
  assert.equal(world.sts.asked.get(ROLE), 1, "the role is assumed once for all sources");
  const said = sayTransaction(traced.kept.transactions[0], (_style, text) => text);
  assert.match(said, /Lambda checkout \(111122223333, eu-central-1\)/);
  assert.match(said, /Lambda pay \(444455556666, eu-west-1\)/);
  const slack = JSON.stringify(stackWords("i", 1, traced.kept.transactions[0]).blocks);
  assert.match(slack, /\*Lambda pay\* \(444455556666, eu-west-1\)/);
});

test("a role that may not be assumed is named with the permission, forbids wait, and the other accounts are read", async (t) => {
  const world = await openWorld(t);
  world.sts.deny(ROLE);
  const report = await reportOn(world.room, alarmOf(SHOP, "eu-central-1"));
  const refused = report.gaps.filter(({ why }) => why.includes("sts:AssumeRole"));
  assert.deepEqual(refused, [
    {
      what: `account payments (${PAYMENTS})`,
      why: `the role ${ROLE} could not be assumed: the permission sts:AssumeRole is missing, or its trust policy does not name who asks`,
    },
  ]);
  assert.notEqual(report.verdict.decision, "wait");
  assert.ok(
    report.entries.some(({ total }) => total > 0),
    "the shop was read all the same",
  );
});

test("a role with another external id is no role of ours", async (t) => {
  const world = await openWorld(t);
  world.sts.trust({ arn: ROLE, externalId: "another" });
  const report = await reportOn(world.room, alarmOf(SHOP, "eu-central-1"));
  assert.ok(report.gaps.some(({ what }) => what === `account payments (${PAYMENTS})`));
});

test("with both accounts read and nothing failing, the night can wait", async (t) => {
  const world = await openWorld(t);
  const report = await reportOn(world.room, alarmOf(SHOP, "eu-central-1"));
  assert.equal(report.verdict.decision, "wait", JSON.stringify([report.verdict, report.gaps]));
});

test("an alarm of an account or region that is not read forbids wait, and says what to write in the catalog", async (t) => {
  const world = await openWorld(t);
  const stranger = await reportOn(world.room, alarmOf("777788889999", "eu-central-1"));
  assert.notEqual(stranger.verdict.decision, "wait");
  const [account] = stranger.gaps.filter(({ what }) => what.startsWith("account"));
  assert.equal(account?.what, "account 777788889999 in eu-central-1");
  const line = /write under accounts: in the catalog (.+)$/.exec(account.why)?.[1] ?? "";
  const mended = awsPlaces(parseCatalog(`accounts:\n  ${line}\n`, "mended"));
  assert.deepEqual(
    mended.map((place) => [place.account, place.region, place.role]),
    [["777788889999", "eu-central-1", "arn:aws:iam::777788889999:role/wake-or-wait"]],
  );
  const elsewhere = await reportOn(world.room, alarmOf(SHOP, "us-east-1"));
  assert.notEqual(elsewhere.verdict.decision, "wait");
  assert.ok(
    elsewhere.gaps.some(
      ({ what, why }) =>
        what === `account ${SHOP} in us-east-1` && why.endsWith("catalog regions: [eu-central-1, us-east-1]"),
    ),
  );
});

test("a monitoring account shows what is logged in the accounts that are linked to it, each group as its own", async (t) => {
  const world = await openMonitored(t);
  const traced = await trace(invocationId(1), world.room, NOW);
  assert.ok(traced.found);
  const [{ hops }] = traced.kept.transactions;
  assert.deepEqual(
    hops.map(({ service, resource, account }) => [service, resource, account]),
    [
      ["apigateway", "a1b2c3d4e5", SHOP],
      ["lambda", "checkout", SHOP],
      ["sqs", "payments", PAYMENTS],
      ["lambda", "pay", PAYMENTS],
    ],
  );
  const other = await trace(invocationId(901), world.room, NOW);
  assert.ok(other.found);
  const [own] = other.kept.transactions[0].hops;
  assert.deepEqual([own?.resource, own?.account], ["pay", SHOP], "the shop has a function of this name, too");
});

test("an alarm of a linked account is seen by the monitoring account; one of another account is not", async (t) => {
  const world = await openMonitored(t);
  const linked = await reportOn(world.room, alarmOf(SHOP, "eu-central-1"));
  assert.equal(linked.verdict.decision, "wait", JSON.stringify([linked.verdict, linked.gaps]));
  const other = await reportOn(world.room, alarmOf("777788889999", "eu-central-1"));
  assert.ok(other.gaps.some(({ what }) => what === "account 777788889999 in eu-central-1"));
  world.payments.faults.denyGroup("/aws/lambda/pay");
  const denied = await reportOn(world.room, alarmOf(SHOP, "eu-central-1"));
  assert.ok(denied.gaps.some(({ what }) => what === `/aws/lambda/pay of ${PAYMENTS}`));
  assert.notEqual(denied.verdict.decision, "wait");
});

test("credentials that are of another account than the catalog says are no reading of it", async (t) => {
  const world = await openWorld(t, `accounts:\n  - { account: "777788889999", regions: [eu-central-1] }\n`);
  const report = await reportOn(world.room, alarmOf("777788889999", "eu-central-1"));
  assert.notEqual(report.verdict.decision, "wait");
  assert.ok(report.gaps.some(({ why }) => why === `the credentials are those of account ${SHOP}, not of 777788889999`));
});

test("a group that the catalog names is looked for in every account, and missed where it is in none", async (t) => {
  const world = await openWorld(t, `${CATALOG}logs: { groups: [/ecs/ledger, /ecs/nowhere] }\n`);
  world.payments.load("/ecs/ledger", "task", [
    { timestamp: NOW - 120_000, ingestionTime: NOW - 117_000, message: "ERROR the ledger is closed" },
  ]);
  const report = await reportOn(world.room, alarmOf(SHOP, "eu-central-1"));
  const missed = report.gaps.filter(({ why }) => why.startsWith("there is no such log group"));
  assert.ok(missed.length > 0);
  for (const { what } of missed) assert.match(what, /^\/ecs\/nowhere in /);
  assert.notEqual(report.verdict.decision, "wait");
});

interface World {
  readonly room: Room;
  readonly sts: Sts;
  readonly shop: CloudWatchLogs;
  readonly payments: CloudWatchLogs;
}

/** A shop in one account and its payments in another, behind a queue, with requests that all go well. */
async function openWorld(t: TestContext, text = CATALOG, region = "eu-west-1"): Promise<World> {
  const clock = { now: () => NOW };
  const quotas = { requestsPerSecond: {} };
  const [sts, shop, payments] = await Promise.all([
    startSts(),
    startCloudWatchLogs(clock, { account: SHOP, region: "eu-central-1", queryMs: 0, quotas }),
    startCloudWatchLogs(clock, { account: PAYMENTS, region, queryMs: 0, quotas }),
  ]);
  sts.trust({ arn: ROLE, externalId: "on-call" });
  for (let n = 1; n <= 12; n++) load(shop, payments, n);
  const catalog = parseCatalog(text, "wake-or-wait.yml");
  const access = { credentials: { accessKeyId: "own", secretAccessKey: "own" } };
  const live = liveSources(catalog, access, (place: AwsPlace | null) => ({
    logs: place?.account === PAYMENTS ? payments.url : shop.url,
    sts: sts.url,
  }));
  t.after(async () => {
    live.close();
    await Promise.all([sts.stop(), shop.stop(), payments.stop()]);
  });
  const places = awsPlaces(catalog);
  const room = { sources: live.logs, catalog, places, now: clock.now, deadlineMs: 20_000 };
  return { room, sts, shop, payments };
}

/** The same two accounts, seen by a third. */
async function openMonitored(t: TestContext): Promise<World> {
  const watching = "999900001111";
  const catalog = `accounts:\n  - { account: "${watching}", regions: [eu-central-1], monitoring: true }\n`;
  const { sts, shop, payments } = await openWorld(t, catalog, "eu-central-1");
  store(shop, "/aws/lambda/pay", { n: 901, atMs: NOW - 100_000 });
  const quotas = { requestsPerSecond: {} };
  const options = { account: watching, region: "eu-central-1", queryMs: 0, quotas, linked: [shop, payments] };
  const monitor = await startCloudWatchLogs({ now: () => NOW }, options);
  const known = parseCatalog(catalog, "wake-or-wait.yml");
  const access = { credentials: { accessKeyId: "own", secretAccessKey: "own" } };
  const live = liveSources(known, access, () => ({ logs: monitor.url }));
  t.after(async () => {
    live.close();
    await monitor.stop();
  });
  const places = awsPlaces(known);
  const room = { sources: live.logs, catalog: known, places, now: () => NOW, deadlineMs: 20_000 };
  return { room, sts, shop, payments };
}

function load(shop: CloudWatchLogs, payments: CloudWatchLogs, n: number): void {
  const atMs = NOW - 600_000 + n * 40_000;
  const messageId = MESSAGE.replace(/^../, String(n + 10));
  store(shop, "/aws/lambda/checkout", { n, atMs, event: httpEvent(n, `user-${n}`, atMs) }, { MessageId: messageId });
  const sqs = {
    messageId,
    body: "{}",
    attributes: { ApproximateReceiveCount: "1", SentTimestamp: String(atMs + 30) },
    eventSource: "aws:sqs",
    eventSourceARN: QUEUE,
    awsRegion: "eu-west-1",
  };
  store(payments, "/aws/lambda/pay", { n: n + 100, atMs: atMs + 500, event: { Records: [sqs] } });
}

function store(logs: CloudWatchLogs, group: string, invocation: Invocation, sent: object | null = null): void {
  const { n, atMs } = invocation;
  const lines = invocationLines(invocation);
  const time = new Date(atMs + 20).toISOString();
  const answer = `${time}\t${invocationId(n)}\tINFO\tsent ${JSON.stringify(sent)}\n`;
  if (sent !== null) lines.splice(2, 0, [atMs + 20, answer]);
  const stored = lines.map(([timestamp, message]) => ({ timestamp, message, ingestionTime: timestamp + 3000 }));
  logs.load(group, `2026/11/22/[$LATEST]${invocationId(n).replaceAll("-", "")}`, stored);
}

async function reportOn(room: Room, alarm: object): Promise<Report> {
  const incident = { id: "Q1", title: "checkout fails", created_at: new Date(NOW - 60_000).toISOString() };
  let report: Report | null = null;
  const alert = parseAlert({ incident, alerts: [{ summary: "checkout fails", body: { details: alarm } }] });
  for await (const progress of investigate(alert, room, NOW)) report = progress.report;
  assert.ok(report !== null);
  return report;
}

function alarmOf(account: string, region: string): object {
  return {
    AlarmName: "checkout errors",
    AlarmArn: `arn:aws:cloudwatch:${region}:${account}:alarm:checkout errors`,
    AWSAccountId: account,
    StateChangeTime: new Date(NOW - 60_000).toISOString(),
    Trigger: {
      Namespace: "AWS/Lambda",
      MetricName: "Errors",
      Dimensions: [{ name: "FunctionName", value: "checkout" }],
      Period: 60,
      EvaluationPeriods: 1,
    },
  };
}
