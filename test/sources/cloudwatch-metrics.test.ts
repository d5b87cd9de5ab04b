import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { CloudWatchClient } from "@aws-sdk/client-cloudwatch";
import { type CloudWatch, type CloudWatchOptions, startCloudWatch } from "../../sandbox/cloudwatch/cloudwatch.ts";
import { EvidenceInMemory } from "../../src/evidence/evidence.ts";
import type { MetricWanted, Series } from "../../src/metric.ts";
import type { Gap } from "../../src/record.ts";
import { cloudwatchMetrics } from "../../src/sources/cloudwatch-metrics.ts";
import type { Question } from "../../src/sources/source.ts";
import { fromMillis, toMillis, type Window } from "../../src/time.ts";

const NIGHT = Date.UTC(2026, 10, 22, 2, 32);
const MINUTE_MS = 60_000;
const WINDOW: Window = { from: fromMillis(NIGHT - 180 * MINUTE_MS), to: fromMillis(NIGHT) };

test("a metric is read minute by minute, the oldest first; one that nobody counted is read too, and holds nothing", async (t) => {
  const { cloudwatch, asked } = await open(t);
  cloudwatch.count(errorsOf("checkout"), [
    [NIGHT - 90_000, 1],
    [NIGHT - 80_000, 2],
    [NIGHT - 300_000, 5],
    [NIGHT - 9 * 3_600_000, 100],
  ]);
  const { series, gaps, usd } = await asked(measure(wanted("checkout"), wanted("quiet")));
  assert.deepEqual(gaps, []);
  assert.deepEqual(
    series.map(({ dimensions, points }) => [
      dimensions["FunctionName"],
      points.map(({ at, value }) => [toMillis(at) - NIGHT, value]),
    ]),
    [
      [
        "checkout",
        [
          [-300_000, 5],
          [-120_000, 3],
        ],
      ],
      ["quiet", []],
    ],
  );
  assert.ok(usd > 0 && usd < 0.001);
});

test("more metrics than one request takes are asked for in several, each once", async (t) => {
  const { cloudwatch, asked } = await open(t);
  const names = Array.from({ length: 1100 }, (_, i) => `f${i}`);
  for (const name of names) cloudwatch.count(errorsOf(name), [[NIGHT - MINUTE_MS, 1]]);
  const { series, gaps } = await asked(measure(...names.map(wanted)));
  assert.deepEqual(gaps, []);
  assert.deepEqual(series.map(({ dimensions }) => dimensions["FunctionName"]).toSorted(), names.toSorted());
  assert.ok(series.every(({ points }) => points.length === 1));
  assert.equal(cloudwatch.requests.get("GetMetricData"), 3);
});

test("an answer in pages is put together, also where a metric begins on one and ends on another", async (t) => {
  const { cloudwatch, asked } = await open(t, { pagePoints: 7 });
  for (const name of ["a", "b"])
    cloudwatch.count(
      errorsOf(name),
      Array.from({ length: 10 }, (_, i) => [NIGHT - (i + 1) * MINUTE_MS, i + 1] as const),
    );
  const { series, gaps } = await asked(measure(wanted("a"), wanted("b")));
  assert.deepEqual(gaps, []);
  for (const { points } of series)
    assert.deepEqual(
      points.map(({ value }) => value),
      [10, 9, 8, 7, 6, 5, 4, 3, 2, 1],
    );
  assert.equal(cloudwatch.requests.get("GetMetricData"), 3);
});

test("what is not read to its end is not read at all, and a gap says how much", async (t) => {
  // Two points a page, and no more pages than are read: the second metric breaks off in the middle.
  const { cloudwatch, asked } = await open(t, { pagePoints: 2 });
  cloudwatch.count(errorsOf("a"), [[NIGHT - MINUTE_MS, 1]]);
  cloudwatch.count(
    errorsOf("b"),
    Array.from({ length: 90 }, (_, i) => [NIGHT - (i + 1) * MINUTE_MS, 1] as const),
  );
  const { series, gaps } = await asked(measure(wanted("a"), wanted("b")));
  assert.deepEqual(
    series.map(({ dimensions }) => dimensions["FunctionName"]),
    ["a"],
  );
  assert.deepEqual(gaps, [
    { what: "metrics", why: "1 of them were not read to the end", origin: { source: "cloudwatch" } },
  ]);
});

test("a permission that is missing is named, and forbids nothing by itself", async (t) => {
  const { cloudwatch, asked } = await open(t);
  cloudwatch.faults.deny("cloudwatch:GetMetricData");
  cloudwatch.faults.deny("cloudwatch:DescribeAlarms");
  cloudwatch.faults.deny("cloudwatch:DescribeAlarmHistory");
  const metrics = await asked(measure(wanted("a")));
  assert.deepEqual(metrics.series, []);
  assert.deepEqual(whys(metrics.gaps), ["metrics: the permission cloudwatch:GetMetricData is missing"]);
  assert.ok(metrics.gaps.every(({ unread }) => unread === undefined));
  const alarms = await asked({ window: WINDOW, alarms: ["checkout errors"] });
  assert.deepEqual(whys(alarms.gaps), [
    "alarms: the permission cloudwatch:DescribeAlarms is missing",
    "alarm history: the permission cloudwatch:DescribeAlarmHistory is missing",
  ]);
});

