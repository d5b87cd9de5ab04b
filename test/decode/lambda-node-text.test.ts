import assert from "node:assert/strict";
import { test } from "node:test";
import { readLine } from "./read-line.ts";

const AT = "2026-11-22T02:31:05.150Z";
const ID = "de1cf8e1-94bc-4af4-a0f9-c4f9c20919aa";

test("the columns are taken apart, and the JSON in the message becomes the body", () => {
  const record = readLine(`${AT}\t${ID}\tINFO\tEVENT {"rideId":"ride_1","tags":["a]","}"]}\n`);
  assert.equal(record.requestId, ID);
  assert.equal(record.level, "info");
  assert.equal(record.text, "EVENT");
  assert.deepEqual(record.body, { rideId: "ride_1", tags: ["a]", "}"] });
  assert.equal(record.reported, null);
  assert.deepEqual(record.keys, [{ kind: "lambda-request", value: ID, role: "self", path: "requestId" }]);
});

test("several JSON values in a message are a list, and the words around them are the text", () => {
  const record = readLine(`${AT}\t${ID}\tDEBUG\tPutItem {"TableName":"rides"} -> {"ok":true} done`);
  assert.equal(record.text, "PutItem  ->  done");
  assert.deepEqual(record.body, [{ TableName: "rides" }, { ok: true }]);
});

test("the word undefined in the place of the id means that the module was still loading", () => {
  assert.equal(readLine(`${AT}\tundefined\tINFO\tconnecting`).requestId, null);
});

test("an error that the handler let through is unhandled, with its stack and its causes", () => {
  const error = {
    errorType: "ValidationError",
    errorMessage: "details.rideId cannot be an empty string",
    stack: [
      "ValidationError: details.rideId cannot be an empty string",
      "    at check (/var/task/index.js:10:7)",
      "    at Runtime.handler (/var/task/index.js:20:3)",
    ],
    cause: { name: "RangeError", message: "too short", cause: { name: "Error", message: "" } },
  };
  const record = readLine(`${AT}\t${ID}\tERROR\tInvoke Error \t${JSON.stringify(error)}`);
  assert.equal(record.reported, "unhandled");
  assert.deepEqual(record.error, {
    type: "ValidationError",
    message: "details.rideId cannot be an empty string",
    stack: ["at check (/var/task/index.js:10:7)", "at Runtime.handler (/var/task/index.js:20:3)"],
    causes: [
      { type: "RangeError", message: "too short" },
      { type: "Error", message: "" },
    ],
  });
});

test("an error of a class that does not call itself one is read by its type, for the runtime says what it is", () => {
  const line = `${AT}\t${ID}\tERROR\tInvoke Error \t{"errorType":"OutOfStock","errorMessage":"no more","stack":[]}`;
  assert.deepEqual(readLine(line).error, { type: "OutOfStock", message: "no more", stack: [], causes: [] });
});

for (const words of ["Uncaught Exception", "Unhandled Promise Rejection"]) {
  test(`${words} ends the invocation as well`, () => {
    const line = `${AT}\t${ID}\tERROR\t${words} \t{"errorType":"Error","errorMessage":"boom","stack":["Error: boom"]}`;
    assert.equal(readLine(line).reported, "unhandled");
  });
}

test("an error that was only logged is handled, and its printed stack is read", () => {
  const record = readLine(
    `${AT}\t${ID}\tERROR\tError: boom\r    at f (/var/task/a.js:1:2)\r    at g (/var/task/a.js:3:4)`,
  );
  assert.equal(record.reported, "handled");
  assert.deepEqual(record.error, {
    type: "Error",
    message: "boom",
    stack: ["at f (/var/task/a.js:1:2)", "at g (/var/task/a.js:3:4)"],
    causes: [],
  });
});

test("an error that was logged behind words of the application is known by its own type", () => {
  const said = "could not save the ride: ProvisionedThroughputExceededException: The level of throughput was exceeded";
  const { error } = readLine(`${AT}\t${ID}\tERROR\t${said}\r    at throwDefaultError (/var/task/a.js:1:2) {`);
  assert.equal(error?.type, "ProvisionedThroughputExceededException");
  assert.equal(error.message, "The level of throughput was exceeded");
});

test("words alone on the level ERROR are an error without a type, and WARN is none", () => {
  assert.deepEqual(readLine(`${AT}\t${ID}\tERROR\tcart is gone`).error, {
    type: null,
    message: "cart is gone",
    stack: [],
    causes: [],
  });
  const warned = readLine(`${AT}\t${ID}\tWARN\tretrying {"attempt":2}`);
  assert.equal(warned.error, null);
  assert.equal(warned.reported, null);
  assert.equal(warned.level, "warn");
});

test("ids in the message are mentioned, once each, and the line's own id is not among them", () => {
  const event = "6f1d2c3b-4a59-4e68-8d77-1b2c3d4e5f60";
  const record = readLine(`${AT}\t${ID}\tINFO\t${ID} published ${event}, yes ${event}`);
  assert.deepEqual(record.keys, [
    { kind: "lambda-request", value: ID, role: "self", path: "requestId" },
    { kind: "external", value: event, role: "mentioned", path: "text" },
  ]);
});
