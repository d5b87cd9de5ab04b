import assert from "node:assert/strict";
import { test } from "node:test";
import { expectedOf } from "./expected.ts";
import { attemptsOf, runsOf, statusOf } from "./invocations.ts";
import { at, SEEDS, story } from "./night.ts";

const EXPECTED = expectedOf("export-throttled");

for (const seed of SEEDS) {
  const { people, incident, streams } = story("export-throttled", seed);
  const runs = runsOf({ streams });
  const invoices = runs.filter(({ functionName }) => functionName === "invoices");
  const exports = runs.filter(({ functionName }) => functionName === "orders-export");

  test(`seed ${seed}: one export runs from 03:00 to 03:03:20, started by its schedule`, () => {
    const [run, ...others] = exports;
    assert.ok(run !== undefined && others.length === 0);
    assert.ok(run.start >= at("03:00:00") && run.start < at("03:00:05"));
    assert.ok(Math.abs(run.end - at("03:03:20")) < 50);
    assert.match(run.lines[0] ?? "", /"detail-type":"Scheduled Event".*rule\/nightly-export/);
  });

  test(`seed ${seed}: every page of the scan is throttled, none of them for good`, () => {
    const [run] = exports;
    const scans = run?.lines.filter((line) => line.includes("DynamoDB Scan response")) ?? [];
    assert.ok(scans.length > 30);
    const attempts = scans.flatMap((line) => attemptsOf({ lines: [line] }));
    assert.ok(attempts.every((count) => count >= 2 && count <= 6));
    assert.ok(scans.every((line) => line.includes('"httpStatusCode":200') && !line.includes('"totalRetryDelay":0}')));
    assert.ok(run?.lines.some((line) => line.includes("\tWARN\t")));
    assert.ok(run?.lines.every((line) => !line.includes("\tERROR\t")));
  });

  test(`seed ${seed}: each page begins where the one before it ended`, () => {
    const lines = exports.flatMap((run) => run.lines);
    const begins = lines.flatMap((line) => /"ExclusiveStartKey":(\{.*\})\}\n/.exec(line)?.[1] ?? []);
    const ends = lines.flatMap((line) => /"LastEvaluatedKey":(\{.*?\}\}),/.exec(line)?.[1] ?? []);
    assert.ok(begins.length > 30);
    assert.deepEqual(begins, ends);
  });

  test(`seed ${seed}: around it about 2,000 invoices are read by customers, and nobody is hit`, () => {
    assert.ok(invoices.length > 1950 && invoices.length < 2050);
    assert.ok(invoices.every((run) => statusOf(run) === 200 || statusOf(run) === 404));
    assert.ok(invoices.every((run) => attemptsOf(run).every((count) => count === 1)));
    assert.ok(invoices.every(({ lines }) => lines.every((line) => !line.includes('"ledger"'))));
    assert.deepEqual(people, []);
    assert.equal(EXPECTED.users.hit, 0);
    assert.equal(EXPECTED.failingRequests, 0);
  });

  test(`seed ${seed}: the alarm says the same of its table as that of the checkout`, () => {
    const [other] = story("checkout-throttled", seed).incident.alerts;
    const [own] = incident.alerts;
    const same = (text: string): string => text.replaceAll("ledger", "orders");
    assert.equal(same(incident.title), story("checkout-throttled", seed).incident.title);
    assert.match(JSON.stringify(own?.details), /"MetricName":"ReadThrottleEvents".*"value":"ledger"/);
    assert.match(JSON.stringify(other?.details), /"MetricName":"WriteThrottleEvents".*"value":"orders"/);
  });
}
