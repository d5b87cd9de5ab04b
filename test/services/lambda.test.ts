import assert from "node:assert/strict";
import { test } from "node:test";
import { lambda } from "../../src/services/lambda.ts";

const ID = "de1cf8e1-94bc-4af4-a0f9-c4f9c20919aa";

test("an Invoke names its function, however it is written", () => {
  for (const FunctionName of ["pricing", "arn:aws:lambda:eu-central-1:123456789012:function:pricing:prod"]) {
    assert.deepEqual(lambda.asked?.({ FunctionName }), { operation: "Invoke", resource: "pricing", keys: [] });
  }
  assert.equal(lambda.asked?.({ FunctionName: "pricing", InvocationType: "Event" })?.operation, "InvokeAsync");
  assert.equal(lambda.asked?.({ functionName: "pricing" }), null);
});

test("the answer's request id is the id of the invocation that it started", () => {
  const told = lambda.answered?.({ StatusCode: 202, $metadata: { httpStatusCode: 202, requestId: ID } }, false);
  assert.deepEqual(told?.keys, [{ kind: "lambda-request", value: ID, role: "self", path: "$metadata.requestId" }]);
  assert.equal(told.partial, null);
  const python = lambda.answered?.({ StatusCode: 200, ResponseMetadata: { RequestId: ID } }, false);
  assert.equal(python?.keys[0]?.value, ID);
});

test("an Invoke that is 200 although the function broke is a failure inside of a success", () => {
  const told = lambda.answered?.({ StatusCode: 200, FunctionError: "Unhandled", $metadata: { requestId: ID } }, false);
  assert.equal(told?.partial?.type, "Unhandled");
});

test("a proxy response is no answer of Invoke", () => {
  assert.equal(lambda.answered?.({ statusCode: 200, StatusCode: 200, $metadata: {} }, true), null);
  assert.equal(lambda.answered?.({ StatusCode: 200 }, true), null);
});
