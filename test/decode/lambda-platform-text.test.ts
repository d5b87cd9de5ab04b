import assert from "node:assert/strict";
import { test } from "node:test";
import { readLine } from "./read-line.ts";

const ID = "de1cf8e1-94bc-4af4-a0f9-c4f9c20919aa";

test("START names the invocation and the version", () => {
  const { requestId, mark, level, reported } = readLine(`START RequestId: ${ID} Version: 42\n`);
  assert.equal(requestId, ID);
  assert.deepEqual(mark, { kind: "start", version: "42", trace: null });
  assert.equal(level, null);
  assert.equal(reported, null);
});

test("END ends the invocation", () => {
  const { requestId, mark } = readLine(`END RequestId: ${ID}\n`);
  assert.equal(requestId, ID);
  assert.deepEqual(mark, { kind: "end" });
});

const REPORT = `REPORT RequestId: ${ID}\tDuration: 3012.55 ms\tBilled Duration: 3013 ms\tMemory Size: 256 MB\tMax Memory Used: 111 MB\t`;

test("REPORT without a status tells the duration and the memory, and nothing of success", () => {
  assert.deepEqual(readLine(`${REPORT}\n`).mark, {
    kind: "report",
    status: null,
    errorType: null,
    durationMs: 3012.55,
    initMs: null,
    memoryMB: 256,
    maxMemoryMB: 111,
    trace: null,
  });
});

test("REPORT tells the status, the type of the error, the cold start and the trace on its second line", () => {
  const tail = "Init Duration: 340.10 ms\tStatus: error\tError Type: Runtime.ImportModuleError";
  const trace = "\nXRAY TraceId: 1-5759e988-bd862e3fe1be46a994272793\tSegmentId: 53995c3f42cd8ad8\tSampled: true\t\n";
  const { mark, keys } = readLine(`${REPORT}${tail}${trace}`);
  assert.ok(mark?.kind === "report");
  assert.equal(mark.status, "error");
  assert.equal(mark.errorType, "Runtime.ImportModuleError");
  assert.equal(mark.initMs, 340.1);
  assert.equal(mark.durationMs, 3012.55);
  assert.equal(mark.trace, "1-5759e988-bd862e3fe1be46a994272793");
  assert.ok(keys.some(({ value, role }) => value === mark.trace && role === "mentioned"));
});

test("tabs that became spaces on the way change nothing", () => {
  const { mark } = readLine(`${REPORT}Status: timeout`.replaceAll("\t", "  "));
  assert.ok(mark?.kind === "report");
  assert.equal(mark.status, "timeout");
  assert.equal(mark.memoryMB, 256);
});

for (const before of ["", "2026-11-22T02:31:05.150Z "]) {
  test(`a timeout ${before === "" ? "without" : "with"} a time before it is an error that the platform reports`, () => {
    const { requestId, mark, level, reported, error } = readLine(
      `${before}${ID} Task timed out after 6.01 seconds\n\n`,
    );
    assert.equal(requestId, ID);
    assert.deepEqual(mark, { kind: "timeout", afterMs: 6010 });
    assert.equal(level, "error");
    assert.equal(reported, "unhandled");
    assert.equal(error?.type, "Sandbox.Timedout");
    assert.equal(error.message, "Task timed out after 6.01 seconds");
  });
}

test("a runtime that exits says why, and of which type that is on its next line", () => {
  const killed = readLine(`RequestId: ${ID} Error: Runtime exited with error: signal: killed\nRuntime.ExitError\n`);
  assert.equal(killed.requestId, ID);
  assert.equal(killed.reported, "unhandled");
  assert.deepEqual(killed.error, {
    type: "Runtime.ExitError",
    message: "Runtime exited with error: signal: killed",
    stack: [],
    causes: [],
  });
  const silent = readLine(`RequestId: ${ID} Error: Runtime exited without providing a reason`);
  assert.equal(silent.error?.type, "Runtime.ExitError");
  assert.equal(silent.error.message, "Runtime exited without providing a reason");
});

test("a cold start has no invocation yet, and tells its status where it failed", () => {
  const start = readLine("INIT_START Runtime Version: python:3.10.v11\tRuntime Version ARN: arn:aws:lambda:…\n");
  assert.equal(start.requestId, null);
  assert.deepEqual(start.mark, { kind: "init", status: null, errorType: null });
  const failed = readLine(
    "INIT_REPORT Init Duration: 150.79 ms\tPhase: init\tStatus: error\tError Type: Runtime.UserCodeSyntaxError\n",
  );
  assert.deepEqual(failed.mark, { kind: "init", status: "error", errorType: "Runtime.UserCodeSyntaxError" });
});

test("an application that prints a platform's words in the middle of a line speaks for itself", () => {
  const { mark, requestId } = readLine(`saw START RequestId: ${ID} Version: 1`);
  assert.equal(mark, null);
  assert.equal(requestId, null);
});
