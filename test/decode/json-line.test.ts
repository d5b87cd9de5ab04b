import assert from "node:assert/strict";
import { test } from "node:test";
import type { Json } from "../../src/json.ts";
import type { LogRecord } from "../../src/record.ts";
import { readLine } from "./read-line.ts";

const ID = "de1cf8e1-94bc-4af4-a0f9-c4f9c20919aa";
const TRACE = "1-5759e988-bd862e3fe1be46a994272793";

test("a Powertools line has the function's request id, its level, its message, and the whole line as body", () => {
  const line = {
    level: "INFO",
    message: "ride accepted",
    timestamp: "2026-11-22T02:31:05.150Z",
    service: "rides",
    function_name: "ride-service",
    function_request_id: ID,
    xray_trace_id: TRACE,
    rideId: "ride_1",
  };
  const record = read(line);
  assert.equal(record.requestId, ID);
  assert.equal(record.level, "info");
  assert.equal(record.text, "ride accepted");
  assert.deepEqual(record.body, line);
  assert.deepEqual(record.keys.at(-1), { kind: "external", value: TRACE, role: "mentioned", path: "text" });
});

test("a Powertools error is handled, with frames and causes", () => {
  const { error, reported } = read({
    level: "ERROR",
    message: "cannot charge",
    function_request_id: ID,
    error: {
      name: "ChargeError",
      location: "/var/task/index.js:3",
      message: "card refused",
      stack: "ChargeError: card refused\n    at charge (/var/task/index.js:3:9)",
      cause: { name: "TimeoutError", message: "5 s" },
    },
  });
  assert.equal(reported, "handled");
  assert.deepEqual(error, {
    type: "ChargeError",
    message: "card refused",
    stack: ["at charge (/var/task/index.js:3:9)"],
    causes: [{ type: "TimeoutError", message: "5 s" }],
  });
});

test("pino's numbers are levels, and its err is the error", () => {
  const record = read({
    level: 50,
    time: 1763778665150,
    awsRequestId: ID,
    msg: "put failed",
    err: {
      type: "ThrottlingException",
      message: "slow down",
      stack: "ThrottlingException: slow down\n    at f (a.js:1:1)",
    },
  });
  assert.equal(record.level, "error");
  assert.equal(record.requestId, ID);
  assert.equal(record.text, "put failed");
  assert.equal(record.error?.type, "ThrottlingException");
  for (const [number, level] of [
    [10, "trace"],
    [20, "debug"],
    [30, "info"],
    [40, "warn"],
    [60, "fatal"],
  ] as const) {
    assert.equal(read({ level: number, msg: "x" }).level, level);
  }
});

for (const place of [
  { requestId: ID },
  { aws_request_id: ID },
  { AWSRequestId: ID },
  { lambda_request_id: ID },
  { function_context: { request_id: ID } },
  { labels: { AWSRequestId: ID } },
]) {
  test(`the id of the invocation is found in ${Object.keys(place)[0]}`, () => {
    assert.equal(read({ level: "info", message: "hi", ...place }).requestId, ID);
  });
}

test("an id of another form under the same name is not the invocation's: it is only mentioned", () => {
  const record = read({ level: "info", message: "hi", requestId: "JKJaXmPLvHcESHA=" });
  assert.equal(record.requestId, null);
  assert.deepEqual(record.keys, [{ kind: "external", value: "JKJaXmPLvHcESHA=", role: "mentioned", path: "text" }]);
});

test("Lambda's JSON format nests an error that was logged alone in the message", () => {
  const record = read({
    timestamp: "2026-11-22T02:31:05.150Z",
    level: "ERROR",
    requestId: ID,
    message: { errorType: "TypeError", errorMessage: "x is undefined", stackTrace: ["at f (/var/task/a.js:1:2)"] },
  });
  assert.equal(record.text, "x is undefined");
  assert.deepEqual(record.error, {
    type: "TypeError",
    message: "x is undefined",
    stack: ["at f (/var/task/a.js:1:2)"],
    causes: [],
  });
  assert.equal(record.reported, "handled");
});

test("Python's runtime says log_level of an error that nobody caught", () => {
  const { reported, error } = read({
    timestamp: "2026-11-22T02:31:05Z",
    log_level: "ERROR",
    errorMessage: "'rideId'",
    errorType: "KeyError",
    requestId: ID,
    stackTrace: ['  File "/var/task/app.py", line 7, in handler\n'],
  });
  assert.equal(reported, "unhandled");
  assert.deepEqual(error, {
    type: "KeyError",
    message: "'rideId'",
    stack: ['File "/var/task/app.py", line 7, in handler'],
    causes: [],
  });
});

test("an error that the runtime wrote is the line's own, and what caused it is its cause", () => {
  const cause = { name: "RangeError", message: "too short" };
  const { error } = read({ level: "ERROR", message: "x", errorType: "RideError", errorMessage: "no ride", cause });
  assert.deepEqual([error?.type, error?.message], ["RideError", "no ride"]);
  assert.deepEqual(error?.causes, [{ type: "RangeError", message: "too short" }]);
});

test("a logger that calls its level log_level is no runtime: its errors are handled, and its other lines are none", () => {
  assert.equal(read({ log_level: "ERROR", message: "could not reach the bank" }).reported, "handled");
  const quiet = read({ log_level: "INFO", message: "fine" });
  assert.equal(quiet.reported, null);
  assert.equal(quiet.level, "info");
});

for (const words of ["Invoke Error", "Uncaught Exception", "Unhandled Promise Rejection"]) {
  test(`a Node line in JSON that begins with "${words}" ends the invocation`, () => {
    assert.equal(read({ level: "ERROR", requestId: ID, message: words, errorType: "Error" }).reported, "unhandled");
  });
}

test("a warning that carries an error was outlived: handled, and no error level", () => {
  const record = read({ level: "WARN", message: "trying again", err: { name: "SlowDownException", message: "busy" } });
  assert.equal(record.level, "warn");
  assert.equal(record.reported, "handled");
  assert.equal(record.error?.type, "SlowDownException");
});

test("an object called error that is none, such as a flag or a count, is no error", () => {
  const record = read({ level: "INFO", message: "done", error: { count: 0, name: "batch" } });
  assert.equal(record.error, null);
  assert.equal(record.reported, null);
});

test("an ERROR line without an error is one of its words", () => {
  assert.deepEqual(read({ severity: "error", event_message: "nobody home" }).error, {
    type: null,
    message: "nobody home",
    stack: [],
    causes: [],
  });
});

test("Go writes its frames as path, line and label", () => {
  const { error } = read({
    errorMessage: "no such ride",
    errorType: "errorString",
    stackTrace: [{ path: "main.go", line: 12, label: "handler" }, { path: "entry.go" }],
  });
  assert.deepEqual(error?.stack, ["at handler (main.go:12)", "at (entry.go)"]);
});

test("a stream is not in the JSON format because its application writes JSON: lines may be placed by position", () => {
  assert.equal(read({ level: "info", message: "hi" }).positional, true);
});

function read(json: Json): LogRecord {
  return readLine(JSON.stringify(json));
}
