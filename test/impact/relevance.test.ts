import assert from "node:assert/strict";
import { test } from "node:test";
import { Impact } from "../../src/impact/impact.ts";
import type { Judged } from "../../src/impact/judge.ts";
import { entriesOfSubjects, type Relevant, relevantCases } from "../../src/impact/relevance.ts";
import type { Subject } from "../../src/subject.ts";
import { hopOf } from "./hop-of.ts";
import { judgedOf } from "./judged-of.ts";

const ORDERS: Subject = { service: "dynamodb", resource: "orders", signal: "throttle" };
const THROTTLED = hopOf("dynamodb orders", { outcome: "throttled" });
const FINE = hopOf("dynamodb orders");
const OTHER = hopOf("dynamodb carts", { outcome: "throttled" });

test("a request with trouble at what the alert names is what it is about", () => {
  const { about, beside, everything } = relevant([judgedOf({ at: 1, outcome: "error", call: THROTTLED })], "all read");
  assert.deepEqual([about.length, beside.length, everything], [1, 0, false]);
});

test("a request that failed elsewhere, and was read, is put aside", () => {
  const found = relevant(
    [judgedOf({ at: 1, outcome: "error", call: THROTTLED }), judgedOf({ at: 2, outcome: "error", call: OTHER })],
    "all read",
  );
  assert.deepEqual(times(found.about), [1]);
  assert.deepEqual(times(found.beside), [2]);
  assert.deepEqual(times(found.cases), [1]);
});

test("the same request, of which only the failing line was read, may be about anything: it stays, and is worth a look", () => {
  const found = relevant([judgedOf({ at: 1, outcome: "error" })], "nothing read");
  assert.deepEqual(times(found.cases), [1]);
  assert.deepEqual([times(found.samples), times(found.about), times(found.beside)], [[1], [], []]);
});

test("an unread request of a function that is known to come near what the alert names is about it", () => {
  const near = judgedOf({ at: 1, call: THROTTLED });
  const unread = judgedOf({ at: 2, outcome: "error" });
  const found = relevant([near, unread], (at) => at === 1);
  assert.deepEqual(times(found.about), [1, 2]);
});

test("once three of a function were read and none came near, the rest of it is put aside unread", () => {
  const failing = [1, 2, 3, 4, 5].map((at) => judgedOf({ at, outcome: "error", call: OTHER }));
  const healthy = judgedOf({ at: 0, call: FINE });
  const two = relevant([healthy, ...failing], (at) => at <= 2);
  assert.deepEqual(
    [times(two.beside), times(two.cases)],
    [
      [1, 2],
      [3, 4, 5],
    ],
  );
  const three = relevant([healthy, ...failing], (at) => at <= 3);
  assert.deepEqual([times(three.beside), times(three.samples)], [[1, 2, 3, 4, 5], []]);
});

test("no more than three of a function are looked at", () => {
  const failing = [1, 2, 3, 4, 5].map((at) => judgedOf({ at, outcome: "error" }));
  assert.deepEqual(times(relevant(failing, "nothing read").samples), [1, 2, 3]);
});

test("a function that ran out of time and calls what the alert names is about it: backoff writes nothing", () => {
  const healthy = judgedOf({ at: 1, call: FINE });
  const late = judgedOf({ at: 2, outcome: "timeout" });
  const broken = judgedOf({ at: 3, outcome: "error" });
  const found = relevant([healthy, late, broken], "all read");
  assert.deepEqual([times(found.about), times(found.beside)], [[2], [3]]);
});

test("where nothing that was found comes to what the alert names, everything is shown, and that is said", () => {
  const found = relevant([judgedOf({ at: 1, outcome: "error" })], "all read");
  assert.deepEqual([times(found.cases), found.everything], [[1], true]);
  // What is shown is also read on: its entries are counted, and its users followed.
  assert.deepEqual(times(found.about), [1]);
});

test("where it was seen at work, unharmed, what fails elsewhere is not shown for want of better", () => {
  const found = relevant([judgedOf({ at: 1, call: FINE }), judgedOf({ at: 2, outcome: "error" })], "all read");
  assert.deepEqual([times(found.cases), times(found.beside), found.everything], [[], [2], false]);
});

test("an alert that names nothing is about everything", () => {
  const impact = impactOf([judgedOf({ at: 1, outcome: "error" })]);
  const found = relevantCases(impact, [], () => false);
  assert.deepEqual([times(found.cases), found.everything, found.samples], [[1], true, []]);
});

test("the entries of what the alert names are those whose requests came to it", () => {
  const impact = impactOf([judgedOf({ at: 1, call: FINE }), judgedOf({ at: 2, route: "/history" })]);
  assert.deepEqual(entriesOfSubjects([ORDERS], impact), new Set(["POST /checkout"]));
});

function relevant(all: readonly Judged[], read: "all read" | "nothing read" | ((second: number) => boolean)): Relevant {
  return relevantCases(impactOf(all), [ORDERS], ({ at }) => {
    return typeof read === "function" ? read(at / 1_000_000) : read === "all read";
  });
}

function impactOf(all: readonly Judged[]): Impact {
  const impact = new Impact();
  for (const one of all) impact.add(one);
  return impact;
}

/** The seconds at which cases began. */
function times(cases: Relevant["cases"]): number[] {
  return cases.map(({ at }) => at / 1_000_000);
}
