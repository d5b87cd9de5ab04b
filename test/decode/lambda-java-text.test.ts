import assert from "node:assert/strict";
import { test } from "node:test";
import { readLine } from "./read-line.ts";

const ID = "de1cf8e1-94bc-4af4-a0f9-c4f9c20919aa";
const STACK =
  "java.lang.IllegalStateException: no fare\n\tat a.B.c(B.java:7)\n\tat a.B.d(B.java:9)\nCaused by: java.io.IOException: refused\n\tat e.F.g(F.java:3)";

test("log4j2's pattern tells the moment, the invocation, the level and where it was said", () => {
  const record = readLine(`2026-11-22 02:31:05.150 ${ID} INFO  RideHandler:42 - EVENT {"rideId":"r-1"}`);
  assert.deepEqual([record.requestId, record.level, record.text, record.error], [ID, "info", "EVENT", null]);
  assert.deepEqual(record.body, { rideId: "r-1" });
  assert.equal(readLine("2026-11-22 02:31:05,150  WARN  RideHandler:42 - while it starts").requestId, null);
});

test("an error under log4j2's pattern is handled, with the class, the frames and the causes of the stack under it", () => {
  const { error, reported } = readLine(`2026-11-22 02:31:05.150 ${ID} ERROR RideHandler:42 - could not save\n${STACK}`);
  assert.equal(reported, "handled");
  assert.equal(error?.type, "java.lang.IllegalStateException");
  assert.equal(error.message.split("\n")[0], "no fare");
  assert.equal(error.stack[0], "at a.B.c(B.java:7)");
  assert.deepEqual(error.causes, [{ type: "java.io.IOException", message: "refused" }]);
});

test("a LambdaLogger with a level writes it in brackets", () => {
  const warned = readLine("[WARN] slow");
  assert.deepEqual([warned.level, warned.text, warned.reported], ["warn", "slow", null]);
  const failed = readLine("[ERROR] no fare");
  assert.deepEqual([failed.level, failed.error?.message, failed.reported], ["error", "no fare", "handled"]);
});

test("an exception that the handler let through is printed by the runtime as words, class and stack", () => {
  const { error, reported, requestId } = readLine(`no fare: java.lang.IllegalStateException\n${STACK}`);
  assert.deepEqual([reported, requestId], ["unhandled", null]);
  assert.deepEqual([error?.type, error?.message], ["java.lang.IllegalStateException", "no fare"]);
  assert.equal(error?.stack.length, 3);
});

test("a stack that the application printed is handled, and one of a thread that died is not", () => {
  assert.deepEqual([readLine(STACK).reported, readLine(STACK).error?.message], ["handled", "no fare"]);
  const died = readLine(`Exception in thread "main" ${STACK}`);
  assert.deepEqual([died.reported, died.error?.type], ["unhandled", "java.lang.IllegalStateException"]);
});

test("Java's layouts in JSON hold the invocation's id at the top or among labels", () => {
  const logger = readLine(
    JSON.stringify({ timestamp: "2026-11-22T02:31:05Z", level: "INFO", message: "hi", AWSRequestId: ID }),
  );
  const log4j = readLine(
    JSON.stringify({
      level: "ERROR",
      message: "could not save",
      errorType: "java.lang.IllegalStateException",
      errorMessage: "no fare",
      stackTrace: ["a.B.c(B.java:7)"],
      labels: { AWSRequestId: ID },
    }),
  );
  assert.equal(logger.requestId, ID);
  assert.deepEqual([log4j.requestId, log4j.reported, log4j.error?.message], [ID, "handled", "no fare"]);
  assert.deepEqual(log4j.error?.stack, ["a.B.c(B.java:7)"]);
});

test("prose with a colon and a class in it is no exception", () => {
  assert.equal(readLine("we use: java.lang.String\nat times").error, null);
  assert.equal(readLine("we met: a.b.Fare\n\tat a.b.C(C.java:1)").reported, null);
});
