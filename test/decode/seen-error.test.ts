import assert from "node:assert/strict";
import { test } from "node:test";
import { seenError } from "../../src/decode/seen-error.ts";

const TABLE = "arn:aws:dynamodb:eu-central-1:123456789012:table/orders";

test("why a call was throttled, and of what, stands in DynamoDB's exceptions", () => {
  const reasons = [{ reason: "TableWriteKeyRangeThroughputExceeded", resource: TABLE }];
  assert.deepEqual(seenError({ name: "ThrottlingException", ThrottlingReasons: reasons })?.reasons, reasons);
  assert.deepEqual(seenError({ name: "ThrottlingException", throttlingReasons: reasons })?.reasons, reasons);
});

test("Lambda's exception has one word for it", () => {
  const error = {
    name: "TooManyRequestsException",
    message: "Rate Exceeded.",
    Reason: "ConcurrentInvocationLimitExceeded",
  };
  assert.deepEqual(seenError(error)?.reasons, [{ reason: "ConcurrentInvocationLimitExceeded", resource: null }]);
});

test("an error without reasons has none, and what is no reason is left out", () => {
  assert.equal(seenError({ name: "BoomError" })?.reasons, undefined);
  assert.equal(seenError({ name: "BoomError", ThrottlingReasons: "many" })?.reasons, undefined);
  assert.equal(seenError({ name: "BoomError", ThrottlingReasons: [1, null, {}] })?.reasons, undefined);
});

test("Python's runtime lists the innermost frame last", () => {
  const stackTrace = [
    '  File "/var/task/app.py", line 3, in handler\n    save()\n',
    '  File "/var/task/app.py", line 9, in save\n',
  ];
  const stack = seenError({ errorType: "KeyError", errorMessage: "'id'", stackTrace })?.stack;
  assert.deepEqual(stack, [
    'File "/var/task/app.py", line 9, in save',
    'File "/var/task/app.py", line 3, in handler save()',
  ]);
});
