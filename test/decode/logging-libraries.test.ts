import assert from "node:assert/strict";
import { test } from "node:test";
import type { JsonObject } from "../../src/json.ts";
import type { LogRecord } from "../../src/record.ts";
import { readLine } from "./read-line.ts";

const ID = "de1cf8e1-94bc-4af4-a0f9-c4f9c20919aa";

test("Powertools for Python names the class beside the traceback, whose innermost frame comes first", () => {
  const traceback =
    'Traceback (most recent call last):\n  File "/var/task/app.py", line 7, in handler\n    f()\n  File "/var/task/fare.py", line 3, in f\nKeyError: \'rideId\'';
  const { error, requestId, reported } = read({
    level: "ERROR",
    location: "handler:7",
    message: "could not charge",
    function_request_id: ID,
    exception: traceback,
    exception_name: "KeyError",
  });
  assert.deepEqual([requestId, reported, error?.type, error?.message], [ID, "handled", "KeyError", "'rideId'"]);
  assert.equal(error?.stack[0], 'File "/var/task/fare.py", line 3, in f');
  const frames = [
    { file: "/var/task/app.py", line: 7, function: "handler" },
    { file: "/var/task/fare.py", line: 3, function: "f" },
  ];
  const told = read({
    level: "ERROR",
    message: "x",
    exception_name: "KeyError",
    stack_trace: { type: "KeyError", value: "'rideId'", frames },
  });
  assert.equal(told.error?.stack[0], "at f (/var/task/fare.py:3)");
});

test("Powertools for Java puts class, words and stack under error", () => {
  const { error, requestId } = read({
    level: "ERROR",
    message: "could not charge",
    function_request_id: ID,
    error: { message: "no fare", name: "java.lang.IllegalStateException", stack: "[a.B.c(B.java:7), a.B.d(B.java:9)]" },
  });
  assert.deepEqual([requestId, error?.type, error?.message], [ID, "java.lang.IllegalStateException", "no fare"]);
});

test("pino-lambda's line has Lambda's columns, and its structured form all of pino's inside of the message", () => {
  const columns = readLine(
    `2026-11-22T02:31:05.150Z\t${ID}\tINFO\tride accepted\t{"awsRequestId":"${ID}","rideId":"r-1"}`,
  );
  assert.deepEqual([columns.requestId, columns.text, columns.level], [ID, "ride accepted", "info"]);
  const structured = read({
    requestId: ID,
    message: {
      level: 50,
      msg: "no fare",
      err: { type: "FareError", message: "none", stack: "FareError: none\n    at f (a.js:1:2)" },
    },
  });
  assert.deepEqual(
    [structured.requestId, structured.level, structured.text, structured.reported],
    [ID, "error", "no fare", "handled"],
  );
});

test("dazn's logger names the error beside the message, and has its level as a number", () => {
  const { error, level, requestId } = read({
    message: "could not charge",
    awsRequestId: ID,
    level: 50,
    sLevel: "ERROR",
    errorName: "FareError",
    errorMessage: "no fare",
    stackTrace: "FareError: no fare\n    at f (/var/task/a.js:1:2)",
  });
  assert.deepEqual(
    [requestId, level, error],
    [ID, "error", { type: "FareError", message: "no fare", stack: ["at f (/var/task/a.js:1:2)"], causes: [] }],
  );
});

test("winston puts the stack of an error beside its message", () => {
  const { error, reported } = read({
    level: "error",
    message: "no fare",
    stack: "FareError: no fare\n    at f (/var/task/a.js:1:2)",
  });
  assert.equal(reported, "handled");
  assert.deepEqual([error?.type, error?.stack], ["FareError", ["at f (/var/task/a.js:1:2)"]]);
});

test("a metric is no error, whatever its values are called, and it is its invocation's", () => {
  const record = read({
    _aws: {
      Timestamp: 1763778665150,
      CloudWatchMetrics: [{ Namespace: "rides", Dimensions: [["service"]], Metrics: [{ Name: "Errors" }] }],
    },
    function_name: "ride-service",
    requestId: ID,
    level: "error",
    Errors: 3,
    error: { name: "FareError", message: "no fare" },
  });
  assert.deepEqual(
    [record.requestId, record.error, record.reported, record.level, record.text],
    [ID, null, null, null, "metrics rides"],
  );
});

test("what Datadog puts before a message is left out of it, and does not hide the error's class", () => {
  const injected = "[dd.service=rides dd.trace_id=1234567890123456789 dd.span_id=7]";
  const record = readLine(`2026-11-22T02:31:05.150Z\t${ID}\tINFO\t${injected} ride accepted`);
  assert.deepEqual([record.text, record.requestId], ["ride accepted", ID]);
  assert.deepEqual(
    record.keys.find(({ kind }) => kind === "correlation"),
    { kind: "correlation", value: "1234567890123456789", role: "shared", path: "dd.trace_id" },
  );
  const failed = readLine(
    `2026-11-22T02:31:05.150Z\t${ID}\tERROR\t${injected} TypeError: no fare\r    at f (a.js:1:2)`,
  );
  assert.deepEqual([failed.error?.type, failed.error?.stack], ["TypeError", ["at f (a.js:1:2)"]]);
});

test("Ruby's Logger tells the level and the invocation", () => {
  const record = readLine(`E, [2026-11-22T02:31:05.150000 #8] ERROR ${ID} -- : no fare (FareError)`);
  assert.deepEqual([record.requestId, record.level, record.error?.type], [ID, "error", "FareError"]);
  assert.equal(readLine(`I, [2026-11-22T02:31:05.150000 #8]  INFO -- : hi`).text, "hi");
});

test(".NET's console has Lambda's columns, with levels of four letters", () => {
  const record = readLine(`2026-11-22T02:31:05.150Z\t${ID}\tfail\tno fare`);
  assert.deepEqual([record.requestId, record.level, record.text, record.reported], [ID, "error", "no fare", "handled"]);
});

function read(line: JsonObject): LogRecord {
  return readLine(JSON.stringify(line));
}
