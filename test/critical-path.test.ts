import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { criticalPath, type Interval, lastToEnd } from "../src/critical-path.ts";

test("what a hop did itself, and what it waited for, in the order in which it happened", () => {
  const path = told([hop(0, 100), hop(10, 90, 0), hop(20, 80, 1)]);
  assert.deepEqual(path, ["0: 0-10", "1: 10-20", "2: 20-80", "1: 80-90", "0: 90-100"]);
});

test("siblings that touch were waited for one after the other", () => {
  assert.deepEqual(told([hop(0, 100), hop(10, 40, 0), hop(40, 100, 0)]), ["0: 0-10", "1: 10-40", "2: 40-100"]);
});

test("a beginning that was cut to whole milliseconds still follows on the end before it", () => {
  assert.deepEqual(told([hop(0, 100), hop(10, 40.9, 0), hop(40, 100, 0)]), ["0: 0-10", "1: 10-40", "2: 40-100"]);
});

test("of siblings that overlap, the one that still ran held nothing up", () => {
  assert.deepEqual(told([hop(0, 100), hop(10, 80, 0), hop(50, 100, 0)]), ["0: 0-50", "2: 50-100"]);
  assert.deepEqual(told([hop(0, 100), hop(10, 30, 0), hop(20, 90, 0), hop(10, 15, 0)]), [
    "0: 0-10",
    "3: 10-15",
    "0: 15-20",
    "2: 20-90",
    "0: 90-100",
  ]);
});

test("nobody waits for what was handed on, and up to its end the path goes through the queue", () => {
  const all = [hop(0, 100), hop(40, 60, 0), message(500, 700, 1), hop(550, 650, 2)];
  assert.deepEqual(told(all), ["0: 0-40", "1: 40-60", "0: 60-100"]);
  assert.equal(lastToEnd(all, 0), 2);
  assert.deepEqual(told(all, 2), [
    "0: 0-40",
    "1: 40-60",
    "2: 60-500 waiting",
    "2: 500-550",
    "3: 550-650",
    "2: 650-700",
  ]);
});

test("what was handed on and taken up at once is not waited for either", () => {
  assert.deepEqual(told([hop(0, 100), hop(10, 20, 0), message(12, 95, 1)]), ["0: 0-10", "1: 10-20", "0: 20-100"]);
});

test("what goes on long after its caller has ended was not waited for, unless the caller gave up", () => {
  assert.deepEqual(told([hop(0, 100), hop(10, 900, 0)]), ["0: 0-100"]);
  assert.deepEqual(told([{ ...hop(0, 100), outcome: "timeout" }, hop(10, 900, 0)]), ["0: 0-10", "1: 10-100"]);
});

test("two clocks that differ a little do not hide who was waited for", () => {
  assert.deepEqual(told([hop(0, 1000), hop(-5, 1030, 0)]), ["1: 0-1000"]);
});

test("an unknown end is at least that of what it waited for, and without that it takes no time away from its caller", () => {
  assert.deepEqual(told([hop(0, 100), hop(10, null, 0), hop(20, 80, 1)]), [
    "0: 0-10",
    "1: 10-20",
    "2: 20-80",
    "0: 80-100",
  ]);
  assert.deepEqual(told([hop(0, 100), hop(10, null, 0)]), ["0: 0-100"]);
  assert.deepEqual(told([hop(0, null), hop(10, 30, 0)]), ["0: 0-10", "1: 10-30"]);
});

test("a request of which nothing but its beginning is known has no path", () => {
  assert.deepEqual(told([hop(0, null)]), []);
  assert.deepEqual(told([hop(0, null), hop(5, null, 0)]), ["0: 0-5"]);
  assert.deepEqual(criticalPath([], 0), []);
});

test("a parent that stands behind its child, or nowhere, is none", () => {
  assert.deepEqual(told([hop(0, 10, 1), hop(0, 20, 7), hop(0, 30, 2)], 2), ["2: 0-30"]);
});

test("whatever the hops are, the path covers its time once, in order, and each part lies within its hop", () => {
  fc.assert(
    fc.property(someHops(), fc.nat(), (all, pick) => {
      const to = pick % all.length;
      const path = criticalPath(all, to);
      for (const [i, part] of path.entries()) {
        assert.ok(part.from < part.to);
        if (i > 0) assert.equal(part.from, path[i - 1]?.to);
        const own = all[part.hop];
        assert.ok(own);
        if (!part.waiting && own.end !== null) assert.ok(part.to <= Math.max(own.start, own.end));
        if (part.waiting) assert.ok(own.parent !== null);
      }
      const end = all[to]?.end ?? null;
      const root = rootOf(all, to);
      if (end === null) return;
      const begins = all[root]?.start ?? 0;
      const length = path.reduce((sum, { from, to: until }) => sum + until - from, 0);
      // Of the entry it is the whole of its duration; of another hop what lies between, as far as it ended after the entry began.
      if (to === root) assert.equal(length, Math.max(0, end - begins));
      else if (path.length > 0) assert.equal(path[0]?.from, begins);
    }),
  );
});

test("whatever the hops are, a caller's path never leads through what it handed on", () => {
  fc.assert(
    fc.property(someHops(), (all) => {
      for (const part of criticalPath(all, 0)) {
        assert.equal(part.waiting, false);
        for (let at: number | null = part.hop; at !== null && at !== 0; at = all[at]?.parent ?? null)
          assert.equal(all[at]?.handedOn, false);
      }
    }),
  );
});

test("a chain and a fan of a hundred thousand hops are walked without recursion, each hop once", () => {
  const many = 100_000;
  const chain = Array.from({ length: many }, (_, i) => hop(i, 2 * many - i, i === 0 ? null : i - 1));
  assert.equal(criticalPath(chain, 0).length, 2 * many - 1);
  const fan = [hop(0, many), ...Array.from({ length: many - 1 }, (_, i) => hop(i, i + 1, 0))];
  assert.equal(criticalPath(fan, 0).length, many);
  const handed = chain.map((one, i) => ({ ...one, handedOn: true, start: 3 * i, end: 3 * i + 1 }));
  assert.equal(criticalPath(handed, lastToEnd(handed, 0)).length, 2 * many - 1);
});

function hop(start: number, end: number | null, parent: number | null = null): Interval {
  return { start, end, parent, handedOn: false, outcome: "ok" };
}

function message(start: number, end: number | null, parent: number): Interval {
  return { ...hop(start, end, parent), handedOn: true };
}

function told(all: readonly Interval[], to = 0): string[] {
  return criticalPath(all, to).map(
    ({ hop: place, from, to: until, waiting }) => `${place}: ${from}-${until}${waiting ? " waiting" : ""}`,
  );
}

function rootOf(all: readonly Interval[], of: number): number {
  let root = of;
  for (let above = all[root]?.parent ?? null; above !== null; above = all[root]?.parent ?? null) root = above;
  return root;
}

function someHops(): fc.Arbitrary<Interval[]> {
  const one = fc.record({
    start: fc.integer({ min: 0, max: 400 }),
    took: fc.option(fc.integer({ min: 0, max: 400 })),
    above: fc.nat(),
    handedOn: fc.boolean(),
    outcome: fc.constantFrom("ok", "error", "timeout"),
  });
  return fc.array(one, { minLength: 1, maxLength: 30 }).map((all) =>
    all.map(({ start, took, above, handedOn, outcome }, i) => ({
      start,
      end: took === null ? null : start + took,
      parent: i === 0 ? null : above % i,
      handedOn,
      outcome,
    })),
  );
}
