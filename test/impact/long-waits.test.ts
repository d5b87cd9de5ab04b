import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { Case } from "../../src/impact/case.ts";
import { gapsOfWaits, longWaits } from "../../src/impact/long-waits.ts";
import { DAY, fromMillis, HOUR, MINUTE, type Micros, micros } from "../../src/time.ts";

const NOW = fromMillis(Date.UTC(2026, 10, 22, 2, 32));
const SINCE = micros(NOW - 3 * HOUR);
const idsOf = ({ ids }: Case): readonly string[] => ids;

test("work that was handed over before the window is looked for a minute around that moment", () => {
  const { waits, left } = longWaits([waited("a", micros(NOW - 4 * DAY))], idsOf, SINCE);
  assert.deepEqual(waits, [
    { window: { from: NOW - 4 * DAY - MINUTE, to: NOW - 4 * DAY + MINUTE }, ids: ["message-a"] },
  ]);
  assert.deepEqual(gapsOfWaits(left), []);
});

test("moments that lie near to each other are one slice, others their own", () => {
  const at = (minutes: number): Micros => micros(NOW - 2 * DAY + minutes * MINUTE);
  const cases = [0, 2, 6, 60].map((minutes) => waited(`${minutes}`, at(minutes)));
  const { waits } = longWaits(cases.toReversed(), idsOf, SINCE);
  assert.deepEqual(
    waits.map(({ ids }) => ids),
    [["message-0", "message-2", "message-6"], ["message-60"]],
  );
});

test("nobody looks long ago for what came in of late, whose entry is known, or what ended well", () => {
  const old = micros(NOW - DAY);
  const others = [
    waited("late", micros(SINCE + MINUTE)),
    { ...waited("known", old), entry: "POST /rides" },
    { ...waited("delayed", old), outcome: "delayed" as const },
  ];
  assert.deepEqual(longWaits(others, idsOf, SINCE), { waits: [], left: [] });
});

test("of what trickled in for days the fullest moments are read, and what is left out is said", () => {
  const moments = fc.array(fc.integer({ min: 3 * HOUR + 1, max: 14 * DAY }), { maxLength: 80 });
  fc.assert(
    fc.property(moments, (ages) => {
      const cases = ages.map((age, i) => waited(`${i}`, micros(NOW - age)));
      const { waits, left } = longWaits(cases, idsOf, SINCE);
      assert.ok(waits.length <= 6);
      for (const { window } of waits) assert.ok(window.to - window.from <= 32 * MINUTE);
      assert.equal(waits.reduce((sum, { ids }) => sum + ids.length, 0) + left.length, cases.length);
      const [gap] = gapsOfWaits(left);
      assert.equal(gap?.what.includes(`${left.length} failing request`) ?? false, left.length > 0);
    }),
  );
});

function waited(name: string, began: Micros): Case {
  return {
    transaction: `t-${name}`,
    requestId: null,
    at: micros(NOW - MINUTE),
    began,
    outcome: "parked",
    entry: null,
    user: null,
    userUnread: false,
    machine: false,
    tester: false,
    clientAddress: null,
    hop: `t-${name}#1`,
    hopName: "lambda book",
    function: "book",
    functionHop: `t-${name}#1`,
    invocation: null,
    runs: 1,
    error: null,
    timedOut: false,
    touches: new Set(),
    passes: new Set(),
    groups: new Set(),
    fates: [],
    ids: [`message-${name}`],
    session: null,
    atFault: null,
  };
}
