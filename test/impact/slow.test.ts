import assert from "node:assert/strict";
import { test } from "node:test";
import { EMPTY_CATALOG } from "../../src/catalog.ts";
import type { SlowView } from "../../src/comparison.ts";
import { type Answered, nearest } from "../../src/impact/answered.ts";
import { Impact } from "../../src/impact/impact.ts";
import { judge } from "../../src/impact/judge.ts";
import { isTooSlow, slowOf } from "../../src/impact/slow.ts";
import { MILLISECOND, micros, SECOND } from "../../src/time.ts";
import { arrivalOf } from "./arrival-of.ts";
import { catalogOf } from "./catalog-of.ts";
import { hopOf } from "./hop-of.ts";
import { transactionOf } from "./transaction-of.ts";

const WINDOW = { from: micros(1000 * SECOND), to: micros(2000 * SECOND) };
const AGAINST_ALARM = { limit: micros(1500 * MILLISECOND), since: WINDOW.from };
const AGAINST_HEALTHY = { limit: null, since: WINDOW.from };

test("what took longer than the alarm's threshold, in the window, is slow; the slowest comes first", () => {
  const slow = slowOf(
    tallyOf([900, 4000], [1100, 1500], [1200, 1501], [1300, 3000]),
    AGAINST_ALARM,
    WINDOW,
    EMPTY_CATALOG,
  );
  assert.deepEqual(
    slow?.slow.map(({ took }) => took / 1000),
    [3000, 1501],
  );
  assert.equal(slow.against, "alarm");
  assert.equal(slow.usual, 1500 * MILLISECOND);
});

test("without a threshold, what takes three times what was usual before is slow", () => {
  const before = Array.from({ length: 10 }, (_, i): [number, number] => [i, 200]);
  const slow = slowOf(tallyOf(...before, [1100, 590], [1200, 610]), AGAINST_HEALTHY, WINDOW, EMPTY_CATALOG);
  assert.deepEqual(
    slow?.slow.map(({ took }) => took / 1000),
    [610],
  );
});

test("a quick entry has to be a quarter of a second slower before it is slow, and of few requests nothing is usual", () => {
  const before = Array.from({ length: 10 }, (_, i): [number, number] => [i, 5]);
  assert.equal(slowOf(tallyOf(...before, [1100, 200]), AGAINST_HEALTHY, WINDOW, EMPTY_CATALOG), null);
  assert.equal(slowOf(tallyOf([1, 5], [1100, 9000]), AGAINST_HEALTHY, WINDOW, EMPTY_CATALOG), null);
});

test("a request takes as long as its first hop, or, where that was drawn, as what it called, or as the hop that is asked about", () => {
  const took = (timed: readonly string[], apiEnds: boolean) => {
    const end = (seconds: number) => micros(seconds * SECOND);
    const api = hopOf("apigateway shop", { start: 100, end: apiEnds ? end(109) : null, arrival: arrivalOf({}) });
    const transaction = transactionOf(
      [api],
      [hopOf("lambda shop", { start: 101, end: end(108) }), 0],
      [hopOf("dynamodb rides", { start: 102, end: end(104) }), 1],
      [hopOf("dynamodb rides", { start: 104, end: end(107) }), 1],
    );
    const impact = new Impact(undefined, new Set(timed));
    impact.add(judge(transaction, EMPTY_CATALOG));
    return [...impact.entries.values()][0]?.answered[0]?.took;
  };
  assert.equal(took([], true), 9 * SECOND);
  assert.equal(took([], false), 7 * SECOND);
  assert.equal(took(["dynamodb rides"], true), 3 * SECOND);
  assert.equal(took(["dynamodb trips"], true), 9 * SECOND);
});

test("compared is with what was read whole, and among that with what was near in time", () => {
  const one = (at: number, whole: boolean): Answered => {
    return { transaction: `t${at}`, key: null, at: micros(at), took: null, user: null, whole };
  };
  const all = [one(1, true), one(50, false), one(49, false), one(90, true)];
  assert.deepEqual(
    nearest(all, micros(50), 3).map(({ transaction }) => transaction),
    ["t90", "t1", "t50"],
  );
});

test("so many who wait longer than people do are a reason to wake, if customers wait and it goes on", () => {
  const five = { tally: tallyOf([1100, 1]), tooLong: 5, people: 5, goesOn: true, view: VIEW, evidence: [] };
  const { policy } = EMPTY_CATALOG;
  assert.equal(isTooSlow(five, policy), true);
  assert.equal(isTooSlow({ ...five, people: 4 }, policy), false);
  assert.equal(isTooSlow({ ...five, people: 0, tooLong: 10 }, policy), true);
  assert.equal(isTooSlow({ ...five, goesOn: false }, policy), false);
  assert.equal(isTooSlow({ ...five, tally: { ...five.tally, customerFacing: false } }, policy), false);
  assert.equal(isTooSlow({ ...five, tally: { ...five.tally, customerFacing: null } }, policy), false);
  assert.equal(isTooSlow({ ...five, people: 2, tally: { ...five.tally, businessCritical: true } }, policy), true);
});

test("how long people wait is the team's to say, and counted are the people", () => {
  const tally = tallyOf([1100, 4000], [1200, 4000], [1300, 2000]);
  assert.equal(slowOf(tally, AGAINST_ALARM, WINDOW, EMPTY_CATALOG)?.tooLong, 0);
  const strict = slowOf(tally, AGAINST_ALARM, WINDOW, catalogOf({ policy: { waitSeconds: 3 } }));
  assert.deepEqual([strict?.tooLong, strict?.people], [2, 1]);
});

test("that the last ten were quick does not end it where only some were slow", () => {
  const some = Array.from({ length: 300 }, (_, i): [number, number] => [1100 + i, i % 20 === 0 ? 20_000 : 40]);
  assert.equal(slowOf(tallyOf(...some), AGAINST_ALARM, WINDOW, EMPTY_CATALOG)?.goesOn, true);
  const quick = Array.from({ length: 150 }, (_, i): [number, number] => [1400 + i, 40]);
  assert.equal(slowOf(tallyOf(...some, ...quick), AGAINST_ALARM, WINDOW, EMPTY_CATALOG)?.goesOn, false);
});

const VIEW: SlowView = {
  ...{ entry: "POST /rides", requests: 30, total: 100, limitMs: 1500, against: "alarm", usualMs: 40 },
  ...{ worstMs: 12_000, step: null, path: [] },
};

/** An entry with requests that began at some second and took so many milliseconds. */
function tallyOf(...requests: readonly (readonly [at: number, ms: number])[]) {
  const impact = new Impact();
  impact.add(judge(transactionOf([hopOf("apigateway shop", { arrival: arrivalOf({}) })]), EMPTY_CATALOG));
  const [tally] = impact.entries.values();
  assert.ok(tally !== undefined);
  const answered = requests.map(([at, ms]): Answered => {
    const moment = micros(at * SECOND);
    return { transaction: `t${at}`, key: null, at: moment, took: micros(ms * 1000), user: "ana", whole: true };
  });
  return { ...tally, customerFacing: true, answered };
}
