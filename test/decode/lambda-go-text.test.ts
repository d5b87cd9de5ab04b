import assert from "node:assert/strict";
import { test } from "node:test";
import { readLine } from "./read-line.ts";

const ID = "de1cf8e1-94bc-4af4-a0f9-c4f9c20919aa";
const PAYLOAD =
  '{"errorMessage":"no fare","errorType":"FareError","stackTrace":[{"path":"main.go","line":12,"label":"handle"}]}';

test("the standard log writes a date and then what was said", () => {
  const record = readLine('2026/11/22 02:31:05 EVENT {"rideId":"r-1"}');
  assert.deepEqual([record.text, record.level, record.error], ["EVENT", null, null]);
  assert.deepEqual(record.body, { rideId: "r-1" });
});

for (const line of [PAYLOAD, `2026/11/22 02:31:05 ${PAYLOAD}`]) {
  test(`the answer of a handler that failed is the error that nobody caught: ${line.slice(0, 20)}…`, () => {
    const { error, reported } = readLine(line);
    assert.equal(reported, "unhandled");
    assert.deepEqual(error, { type: "FareError", message: "no fare", stack: ["at handle (main.go:12)"], causes: [] });
  });
}

test("an error's names in what a logger wrote are no answer of the runtime", () => {
  assert.equal(readLine(JSON.stringify({ level: "error", ...JSON.parse(PAYLOAD) })).reported, "handled");
  assert.equal(readLine(`2026/11/22 02:31:05 retrying after ${PAYLOAD}`).reported, null);
});

test("slog as JSON and as text tells the level and the invocation", () => {
  const json = readLine(
    JSON.stringify({ time: "2026-11-22T02:31:05Z", level: "ERROR", msg: "could not save", requestId: ID }),
  );
  const text = readLine(
    `time=2026-11-22T02:31:05.150Z level=ERROR msg="could not \\"save\\"" err="no fare" requestId=${ID}`,
  );
  assert.deepEqual([json.level, json.requestId, json.text, json.reported], ["error", ID, "could not save", "handled"]);
  assert.deepEqual(
    [text.level, text.requestId, text.text, text.error?.message],
    ["error", ID, 'could not "save"', "no fare"],
  );
  assert.equal(readLine("time=2026-11-22T02:31:05.150Z level=INFO msg=hi").error, null);
});
