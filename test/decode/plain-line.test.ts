import assert from "node:assert/strict";
import { test } from "node:test";
import { readLine } from "./read-line.ts";

test("whatever is printed is a line without an id, and the JSON in it is its body", () => {
  const record = readLine('  charging {"rideId":"ride_1"}\n');
  assert.equal(record.requestId, null);
  assert.equal(record.level, null);
  assert.equal(record.text, "charging");
  assert.deepEqual(record.body, { rideId: "ride_1" });
});

for (const words of ["ERROR: no fare", "[CRITICAL] no fare", "FATAL no fare", "CRITICAL: no fare"]) {
  test(`"${words}" is a handled error of its words`, () => {
    const record = readLine(words);
    assert.equal(record.level, "error");
    assert.equal(record.reported, "handled");
    assert.equal(record.error?.message, words);
  });
}

test("a traceback that was printed is an error with its type", () => {
  const record = readLine('Traceback (most recent call last):\n  File "app.py", line 1, in f\nValueError: empty');
  assert.equal(record.error?.type, "ValueError");
  assert.equal(record.error.message, "empty");
});

test("a word that only begins like a level is prose", () => {
  assert.equal(readLine("ERRORS so far: 0").level, null);
  assert.equal(readLine("no ERROR here").level, null);
});

test("a bracket that never closes does not hide the JSON after it", () => {
  const record = readLine('step [1 of 3, {"rideId":"ride_1"}');
  assert.deepEqual(record.body, { rideId: "ride_1" });
});

test("text that looks like JSON and is none stays text", () => {
  const record = readLine("settings { 'a': undefined } and {\"b\": }");
  assert.equal(record.body, null);
  assert.equal(record.text, "settings { 'a': undefined } and {\"b\": }");
});

test("an empty line is a line", () => {
  assert.equal(readLine("").text, "");
  assert.equal(readLine("\n").body, null);
});
