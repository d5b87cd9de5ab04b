import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { DAY, fromMillis, HOUR, iso, MINUTE, micros, parseTime, plus, SECOND, toMillis } from "../src/time.ts";

const MOMENT = micros(Date.UTC(2026, 10, 22, 2, 32, 5, 123) * 1000);

test("the same moment is read from every way in which AWS and people write it", () => {
  const ways = [
    "2026-11-22T02:32:05.123Z",
    "2026-11-22 02:32:05.123",
    "2026-11-22 02:32:05,123",
    "2026-11-22T03:32:05.123+01:00",
    "2026-11-22T02:32:05.123+0000",
    "2026-11-21T21:32:05.123 -0500",
    "  2026-11-22T02:32:05.123Z\n",
  ];
  for (const way of ways) assert.equal(parseTime(way), MOMENT, way);
});

test("microseconds are kept, and what is finer is cut", () => {
  assert.equal(parseTime("2026-11-22T02:32:05.123456Z"), MOMENT + 456);
  assert.equal(parseTime("2026-11-22T02:32:05.123456999Z"), MOMENT + 456);
  assert.equal(parseTime("2026-11-22T02:32:05.1Z"), MOMENT - 23_000);
});

test("what is no moment is null, and never a wrong one", () => {
  const rubbish = [
    "",
    "yesterday",
    "2026-11-22",
    "02:32:05",
    "2026-13-45T02:32:05Z",
    "2026-11-22T25:00:00Z",
    "1763778725",
  ];
  for (const text of rubbish) assert.equal(parseTime(text), null, text);
});

test("a moment that is written is read back as it was, to the millisecond", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 4e12 }), (ms) => {
      assert.equal(parseTime(iso(fromMillis(ms))), ms * 1000);
      assert.equal(toMillis(fromMillis(ms)), ms);
    }),
  );
});

test("a moment beyond what a date can hold is written as the last one that it can", () => {
  assert.equal(iso(micros(Number.MAX_SAFE_INTEGER * 1e6)), "+275760-09-13T00:00:00.000Z");
  assert.equal(iso(micros(-Number.MAX_SAFE_INTEGER * 1e6)), "-271821-04-20T00:00:00.000Z");
});

test("spans of time add up in whole microseconds", () => {
  assert.equal(plus(plus(micros(0.6), MINUTE), SECOND), 61_000_001);
  assert.equal(DAY / HOUR, 24);
  assert.equal(HOUR / MINUTE, 60);
});
