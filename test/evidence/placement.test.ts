import assert from "node:assert/strict";
import { test } from "node:test";
import { type Placed, Placement } from "../../src/evidence/placement.ts";
import type { LogRecord } from "../../src/record.ts";
import { decoded } from "../decode/decoded.ts";
import { logChunk } from "../decode/log-chunk.ts";
import { uuid } from "../stitch/uuid.ts";

const A = uuid("a");
const B = uuid("b");
const INIT = "INIT_START Runtime Version: nodejs:24.v1";

test("a line without an id between START and END belongs to that invocation", () => {
  assert.deepEqual(
    placed(
      `START RequestId: ${A} Version: 1`,
      "print",
      `END RequestId: ${A}`,
      "after",
      `START RequestId: ${B} Version: 1`,
      "more",
    ),
    { print: A, after: null, more: B },
  );
});

test("a line that carries an id belongs to it, wherever it stands", () => {
  const line = `2026-11-22T02:31:00.000Z\t${B}\tINFO\tlate`;
  assert.deepEqual(placed(`START RequestId: ${A} Version: 1`, line, "print"), { [line]: B, print: A });
});

test("what a cold start prints belongs to the START after it", () => {
  assert.deepEqual(placed(INIT, "loading", "loaded", `START RequestId: ${A} Version: 1`), {
    [INIT]: A,
    loading: A,
    loaded: A,
  });
});

test("a cold start that failed and was tried again belongs to the START after it, with what both printed", () => {
  const report =
    "INIT_REPORT Init Duration: 150.79 ms\tPhase: init\tStatus: error\tError Type: Runtime.ImportModuleError";
  const error =
    '2026-11-22T02:31:00.000Z\tundefined\tERROR\tUncaught Exception \t{"errorType":"Error","errorMessage":"x"}';
  assert.deepEqual(placed(INIT, error, report, "again", `START RequestId: ${A} Version: 1`), {
    [INIT]: A,
    [error]: A,
    [report]: A,
    again: A,
  });
});

test("a line before anything is known of its stream belongs to nobody", () => {
  assert.deepEqual(placed("early", `START RequestId: ${A} Version: 1`), { early: null });
});

test("an invocation that never ended gives way to the next START", () => {
  assert.deepEqual(placed(`START RequestId: ${A} Version: 1`, "one", `START RequestId: ${B} Version: 1`, "two"), {
    one: A,
    two: B,
  });
});

test("in the JSON format invocations overlap, and position tells nothing", () => {
  const start = JSON.stringify({ time: "t", type: "platform.start", record: { requestId: A, version: "1" } });
  assert.deepEqual(placed(start, '{"level":"INFO","message":"whose?"}', "plain"), {
    '{"level":"INFO","message":"whose?"}': null,
    plain: null,
  });
});

test("within one millisecond a START comes first and an END last, in whichever order they are read", () => {
  const lines = ["print", `END RequestId: ${A}`, `START RequestId: ${A} Version: 1`].map((message) => ({
    at: 5,
    message,
  }));
  const { records } = decoded(logChunk({ group: "/g", stream: "s", lines }));
  assert.deepEqual(
    placedIn(records).map(({ record, requestId }) => [record.mark?.kind ?? record.text, requestId]),
    [
      ["start", A],
      ["print", A],
      ["end", A],
    ],
  );
});

/** By message, the invocation that a line of a stream was given to; lines of the platform are left out. */
function placed(...messages: readonly string[]): Record<string, string | null> {
  const lines = messages.map((message, at) => ({ at, message }));
  const { records } = decoded(logChunk({ group: "/g", stream: "s", lines }));
  return Object.fromEntries(
    placedIn(records).flatMap(({ record, requestId }) =>
      record.mark === null || record.mark.kind === "init"
        ? [[messages[record.at / 1000] ?? "", requestId] as const]
        : [],
    ),
  );
}

function placedIn(records: readonly LogRecord[]): Placed[] {
  return new Placement().go(records) ?? [];
}
