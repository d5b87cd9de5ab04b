import assert from "node:assert/strict";
import { test } from "node:test";
import { readLine } from "./read-line.ts";

const AT = "2026-11-22T02:31:05.150Z";
const ID = "de1cf8e1-94bc-4af4-a0f9-c4f9c20919aa";

test("the columns are taken apart", () => {
  const record = readLine(`[INFO]\t${AT}\t${ID}\tevent: {"rideId": "ride_1"}\n`);
  assert.equal(record.requestId, ID);
  assert.equal(record.level, "info");
  assert.equal(record.text, "event:");
  assert.deepEqual(record.body, { rideId: "ride_1" });
});

test("while the module loads there is no id", () => {
  assert.equal(readLine(`[WARNING]\t${AT}\t\tslow import`).requestId, null);
  assert.equal(readLine(`[WARNING]\t${AT}\t\tslow import`).level, "warn");
});

test("a traceback that was logged is a handled error, innermost frame first", () => {
  const traceback = [
    "pricing failed",
    "Traceback (most recent call last):",
    '  File "/var/task/pricing.py", line 12, in handler',
    "    fare = work_out(ride)",
    '  File "/var/task/pricing.py", line 40, in work_out',
    "    return table[ride]",
    "KeyError: 'ride_1'",
  ].join("\n");
  const record = readLine(`[ERROR]\t${AT}\t${ID}\t${traceback}`);
  assert.equal(record.reported, "handled");
  assert.deepEqual(record.error, {
    type: "KeyError",
    message: "'ride_1'",
    stack: ['File "/var/task/pricing.py", line 40, in work_out', 'File "/var/task/pricing.py", line 12, in handler'],
    causes: [],
  });
});

test("an error that nobody caught names no request, and its place in the stream may tell", () => {
  const line =
    '[ERROR] ReadTimeout: HTTPSConnectionPool: Read timed out.\nTraceback (most recent call last):\n\u00a0\u00a0File "/var/task/pricing.py", line 31, in handler\n\u00a0\u00a0\u00a0\u00a0fare = ask()\n';
  const record = readLine(line);
  assert.equal(record.requestId, null);
  assert.equal(record.positional, true);
  assert.equal(record.reported, "unhandled");
  assert.equal(record.error?.type, "ReadTimeout");
  assert.equal(record.error.message, "HTTPSConnectionPool: Read timed out.");
  assert.deepEqual(record.error.stack, ['File "/var/task/pricing.py", line 31, in handler']);
});

test("an error of a type in a package, without any message, is read as well", () => {
  const record = readLine(
    '[ERROR] botocore.exceptions.Boom\nTraceback (most recent call last):\n  File "a.py", line 1',
  );
  assert.equal(record.error?.type, "botocore.exceptions.Boom");
  assert.equal(record.error.message, "");
});

test("a print that begins with [ERROR] and has no traceback is no end of the invocation", () => {
  assert.equal(readLine("[ERROR] Something: is odd\nbut it goes on").reported, "handled");
});

test("a line that is all line breaks is read, and not for ever", () => {
  assert.equal(readLine(`[ERROR] Boom${"\n".repeat(200_000)}`).reported, "handled");
});

test("a message of several lines, as validators write it, is read whole", () => {
  const record = readLine(
    '[ERROR] ValidationError: 1 validation error for Ride\rdetails.rideId\r  Field required [type=missing]\rTraceback (most recent call last):\r  File "/var/task/app.py", line 1, in handler\r',
  );
  assert.equal(record.error?.message, "1 validation error for Ride\ndetails.rideId\n  Field required [type=missing]");
});
