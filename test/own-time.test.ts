import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { extentsOf } from "../src/extent.ts";
import { ownTimes } from "../src/own-time.ts";

test("a hop's own time is what is left when it does not wait for another, however those overlap", () => {
  const own = ownTimes(extentsOf([hop(0, 100, null), hop(10, 40, 0), hop(30, 60, 0), hop(80, 90, 0), hop(15, 20, 1)]));
  assert.deepEqual(own[0], [
    { from: 0, to: 10 },
    { from: 60, to: 80 },
    { from: 90, to: 100 },
  ]);
  assert.deepEqual(own[1], [
    { from: 10, to: 15 },
    { from: 20, to: 40 },
  ]);
});

test("what was handed on takes nothing away", () => {
  const own = ownTimes(extentsOf([hop(0, 100, null), { ...hop(10, 40, 0), handedOn: true }]));
  assert.deepEqual(own[0], [{ from: 0, to: 100 }]);
});

test("own time lies within the hop, in order, and apart", () => {
  const some = fc.array(fc.record({ start: fc.nat(200), took: fc.nat(200), above: fc.nat() }), { minLength: 1 });
  fc.assert(
    fc.property(some, (all) => {
      const hops = all.map(({ start, took, above }, i) => hop(start, start + took, i === 0 ? null : above % i));
      const extents = extentsOf(hops);
      for (const [i, parts] of ownTimes(extents).entries()) {
        let until = extents[i]?.start ?? 0;
        for (const { from, to } of parts) {
          assert.ok(until <= from && from < to);
          until = to;
        }
        assert.ok(until <= (extents[i]?.end ?? 0));
      }
    }),
  );
});

function hop(start: number, end: number, parent: number | null) {
  return { start, end, parent, handedOn: false, outcome: "ok" } as const;
}