test("a refusal for the rate and a page of a proxy are tried again; half a body is a gap in one line", async (t) => {
  const { cloudwatch, asked } = await open(t);
  cloudwatch.count(errorsOf("a"), [[NIGHT - MINUTE_MS, 4]]);
  for (const fault of ["throttled", "html-500"] as const) {
    cloudwatch.faults.failNext("cloudwatch:GetMetricData", fault);
    const { series, gaps } = await asked(measure(wanted("a")));
    assert.deepEqual([series[0]?.points.map(({ value }) => value), gaps], [[4], []], fault);
  }
  cloudwatch.faults.failNext("cloudwatch:GetMetricData", "truncated-json", 5);
  const { series, gaps } = await asked(measure(wanted("a")));
  assert.deepEqual(series, []);
  assert.match(whys(gaps).join("\n"), /^metrics: it failed: [^\n]+$/);
});

test("who is told to stop ends with a gap", async (t) => {
  const { cloudwatch, source } = await open(t);
  cloudwatch.faults.delayAnswers(60_000);
  const gaps: Gap[] = [];
  for await (const told of source.ask(measure(wanted("a")), AbortSignal.timeout(30)))
    if ("gap" in told) gaps.push(told.gap);
  assert.deepEqual(whys(gaps), ["metrics: it did not answer in time"]);
});

test("a composite alarm brings what it is composed of, step by step, and when each went off", async (t) => {
  const { cloudwatch, asked } = await open(t);
  cloudwatch.setAlarm({
    AlarmName: "top",
    AlarmRule: "ALARM(\"middle, with 'signs'\") OR ALARM(beside)",
    StateValue: "ALARM",
  });
  cloudwatch.setAlarm({ AlarmName: "middle, with 'signs'", AlarmRule: "ALARM(checkout-errors)", StateValue: "ALARM" });
  const metric = { Namespace: "AWS/Lambda", MetricName: "Errors", Period: 60, EvaluationPeriods: 1 };
  const dimensions = { Dimensions: [{ Name: "FunctionName", Value: "checkout" }] };
  const changed = { StateUpdatedTimestamp: NIGHT / 1000 };
  cloudwatch.setAlarm({ AlarmName: "checkout-errors", StateValue: "ALARM", ...metric, ...dimensions, ...changed });
  cloudwatch.setAlarm({ AlarmName: "beside", StateValue: "OK", ...metric, ...changed });
  cloudwatch.setAlarm({ AlarmName: "another", StateValue: "ALARM", ...metric, ...changed });
  cloudwatch.changeAlarm("checkout-errors", NIGHT - 40 * MINUTE_MS, "ALARM");
  cloudwatch.changeAlarm("checkout-errors", NIGHT - 30 * MINUTE_MS, "OK");
  const { evidence, gaps } = await asked({ window: WINDOW, alarms: ["top"] });
  assert.deepEqual(gaps, []);
  assert.deepEqual([...evidence.alarms.keys()].toSorted(), [
    "beside",
    "checkout-errors",
    "middle, with 'signs'",
    "top",
  ]);
  const { alarm, on } = evidence.alarms.get("checkout-errors") ?? {};
  assert.deepEqual(
    [alarm?.metric, alarm?.dimensions, alarm?.changedAt, on],
    ["Errors", { FunctionName: "checkout" }, fromMillis(NIGHT), true],
  );
  assert.deepEqual(evidence.alarmChanges, [{ name: "checkout-errors", at: fromMillis(NIGHT - 40 * MINUTE_MS) }]);
});

test("alarms that name each other in a circle are read once each", async (t) => {
  const { cloudwatch, asked } = await open(t);
  cloudwatch.setAlarm({ AlarmName: "a", AlarmRule: "ALARM(b)" });
  cloudwatch.setAlarm({ AlarmName: "b", AlarmRule: "ALARM(a)" });
  const { evidence } = await asked({ window: WINDOW, alarms: ["a"] });
  assert.deepEqual([...evidence.alarms.keys()], ["a", "b"]);
  assert.equal(cloudwatch.requests.get("DescribeAlarms"), 2);
});

test("of other questions it knows nothing", async (t) => {
  const { cloudwatch, asked } = await open(t);
  await asked({ window: WINDOW, failures: [], groups: null });
  await asked({ window: WINDOW, describe: [{ service: "sqs", resource: "rides" }] });
  assert.equal(cloudwatch.requests.size, 0);
});

interface Asked {
  readonly evidence: EvidenceInMemory;
  readonly series: readonly Series[];
  readonly gaps: readonly Gap[];
  readonly usd: number;
}

/** CloudWatch with its unmodified client; both end with the test. */
async function open(t: TestContext, options: CloudWatchOptions = {}) {
  const cloudwatch: CloudWatch = await startCloudWatch(options);
  const client = new CloudWatchClient({
    endpoint: cloudwatch.url,
    region: "eu-central-1",
    credentials: { accessKeyId: "any", secretAccessKey: "any" },
  });
  t.after(async () => {
    client.destroy();
    await cloudwatch.stop();
  });
  const source = cloudwatchMetrics(client);
  const asked = async (question: Question): Promise<Asked> => {
    const evidence = new EvidenceInMemory();
    const gaps: Gap[] = [];
    let usd = 0;
    for await (const told of source.ask(question, AbortSignal.timeout(20_000))) {
      if ("chunk" in told) gaps.push(...evidence.add(told.chunk));
      if ("gap" in told) gaps.push(told.gap);
      if ("cost" in told) usd += told.cost.usd;
    }
    return { evidence, series: [...evidence.metrics], gaps, usd };
  };
  return { cloudwatch, source, asked };
}

function errorsOf(name: string) {
  return { namespace: "AWS/Lambda", name: "Errors", dimensions: { FunctionName: name } };
}

function wanted(name: string): MetricWanted {
  return { ...errorsOf(name), stat: "Sum", periodSeconds: 60 };
}

function measure(...metrics: readonly MetricWanted[]): Question {
  return { window: WINDOW, measure: metrics };
}

function whys(gaps: readonly Gap[]): string[] {
  return gaps.map(({ what, why }) => `${what}: ${why}`);
}
