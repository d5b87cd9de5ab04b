import assert from "node:assert/strict";
import { test } from "node:test";
import type { Json } from "../../src/json.ts";
import type { LogRecord } from "../../src/record.ts";
import { readLine } from "./read-line.ts";

const ID = "de1cf8e1-94bc-4af4-a0f9-c4f9c20919aa";
const TRACING = {
  type: "X-Amzn-Trace-Id",
  value: "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1",
};

test("platform.start names the invocation, the version and the trace, and lines around it are not placed by it", () => {
  const { requestId, mark, positional } = read("start", { requestId: ID, version: "7", tracing: TRACING });
  assert.equal(requestId, ID);
  assert.equal(positional, false);
  assert.deepEqual(mark, { kind: "start", version: "7", trace: "1-5759e988-bd862e3fe1be46a994272793" });
});

test("platform.report of a success tells the metrics", () => {
  const metrics = {
    durationMs: 12.5,
    billedDurationMs: 13,
    memorySizeMB: 512,
    maxMemoryUsedMB: 90,
    initDurationMs: 200,
  };
  const { mark, error, reported } = read("report", { requestId: ID, status: "success", metrics, tracing: TRACING });
  assert.deepEqual(mark, {
    kind: "report",
    status: "ok",
    errorType: null,
    durationMs: 12.5,
    initMs: 200,
    memoryMB: 512,
    maxMemoryMB: 90,
    trace: "1-5759e988-bd862e3fe1be46a994272793",
  });
  assert.equal(error, null);
  assert.equal(reported, null);
});

for (const status of ["error", "failure"]) {
  test(`a report with status ${status} is an error that nobody caught, by its type`, () => {
    const record = read("report", { requestId: ID, status, errorType: "Runtime.ExitError" });
    assert.ok(record.mark?.kind === "report");
    assert.equal(record.mark.status, "error");
    assert.equal(record.mark.durationMs, null);
    assert.equal(record.reported, "unhandled");
    assert.equal(record.error?.type, "Runtime.ExitError");
  });
}

test("platform.runtimeDone that ran out of time is a timeout, even where no type is given", () => {
  const record = read("runtimeDone", { requestId: ID, status: "timeout", metrics: { durationMs: 3000 } });
  assert.ok(record.mark?.kind === "report");
  assert.equal(record.mark.status, "timeout");
  assert.equal(record.mark.durationMs, 3000);
  assert.equal(record.error?.type, "Sandbox.Timedout");
  assert.equal(record.level, "error");
});

test("an initReport that failed belongs to no invocation yet", () => {
  const record = read("initReport", { phase: "init", status: "error", errorType: "Runtime.ImportModuleError" });
  assert.deepEqual(record.mark, { kind: "init", status: "error", errorType: "Runtime.ImportModuleError" });
  assert.equal(record.requestId, null);
});

test("platform events that say nothing of an invocation's course are lines without a mark", () => {
  for (const type of ["extension", "telemetrySubscription", "logsDropped", "neverSeenBefore"]) {
    const record = read(type, { reason: "too fast" });
    assert.equal(record.mark, null);
    assert.equal(record.text, `platform.${type}`);
  }
});

function read(type: string, record: Json): LogRecord {
  return readLine(JSON.stringify({ time: "2026-11-22T02:31:00.000Z", type: `platform.${type}`, record }));
}
