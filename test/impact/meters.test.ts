import assert from "node:assert/strict";
import { test } from "node:test";
import { EMPTY_CATALOG } from "../../src/catalog.ts";
import { EvidenceInMemory } from "../../src/evidence/evidence.ts";
import { coveredGaps } from "../../src/impact/counted.ts";
import { Meters } from "../../src/impact/meters.ts";
import type { Gap } from "../../src/record.ts";
import { fromMillis } from "../../src/time.ts";

const AT = Date.UTC(2026, 10, 22, 2, 30);
const WINDOW = { from: fromMillis(AT - 600_000), to: fromMillis(AT) };
const PAY = { service: "lambda", resource: "pay" } as const;

test("functions of one name in two accounts are counted each, and together: neither hides the other", () => {
  const evidence = new EvidenceInMemory();
  for (const [account, values] of Object.entries({ "111122223333": [3, 4], "444455556666": [0, 0, 0, 5] }))
    evidence.add(errors(account, values));
  const meters = new Meters(evidence.metrics, EMPTY_CATALOG);
  assert.equal(meters.count(PAY, "failures", WINDOW)?.total, 12);
  const points = meters.series(PAY, "failures")?.points.map(({ value }) => value);
  assert.deepEqual(points, [5, 0, 4, 3], "oldest first");
});

test("places are told in the same order, whichever was read first", () => {
  const places = (...tables: readonly string[]): unknown => {
    const evidence = new EvidenceInMemory();
    for (const name of tables) evidence.add(throttles(name));
    return new Meters(evidence.metrics, EMPTY_CATALOG).placesOf("throttles").map(({ resource }) => resource);
  };
  assert.deepEqual(places("rides", "orders"), ["orders", "rides"]);
  assert.deepEqual(places("orders", "rides"), ["orders", "rides"]);
});

test("what was counted in one account says nothing of logs of another that could not be read", () => {
  const evidence = new EvidenceInMemory();
  for (const name of ["Errors", "Throttles"]) evidence.add(errors("111122223333", [0], name));
  const meters = new Meters(evidence.metrics, EMPTY_CATALOG);
  const gapIn = (account: string): Gap => ({
    what: "/aws/lambda/pay",
    why: "it may not be read",
    origin: { source: "cloudwatch-logs", account, region: "eu-central-1", group: "/aws/lambda/pay" },
    unread: true,
  });
  const [own, other] = [gapIn("111122223333"), gapIn("444455556666")];
  assert.deepEqual(coveredGaps([own, other], meters, WINDOW), [own]);
});

test("what queues of one name are configured in two accounts is known as far as both say the same", () => {
  const evidence = new EvidenceInMemory();
  evidence.add(queue("111122223333", "345600"));
  evidence.add(queue("111122223333", "86400"));
  const settings = () => evidence.configuration.settingsOf({ service: "sqs", resource: "payments" });
  assert.equal(settings()?.retention, 86_400_000_000, "of one account what was read last counts");
  evidence.add(queue("444455556666", "345600"));
  assert.equal(settings()?.retention, null);
  assert.equal(settings()?.waiting, 7);
});

function queue(account: string, retention: string) {
  const QueueUrl = `https://sqs.eu-central-1.amazonaws.com/${account}/payments`;
  const output = { Attributes: { MessageRetentionPeriod: retention, ApproximateNumberOfMessages: "7" } };
  const answers = { "sqs:GetQueueAttributes": [{ input: { QueueUrl }, output }] };
  const origin = { source: "aws", account, region: "eu-central-1" };
  return { origin, format: "configuration", bytes: Buffer.from(JSON.stringify(answers)) } as const;
}

function throttles(table: string) {
  const metric = {
    Metric: {
      Namespace: "AWS/DynamoDB",
      MetricName: "WriteThrottleEvents",
      Dimensions: [{ Name: "TableName", Value: table }],
    },
    ...{ Stat: "Sum", Period: 60, Timestamps: [new Date(AT - 60_000).toISOString()], Values: [5] },
  };
  return { origin: { source: "cloudwatch" }, format: "metrics", bytes: Buffer.from(JSON.stringify([metric])) } as const;
}

function errors(account: string, values: readonly number[], name = "Errors") {
  const metric = {
    Metric: { Namespace: "AWS/Lambda", MetricName: name, Dimensions: [{ Name: "FunctionName", Value: "pay" }] },
    Stat: "Sum",
    Period: 60,
    Timestamps: values.map((_, i) => new Date(AT - (i + 1) * 60_000).toISOString()),
    Values: values,
  };
  const origin = { source: "cloudwatch", account, region: "eu-central-1" };
  return { origin, format: "metrics", bytes: Buffer.from(JSON.stringify([metric])) } as const;
}
