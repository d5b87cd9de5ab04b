import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { decode } from "../../src/decode/table.ts";
import { nameOfMetric, type Series } from "../../src/metric.ts";
import type { Gap } from "../../src/record.ts";
import { parseTime } from "../../src/time.ts";

const THROTTLED = {
  Metric: {
    Namespace: "AWS/DynamoDB",
    MetricName: "ThrottledRequests",
    Dimensions: [
      { Name: "TableName", Value: "rides" },
      { Name: "Operation", Value: "PutItem" },
    ],
  },
  Stat: "Sum",
  Period: 60,
  Timestamps: ["2026-11-22T02:31:00Z", "2026-11-22T02:30:00.000Z"],
  Values: [12, 7],
};

test("a metric is read with its dimensions, its oldest point first", () => {
  assert.deepEqual(read([THROTTLED]), {
    gaps: [],
    series: [
      {
        namespace: "AWS/DynamoDB",
        name: "ThrottledRequests",
        dimensions: { TableName: "rides", Operation: "PutItem" },
        stat: "Sum",
        periodSeconds: 60,
        points: [
          { at: parseTime("2026-11-22T02:30:00Z"), value: 7 },
          { at: parseTime("2026-11-22T02:31:00Z"), value: 12 },
        ],
      },
    ],
  });
});

test("a metric without points was read, and counted nothing", () => {
  assert.deepEqual(
    read([{ ...THROTTLED, Timestamps: [], Values: [] }]).series.map(({ points }) => points),
    [[]],
  );
});

test("moments may be epoch seconds, values text; what is neither is no point", () => {
  const at = Date.UTC(2026, 10, 22, 2, 30) / 1000;
  const odd = { ...THROTTLED, Timestamps: [at, "yesterday", at + 60, null], Values: ["3", 4, null, 5] };
  assert.deepEqual(
    read([odd]).series.flatMap(({ points }) => points),
    [{ at: at * 1_000_000, value: 3 }],
  );
});

test("what is no metric is one gap that says how many, and the others are read", () => {
  const { series, gaps } = read([THROTTLED, {}, 7, { ...THROTTLED, Values: null }]);
  assert.equal(series.length, 1);
  assert.deepEqual(
    gaps.map(({ why, unread }) => ({ why, unread })),
    [{ why: "3 of 4 are none: they need Metric, Stat, Period, Timestamps and Values", unread: true }],
  );
});

test("the order of its dimensions makes no other metric", () => {
  const turned = {
    ...THROTTLED,
    Metric: { ...THROTTLED.Metric, Dimensions: THROTTLED.Metric.Dimensions.toReversed() },
  };
  const [one, other] = read([THROTTLED, turned]).series;
  assert.ok(one !== undefined && other !== undefined);
  assert.equal(nameOfMetric(one), nameOfMetric(other));
});

test("whatever JSON it is, it is read or said to be none", () => {
  fc.assert(
    fc.property(fc.json(), (text) => {
      const { series, gaps } = read(text);
      assert.ok(series.length === 0 && (gaps.length > 0 || text.trim() === "[]"));
    }),
  );
});

function read(value: unknown): { series: Series[]; gaps: Gap[] } {
  const text = typeof value === "string" ? value : JSON.stringify(value);
  const found = { series: [] as Series[], gaps: [] as Gap[] };
  decode({ origin: { source: "test" }, format: "metrics", bytes: Buffer.from(text) }, (one) => {
    if ("series" in one) found.series.push(one.series);
    if ("gap" in one) found.gaps.push(one.gap);
  });
  return found;
}
