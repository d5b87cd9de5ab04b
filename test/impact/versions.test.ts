import assert from "node:assert/strict";
import { test } from "node:test";
import { versionOf } from "../../src/impact/versions.ts";
import type { Json } from "../../src/json.ts";
import type { LogRecord } from "../../src/record.ts";
import { micros } from "../../src/time.ts";
import type { Hop } from "../../src/transaction.ts";
import { functionLog } from "../stitch/function-log.ts";
import { transactionsOf } from "../stitch/transactions-of.ts";
import { hopOf } from "./hop-of.ts";

const ANSWER = { StatusCode: 200, ExecutedVersion: "41", $metadata: { httpStatusCode: 200 } };

const ID = "22222222-7e1d-4c5e-9a70-000000000002";
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

test("the answer that a caller logged tells the version of what it called, of which no line was read", () => {
  const caller = functionLog({
    name: "checkout",
    requestId: "11111111-7e1d-4c5e-9a70-000000000001",
    at: Date.UTC(2026, 10, 22, 2),
    lines: [
      'INFO\tInvoke {"FunctionName":"pricing","InvocationType":"RequestResponse","Payload":"{}"}',
      `INFO\tanswer ${JSON.stringify({ ...ANSWER, $metadata: { httpStatusCode: 200, requestId: ID }, Payload: "{}" })}`,
    ],
  });
  const hops = transactionsOf(caller).flatMap((one) => one.hops);
  assert.deepEqual(
    hops.map((hop) => [hop.resource, versionOf(hop)]),
    [
      ["checkout", "7"],
      ["pricing", "41"],
    ],
  );
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
