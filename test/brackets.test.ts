import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { bracketWhere } from "../src/brackets.ts";

const closed = (depth: number): boolean => depth === 0;

test("the end of an object inside of a line is found, and what follows it is left out", () => {
  const line = 'sent {"to": ["a"], "body": {}} in 12 ms }';
  assert.equal(line.slice(5, bracketWhere(line, 5, closed) + 1), '{"to": ["a"], "body": {}}');
});

test("brackets and escaped quotes inside of strings are text", () => {
  const line = String.raw`{"said": "}]\"}\\", "n": 1}`;
  assert.equal(bracketWhere(line, 0, closed), line.length - 1);
});

test("what is never closed is nowhere", () => {
  for (const text of ["", "{", '{"a": [}', '{"open string }', "no brackets at all"]) {
    assert.equal(bracketWhere(text, 0, closed), -1, text);
  }
});

test("the walk begins where it is told to", () => {
  assert.equal(bracketWhere("{}{}", 2, closed), 3);
  assert.equal(
    bracketWhere("[[[]]]", 0, (depth) => depth > 2),
    2,
  );
});

test("every JSON value ends where its text ends", () => {
  fc.assert(
    fc.property(fc.array(fc.jsonValue()), (value) => {
      const text = JSON.stringify(value);
      assert.equal(bracketWhere(text, 0, closed), text.length - 1);
    }),
  );
});
