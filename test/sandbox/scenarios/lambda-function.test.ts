import assert from "node:assert/strict";
import { test } from "node:test";
import { LambdaFunction, type NewFunction } from "../../../sandbox/world/lambda/lambda-function.ts";
import { NODE_22 } from "../../../sandbox/world/lambda/runtime.ts";
import { lambdaJson } from "../../../sandbox/world/logging/lambda-json.ts";
import { nodeText } from "../../../sandbox/world/logging/node-text.ts";
import type { Trace } from "../../../sandbox/world/trace.ts";
import { createWorld, type World } from "../../../sandbox/world/world.ts";

const AT = Date.parse("2026-11-22T02:00:00.000Z");
const TRACE: Trace = { root: "1-6b024ca0-c8d58781e4e70bc3b3a2e6c9", sampled: true };
const FUNCTION: NewFunction = {
  name: "checkout",
  runtime: NODE_22,
  memoryMb: 512,
  initMs: 400,
  style: nodeText,
  tracing: false,
  variables: { STAGE: "prod" },
};

test("the first invocation begins an environment, which logs its variables before START", () => {
  const world = createWorld(1);
  invoke(new LambdaFunction(world, FUNCTION), AT, 100);
  const [stream, ...others] = world.logs.streams();
  assert.equal(others.length, 0);
  assert.equal(stream?.group, "/aws/lambda/checkout");
  assert.match(stream?.stream ?? "", /^2026\/11\/22\/\[\$LATEST\][0-9a-f]{32}$/);
  assert.deepEqual(words(world), ["INIT_START", "environment", "START", "RESULT", "END", "REPORT"]);
  assert.match(stream?.lines.at(-1)?.message ?? "", /\tInit Duration: [\d.]+ ms\t\n$/);
});

test("an environment that is free is used again, and one that is busy is not", () => {
  const world = createWorld(1);
  const checkout = new LambdaFunction(world, FUNCTION);
  invoke(checkout, AT, 100);
  invoke(checkout, AT + 2000, 1000);
  assert.equal(world.logs.streams().length, 1);
  invoke(checkout, AT + 2500, 100);
  assert.equal(world.logs.streams().length, 2);
  invoke(checkout, AT + 6000, 100);
  assert.equal(world.logs.streams().length, 2);
});

test("an environment that was idle for long is gone", () => {
  const world = createWorld(1);
  const checkout = new LambdaFunction(world, FUNCTION);
  invoke(checkout, AT, 100);
  invoke(checkout, AT + 20 * 60_000, 100);
  assert.equal(world.logs.streams().length, 2);
});

test("a deploy begins new environments, which name the version in their streams and START lines", () => {
  const world = createWorld(1);
  const checkout = new LambdaFunction(world, { ...FUNCTION, version: "41" });
  invoke(checkout, AT, 100);
  checkout.deploy("42");
  invoke(checkout, AT + 5000, 100);
  const [before, after] = world.logs.streams();
  assert.ok(before?.stream.includes("[41]") && after?.stream.includes("[42]"));
  assert.ok(after?.lines.some(({ message }) => /^START RequestId: \S+ Version: 42\n$/.test(message)));
});

test("a report names a sampled trace where active tracing is on", () => {
  for (const [tracing, sampled] of [
    [true, true],
    [true, false],
    [false, true],
  ] as const) {
    const world = createWorld(1);
    invoke(new LambdaFunction(world, { ...FUNCTION, tracing }), AT, 10, { ...TRACE, sampled });
    const report = world.logs.streams()[0]?.lines.at(-1)?.message ?? "";
    assert.equal(
      /\nXRAY TraceId: 1-6b024ca0-\w{24}\tSegmentId: \w{16}\tSampled: true\t\n$/.test(report),
      tracing && sampled,
    );
  }
});

test("the JSON format names the trace at the start, and logs the environment inside of the first invocation", () => {
  const world = createWorld(1);
  invoke(new LambdaFunction(world, { ...FUNCTION, style: lambdaJson }), AT, 100);
  const lines = world.logs.streams()[0]?.lines.map(({ message }) => message) ?? [];
  const types = lines.map((line) => /"type":"(platform\.\w+)"/.exec(line)?.[1] ?? "application");
  assert.deepEqual(types, [
    "platform.initStart",
    "platform.start",
    "application",
    "application",
    "platform.runtimeDone",
    "platform.report",
  ]);
  assert.match(lines[1] ?? "", /"type":"X-Amzn-Trace-Id","value":"Root=1-6b024ca0-/);
  assert.match(lines[2] ?? "", /"environment":\{"STAGE":"prod"/);
  assert.match(lines[5] ?? "", /"status":"success"/);
});

test("a handler that throws leaves the runtime's line, and the platform's lines after it", () => {
  const world = createWorld(1);
  const threw = { name: "TypeError", message: "no", frames: [], fields: {} };
  const checkout = new LambdaFunction(world, FUNCTION);
  const invoked = checkout.invoke({
    at: AT,
    requestId: "r",
    trace: TRACE,
    apiRequestId: null,
    program: () => ({ threw }),
  });
  assert.equal(invoked.threw, true);
  assert.deepEqual(words(world).slice(2), ["START", "Invoke Error", "END", "REPORT"]);
});

function invoke(lambda: LambdaFunction, at: number, durationMs: number, trace = TRACE): void {
  lambda.invoke({
    at,
    requestId: "8a3f1c52-5a0e-4d0c-9d52-6a0e0d6a1f10",
    trace,
    apiRequestId: null,
    program(invocation) {
      invocation.works(durationMs);
      invocation.says({ what: "result", result: {} });
      return { returned: {} };
    },
  });
}

/** What each line of the only stream is. */
function words(world: World): string[] {
  return (world.logs.streams()[0]?.lines ?? []).map(
    ({ message }) => /INIT_START|environment|START|RESULT|END|REPORT|Invoke Error/.exec(message)?.[0] ?? message,
  );
}
