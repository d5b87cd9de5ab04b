import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { cut } from "../src/cut.ts";
import { at, isArray, isObject, type Json, type JsonObject } from "../src/json.ts";

test("a payload that fits comes back as it is", () => {
  const small = { rideId: "r-1", stops: [1, 2] };
  assert.equal(cut(small, 100), small);
  assert.equal(cut("text", 4), "text");
  assert.equal(cut(null, 10), null);
});

test("what is too large says in its place how large it was, and its neighbours stay", () => {
  const photo = "x".repeat(5000);
  assert.deepEqual(cut({ rideId: "r-1", photo, seats: 2 }, 200), { rideId: "r-1", photo: { $cut: 5000 }, seats: 2 });
});

test("a text alone becomes its mark, counted in bytes and not in signs", () => {
  assert.deepEqual(cut("ü".repeat(100), 150), { $cut: 200 });
});

test("of a long list the first items stay, and the last one says what is missing", () => {
  const shown = cut(Array<Json>(1000).fill("0123456789"), 200);
  assert.ok(isArray(shown));
  assert.equal(shown[0], "0123456789");
  assert.deepEqual(shown.at(-1), { $cut: (1000 - (shown.length - 1)) * 10 });
});

test("of a large object the first fields stay, and the rest is a field of its own", () => {
  const wide = Object.fromEntries(Array.from({ length: 1000 }, (_, i) => [`field${i}`, i]));
  const shown = cut(wide, 300);
  assert.equal(at(shown, "field0"), 0);
  assert.equal(at(shown, "field999"), undefined);
  assert.ok(typeof at(shown, "$cut") === "number");
});

test("what stands near the top is kept before what lies deep in an early field", () => {
  const shown = cut({ first: { deep: { deeper: "y".repeat(3000) } }, requestId: "r-1" }, 100);
  assert.equal(at(shown, "requestId"), "r-1");
  assert.deepEqual(at(shown, "first", "deep", "deeper"), { $cut: 3000 });
});

test("a key called __proto__ is data", () => {
  const payload: Json = JSON.parse(`{"__proto__": {"admin": true}, "big": "${"x".repeat(500)}"}`);
  const shown = cut(payload, 100);
  assert.deepEqual(at(shown, "__proto__", "admin"), true);
  assert.equal(Object.getPrototypeOf(shown), Object.prototype);
});

test("the payload is left as it was", () => {
  const payload = { list: ["x".repeat(300), { a: "y".repeat(300) }] };
  const before = structuredClone(payload);
  cut(payload, 100);
  assert.deepEqual(payload, before);
});

test("nothing is dropped silently, whatever the payload: what differs bears a mark", () => {
  fc.assert(
    fc.property(json(), fc.integer({ min: 0, max: 400 }), (payload, most) => {
      assert.equal(firstSilentLoss(payload, cut(payload, most)), null);
    }),
  );
});

test("what is shown of a huge payload stays near the limit", () => {
  fc.assert(
    fc.property(
      fc.array(json(), { minLength: 20, maxLength: 60 }),
      fc.integer({ min: 100, max: 2000 }),
      (payload, most) => {
        const size = Buffer.byteLength(JSON.stringify(cut(payload, most)));
        assert.ok(size <= 6 * most + 200, `${size} bytes for ${most}`);
      },
    ),
  );
});

function json(): fc.Arbitrary<Json> {
  return fc.jsonValue({ maxDepth: 6 }).map((value): Json => JSON.parse(JSON.stringify(value)));
}

/** The path at which something is missing without a mark, or null. */
function firstSilentLoss(whole: Json, shown: Json | undefined, path = "$"): string | null {
  if (isMark(shown) || Object.is(whole, shown)) return null;
  if (!isContainer(whole) || !isContainer(shown) || isArray(whole) !== isArray(shown)) return path;
  const kept = new Map<string, Json>(Object.entries(shown));
  for (const [key, value] of Object.entries(whole)) {
    const copy = kept.get(key);
    if (copy === undefined) return endsMarked(shown) ? null : `${path}.${key}`;
    const loss = firstSilentLoss(value, copy, `${path}.${key}`);
    if (loss !== null) return loss;
  }
  return null;
}

function isContainer(value: Json | undefined): value is JsonObject | readonly Json[] {
  return isObject(value) || isArray(value);
}

function isMark(value: Json | undefined): boolean {
  return isObject(value) && Object.keys(value).join() === "$cut";
}

function endsMarked(shown: JsonObject | readonly Json[]): boolean {
  return isArray(shown) ? isMark(shown.at(-1)) : Object.keys(shown).at(-1) === "$cut";
}
