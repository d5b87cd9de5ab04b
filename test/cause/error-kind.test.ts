import assert from "node:assert/strict";
import { test } from "node:test";
import { sortOfFailure } from "../../src/cause/error-kind.ts";
import type { Json } from "../../src/json.ts";
import type { LogRecord, Seen } from "../../src/record.ts";
import type { CauseKind } from "../../src/report.ts";
import { micros } from "../../src/time.ts";
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
  ["Error", "certificateId must not be empty", "bad-input"],
  ["Error", "Gift certificate not found", "code"],
  ["Error", "The gift certificate has expired", "code"],
  ["Error", "certificate has expired", "dependency"],
  ["Error", "connection plan timeout must be set", "bad-input"],
  ["Error", "Knex: Timeout acquiring a connection. The pool is probably full.", "timeout"],
  ["Error", "The certificate chain store has no branch here", "code"],
  ["Error", "SSL error page template missing", "code"],
  ["Error", "Room 404 not found", "code"],
  ["Error", "Too many connections between line A and line B", "code"],
  ["Error", "the primary driver is not primary here", "code"],
  ["Error", "deadlock detected between two trains", "code"],
  ["Error", "The driver's time out of office", "code"],
  ["Error", "the price server answered 503", "dependency"],
  ["Error", "Expected status 200 but got 500", "dependency"],
  ["Error", "Pass options.removeUndefinedValues=true to remove undefined values from map/array/set.", "bad-input"],
  ["Error", "The name holds a forbidden character", "code"],
  ["Error", "403 Forbidden", "permission"],
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

const OWN = ["at tax (/var/task/src/tax.js:12:9)", "at async handler (/var/task/src/index.js:4:3)"];
const OF_THE_SDK = [
  "at throwDefaultError (/var/task/node_modules/@smithy/smithy-client/dist-cjs/index.js:1:2)",
  ...OWN,
];
const BUNDLED = ["at de_InternalServerErrorRes (/var/task/index.js:9001:3)", ...OWN];

test("an error that a team names like one of AWS, and throws in its own code, is its code's", () => {
  for (const [type, message] of [
    ["InternalServerErrorException", "Could not compute the tax"],
    ["ServiceUnavailableException", "No driver is free"],
    ["ResourceNotFoundException", "Ride 7 is unknown"],
    ["LimitExceededException", "Five rides a day, and no more"],
  ] as const) {
    const error = { type, message, stack: OWN, causes: [] };
    assert.deepEqual(sortOfFailure(hopOf("lambda checkout", { outcome: "error", error })), { kind: "code" }, type);
  }
});

test("what an SDK threw, bundled or not, or a call was answered with, is the service's own error", () => {
  const error = (stack: readonly string[]): Seen => ({
    type: "InternalServerError",
    message: "Internal server error",
    stack,
    causes: [],
  });
  const fault = { kind: "dependency", detail: "server-error" };
  for (const stack of [OF_THE_SDK, BUNDLED, []])
    assert.deepEqual(sortOfFailure(hopOf("lambda checkout", { outcome: "error", error: error(stack) })), fault);
  assert.deepEqual(sortOfFailure(hopOf("dynamodb rides", { outcome: "error", error: error(OWN) })), fault);
});

test("a minified program's error is the SDK's where the line shows what the SDK adds to it", () => {
  const error = { type: "InternalServerError", message: "Internal server error", stack: OWN, causes: [] };
  const line = (body: Json) =>
    sortOfFailure(hopOf("lambda checkout", { outcome: "error", error, logs: [lineOf(error, body)] })).kind;
  const told = { errorType: error.type, errorMessage: error.message };
  assert.equal(line({ ...told, $metadata: { httpStatusCode: 500, attempts: 3 } }), "dependency");
  assert.equal(line({ level: "ERROR", message: { ...told, $metadata: { httpStatusCode: 500 } } }), "dependency");
  assert.equal(line(told), "code");
});

test("a call that AWS refused without a code is what its words say", () => {
  const type = "software.amazon.awssdk.services.dynamodb.model.DynamoDbException";
  const said = (message: string) => {
    const error = {
      type,
      message: `${message} (Service: DynamoDb, Status Code: 400, Request ID: 8A1)`,
      stack: [],
      causes: [],
    };
    return sortOfFailure(hopOf("dynamodb rides", { outcome: "error", error })).kind;
  };
  const empty = "The AttributeValue for a key attribute cannot contain an empty string value. Key: rideId";
  assert.equal(said(`One or more parameter values are not valid. ${empty}`), "bad-input");
  assert.equal(said("Rate exceeded"), "throttled");
  assert.equal(said("It did not work out"), "dependency");
});

test("an error of AWS that the program wrapped is found among the causes", () => {
  const cause = {
    type: "software.amazon.awssdk.services.sqs.model.SqsException",
    message: "Rate exceeded (Service: Sqs, Status Code: 400, Request ID: 8A1)",
  };
  const error = { type: "java.lang.RuntimeException", message: "could not send", stack: OWN, causes: [cause] };
  assert.equal(sortOfFailure(hopOf("lambda checkout", { outcome: "error", error })).kind, "throttled");
});

function lineOf(error: Seen, body: Json): LogRecord {
  return {
    id: "line",
    origin: { source: "files" },
    keys: [],
    error,
    at: micros(0),
    ingestedAt: null,
    level: "error",
    mark: null,
    requestId: null,
    positional: false,
    reported: "unhandled",
    named: null,
    text: "",
    body,
  };
}

function failed(type: string | null, message: string): Hop {
  const stack = type === null ? [] : ["at f (/var/task/index.js:1:2)"];
  return hopOf("lambda checkout", { outcome: "error", error: { type, message, stack, causes: [] } });
}
