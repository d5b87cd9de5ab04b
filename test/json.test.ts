import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { arrayAt, at, type Json, numberAt, objectAt, parseJson, textAt, unwrapped } from "../src/json.ts";

const EVENT: Json = {
  detail: { rideId: "", seats: "2", price: 12.5, tags: ["a", "b"] },
  Records: [{ messageId: "m-1" }],
  count: "three",
};

test("a path leads to what stands there, and nowhere where it leaves the data", () => {
  assert.equal(at(EVENT, "Records", 0, "messageId"), "m-1");
  assert.equal(at(EVENT, "detail", "rideId"), "");
  assert.equal(at(EVENT, "detail", "driver"), undefined);
  assert.equal(at(EVENT, "Records", "0"), undefined);
  assert.equal(at(EVENT, "detail", 0), undefined);
  assert.equal(at(undefined, "detail"), undefined);
  assert.equal(at(EVENT), EVENT);
});

test("only what the data itself holds is found: no method of objects or lists", () => {
  for (const name of ["toString", "constructor", "__proto__", "hasOwnProperty"])
    assert.equal(at(EVENT, name), undefined);
  assert.equal(at(EVENT, "Records", "length"), undefined);
});

test("an empty text is as good as none", () => {
  assert.equal(textAt(EVENT, "detail", "rideId"), null);
  assert.equal(textAt(EVENT, "detail", "price"), null);
  assert.equal(textAt(EVENT, "Records", 0, "messageId"), "m-1");
});

test("a number counts also where it was written as text, and nothing else does", () => {
  assert.equal(numberAt(EVENT, "detail", "seats"), 2);
  assert.equal(numberAt(EVENT, "detail", "price"), 12.5);
  for (const path of [["count"], ["detail"], ["detail", "rideId"], ["missing"]])
    assert.equal(numberAt(EVENT, ...path), null);
  assert.equal(numberAt({ n: "Infinity" }, "n"), null);
});

test("objects and lists are told apart", () => {
  assert.deepEqual(objectAt(EVENT, "Records", 0), { messageId: "m-1" });
  assert.equal(objectAt(EVENT, "Records"), null);
  assert.deepEqual(arrayAt(EVENT, "detail", "tags"), ["a", "b"]);
  assert.deepEqual(arrayAt(EVENT, "detail"), []);
});

test("only a whole object or list is parsed: a bare word, a number and broken text are text", () => {
  assert.deepEqual(parseJson(' {"a": [1]} '), { a: [1] });
  for (const text of ["", "null", "12", '"a"', "{", '{"a": }', "[INFO] ready", "{a: 1}"]) {
    assert.equal(parseJson(text), undefined, text);
  }
});

test("JSON that is nested deeper than any payload stays text, however it is broken, and costs no stack", () => {
  const depth = 1_000_000;
  assert.equal(parseJson("[".repeat(depth) + "]".repeat(depth)), undefined);
  assert.equal(parseJson('{"a":'.repeat(depth)), undefined);
  assert.notEqual(parseJson("[".repeat(256) + "]".repeat(256)), undefined);
  assert.equal(parseJson("[".repeat(257) + "]".repeat(257)), undefined);
});

test("brackets inside of a string do not count as nesting", () => {
  const text = JSON.stringify({ said: "[".repeat(1000) });
  assert.deepEqual(parseJson(text), { said: "[".repeat(1000) });
});

test("JSON text is unwrapped once, and every other value stays as it is", () => {
  assert.deepEqual(unwrapped('{"inner":"{\\"deep\\":1}"}'), { inner: '{"deep":1}' });
  for (const value of ["plain", "", 3, null, true]) assert.equal(unwrapped(value), value);
  assert.equal(unwrapped(EVENT), EVENT);
});

test("parsing never throws, whatever the text", () => {
  fc.assert(fc.property(fc.string({ unit: fc.constantFrom(...'[]{}",:\\1a') }), (text) => void parseJson(text)));
});
