import assert from "node:assert/strict";
import { test } from "node:test";
import { versionOf } from "../../src/impact/versions.ts";
import type { Json } from "../../src/json.ts";
import type { LogRecord } from "../../src/record.ts";
import { micros } from "../../src/time.ts";
import type { Hop } from "../../src/transaction.ts";
import { hopOf } from "./hop-of.ts";

const ANSWER = { StatusCode: 200, ExecutedVersion: "41", $metadata: { httpStatusCode: 200 } };

const LINE: LogRecord = {
  id: "a line",
  origin: { source: "test", stream: "2026/11/22/[7]0f9a0f9a0f9a0f9a0f9a0f9a0f9a0f9a" },
  ...{ keys: [], error: null, at: micros(0), ingestedAt: null, level: null, mark: null, requestId: null },
  ...{ positional: true, reported: null, named: null, text: "answer", body: null },
};

test("a call of a function ran on the version that Invoke answered, and not on the one that the caller runs on", () => {
  assert.equal(versionOf(call(ANSWER)), "41");
  assert.equal(versionOf(call({ ...ANSWER, ExecutedVersion: "$LATEST" })), null);
  assert.equal(versionOf(call({ StatusCode: 200 })), null);
});

test("what a function answers itself is no word of Lambda, and neither is that of another service", () => {
  assert.equal(versionOf(hopOf("lambda pricing", { kind: "server", output: ANSWER })), null);
  assert.equal(versionOf(hopOf("lambda checkout", { kind: "server", logs: [LINE] })), "7");
  assert.equal(versionOf(hopOf("http pricing", { kind: "client", output: ANSWER })), null);
});

/** A call, as its caller logged it. */
function call(output: Json): Hop {
  return hopOf("lambda pricing", { kind: "client", output, logs: [LINE] });
}
