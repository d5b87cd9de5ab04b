import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { timeScale } from "../../src/pictures/time-scale.ts";
import { waterfallOf } from "../../src/pictures/waterfall.ts";
import { from, NAMES, textsIn, transactionOf } from "./hops.ts";

const AT = Date.UTC(2026, 10, 22, 2, 30);

test("it says how long all took, how much of that was waiting, and what each hop did itself", () => {
  const { svg, alt } = waterfallOf(
    transactionOf(3, (n) => [{ ...at(0, 100) }, { ...at(20, 60) }, { ...at(2080, 300), dwellMs: 2000 }][n - 1] ?? {}),
  );
  assert.ok(textsIn(svg).includes("Where 2.4 s went"));
  assert.match(alt, /2\.0 s of it waiting/);
  assert.match(alt, /API Gateway shop: ok · POST \/checkout, 100 ms, 40 ms its own work/);
  assert.match(
    alt,
    /Lambda step-3: failed · waited 2\.0 s, 300 ms, 300 ms its own work, 2\.3 s of the critical path, 2\.0 s of that waiting/,
  );
});

test("what nobody timed is said to be so", () => {
  const { svg, alt } = waterfallOf(transactionOf(2, () => ({ durationMs: null })));
  assert.equal(textsIn(svg).filter((text) => text === "time not recorded").length, 2);
  assert.match(alt, /time not recorded/);
});

test("each failed attempt has its cross, and crosses have their meaning beside them", () => {
  const tries = [0, 400, 800].map((ms) => ({ startedAt: iso(ms), durationMs: 100, outcome: "error" as const }));
  const { svg, alt } = waterfallOf(transactionOf(1, () => ({ ...at(0, 900), attempts: 3, tries })));
  assert.match(alt, /failed · 3 failed attempts · 3 attempts/);
  assert.equal(svg.match(/l6 6m0 -6l-6 6/g)?.length, 4);
  assert.ok(textsIn(svg).includes("failed attempt"));
});

test("at most 60 hops are drawn, those that fail among them, and the others are counted", () => {
  const { svg, alt } = waterfallOf(transactionOf(200, (n) => ({ from: n === 1 ? null : from(1) })));
  assert.ok(textsIn(svg).includes("and 140 more hops not drawn"));
  assert.ok(textsIn(svg).includes("Lambda step-200"));
  assert.match(alt, /and \d+ more lines/);
});

test("whatever things are called, a waterfall is drawn, and drawn alike again", () => {
  for (const name of NAMES) {
    const transaction = transactionOf(3, () => ({ resource: name, operation: name }));
    const { svg, alt } = waterfallOf(transaction);
    assert.equal(svg, waterfallOf(transaction).svg);
    assert.doesNotMatch(svg.replaceAll("\n", ""), /<script|NaN|Infinity|\u202e|[\p{Cc}\p{Cs}]/u);
    assert.ok([...alt].length <= 2000);
  }
});

test("a long wait between short calls is drawn shorter, and long work is not", () => {
  const calls = [0, 5, 10, 15, 60_000, 60_005, 60_010];
  assert.deepEqual(timeScale(calls).breaks, [{ from: 15, to: 60_000 }]);
  assert.deepEqual(timeScale(calls, [{ from: 5, to: 70_000 }]).breaks, []);
  assert.deepEqual(timeScale([0, 20, 80, 100]).breaks, []);
});

test("a scale goes from one end to the other, and what is later never stands further left", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 1e7 }), { minLength: 1, maxLength: 40 }), (events) => {
      const { place } = timeScale(events);
      const sorted = events.toSorted((a, b) => a - b);
      const places = sorted.map(place);
      assert.ok(places.every((one, i) => one >= (places[i - 1] ?? 0) && one >= 0 && one <= 1 + 1e-9));
      if (sorted[0] !== sorted.at(-1)) assert.ok(Math.abs((places.at(-1) ?? 0) - 1) < 1e-9 && places[0] === 0);
    }),
  );
});

function at(ms: number, took: number): { startedAt: string; durationMs: number } {
  return { startedAt: iso(ms), durationMs: took };
}

function iso(ms: number): string {
  return new Date(AT + ms).toISOString();
}
