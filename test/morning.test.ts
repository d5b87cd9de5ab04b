import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { morningAfter } from "../src/morning.ts";
import { DAY, fromMillis, HOUR, iso, type Micros, parseTime } from "../src/time.ts";

function moment(text: string): Micros {
  const read = parseTime(text);
  assert.ok(read !== null);
  return read;
}

function morning(at: string, timeZone: string, hour = "08:00"): string {
  return iso(morningAfter(moment(at), { timeZone, morning: hour }));
}

test("a night's next morning is that of the team's own clock", () => {
  assert.equal(morning("2026-11-22T02:32:00Z", "UTC"), "2026-11-22T08:00:00.000Z");
  assert.equal(morning("2026-11-22T02:32:00Z", "Europe/Berlin"), "2026-11-22T07:00:00.000Z");
  assert.equal(morning("2026-11-22T02:32:00Z", "America/New_York"), "2026-11-22T13:00:00.000Z");
});

test("after eight the next morning is tomorrow's, and at eight sharp it has come", () => {
  assert.equal(morning("2026-11-22T08:00:01Z", "UTC"), "2026-11-23T08:00:00.000Z");
  assert.equal(morning("2026-11-22T08:00:00Z", "UTC"), "2026-11-22T08:00:00.000Z");
});

test("zones that are off by half an hour or three quarters have their morning too", () => {
  assert.equal(morning("2026-11-22T00:00:00Z", "Asia/Kolkata"), "2026-11-22T02:30:00.000Z");
  assert.equal(morning("2026-11-22T00:00:00Z", "Asia/Kathmandu"), "2026-11-22T02:15:00.000Z");
});

test("in the night that loses or gains an hour it is still eight on the wall", () => {
  assert.equal(morning("2027-03-28T00:30:00Z", "Europe/Berlin"), "2027-03-28T06:00:00.000Z");
  assert.equal(morning("2026-10-25T00:30:00Z", "Europe/Berlin"), "2026-10-25T07:00:00.000Z");
});

test("another hour is the catalog's to choose", () => {
  assert.equal(morning("2026-11-22T02:32:00Z", "UTC", "06:45"), "2026-11-22T06:45:00.000Z");
});

test("an hour that the clock skips in one night is that of the day after", () => {
  const found = morning("2027-03-28T00:30:00Z", "Europe/Berlin", "02:30");
  assert.equal(found, "2027-03-29T00:30:00.000Z");
});

test("the morning is never past, and never more than a day and an hour away", () => {
  const zones = fc.constantFrom("UTC", "Europe/Berlin", "America/St_Johns", "Pacific/Apia", "Australia/Lord_Howe");
  const times = fc.integer({ min: Date.UTC(2026, 0, 1), max: Date.UTC(2027, 11, 31) });
  fc.assert(
    fc.property(zones, times, (timeZone, ms) => {
      const at = fromMillis(ms);
      const next = morningAfter(at, { timeZone, morning: "08:00" });
      assert.ok(next >= at && next - at <= DAY + HOUR);
    }),
    { numRuns: 30 },
  );
});
