import assert from "node:assert/strict";
import { test } from "node:test";
import { sortOfFailure } from "../../src/cause/error-kind.ts";
import type { CauseKind } from "../../src/report.ts";
import type { Hop } from "../../src/transaction.ts";
import { hopOf } from "../impact/hop-of.ts";

const FAILURES: readonly (readonly [type: string | null, message: string, kind: CauseKind])[] = [
  [
    "ProvisionedThroughputExceededException",
    "The level of configured provisioned throughput was exceeded",
    "throttled",
  ],
  ["ThrottlingException", "Rate exceeded", "throttled"],
  ["Runtime.ExitError", "RequestId: x Error: Runtime exited with error: signal: killed", "memory"],
  ["Error", "JavaScript heap out of memory", "memory"],
  ["AccessDeniedException", "User: arn:aws:sts::1:x is not authorized to perform: dynamodb:PutItem", "permission"],
  ["ExpiredTokenException", "The security token included in the request is expired", "permission"],
  ["Error", "connect ECONNREFUSED 10.0.0.1:5432", "dependency"],
  ["Error", "getaddrinfo ENOTFOUND api.bank.example", "dependency"],
  ["Sandbox.Timedout", "Task timed out after 3.00 seconds", "timeout"],
  ["Error", "ETIMEDOUT", "timeout"],
  ["TypeError", "Cannot read properties of undefined (reading 'rideId')", "code"],
  ["Runtime.ImportModuleError", "Cannot find module 'index'", "code"],
  ["KeyError", "'rideId'", "code"],
  ["ValidationError", "details.rideId cannot be an empty string", "bad-input"],
  ["Error", "email is required", "bad-input"],
  ["Error", "boom", "code"],
  [null, "something else", "unknown"],
];

for (const [type, message, kind] of FAILURES) {
  test(`${type ?? "an error without a type"}: "${message.slice(0, 60)}" is ${kind}`, () => {
    assert.equal(sortOfFailure(failed(type, message)).kind, kind);
  });
}

test("a call that failed without words is a dependency's failure, and a throttled one is a throttle", () => {
  assert.equal(sortOfFailure(hopOf("http api.bank.example", { outcome: "error" })).kind, "dependency");
  assert.equal(sortOfFailure(hopOf("http api.bank.example", { outcome: "throttled" })).kind, "throttled");
  assert.equal(sortOfFailure(hopOf("http api.bank.example", { outcome: "timeout" })).kind, "timeout");
});

test("an error without a stack, a known type or known words is unknown", () => {
  const error = { type: "Odd", message: "odd", stack: [], causes: [] };
  assert.equal(sortOfFailure(hopOf("lambda checkout", { outcome: "error", error })).kind, "unknown");
});

test("a message that holds a whole payload is judged by its beginning", () => {
  assert.equal(sortOfFailure(failed("Error", `${"expected ".repeat(50_000)} got none`)).kind, "code");
});

function failed(type: string | null, message: string): Hop {
  const stack = type === null ? [] : ["at f (/var/task/index.js:1:2)"];
  return hopOf("lambda checkout", { outcome: "error", error: { type, message, stack, causes: [] } });
}
