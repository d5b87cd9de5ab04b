import assert from "node:assert/strict";
import { test } from "node:test";
import { parseArn, plainName } from "../../src/services/arn.ts";
import { callKeys, callMetadata, outcomeOfError, outcomeOfStatus } from "../../src/services/aws-call.ts";
import { headerOf } from "../../src/services/identity.ts";
import { facesOf, SERVICES, titleOf } from "../../src/services/table.ts";
import { traceKey, xrayTraceId } from "../../src/services/trace-id.ts";

for (const [text, name] of [
  ["arn:aws:dynamodb:eu-central-1:123456789012:table/rides/index/by-user", "rides"],
  ["arn:aws:lambda:eu-central-1:123456789012:function:pay:prod", "pay"],
  ["arn:aws:sqs:eu-central-1:123456789012:orders", "orders"],
  ["arn:aws:sns:eu-central-1:123456789012:ride-requested", "ride-requested"],
  ["arn:aws:s3:::exports", "exports"],
  ["arn:aws:states:eu-central-1:123456789012:stateMachine:checkout", "checkout"],
  ["https://sqs.eu-central-1.amazonaws.com/123456789012/orders", "orders"],
  ["https://sqs.eu-central-1.amazonaws.com/123456789012/orders/?x=1", "orders"],
  ["orders", "orders"],
  ["arn:", "arn:"],
] as const) {
  test(`the plain name in ${text} is ${name}`, () => {
    assert.equal(plainName(text), name);
  });
}

test("an ARN that leaves out its region or account has none", () => {
  assert.deepEqual(parseArn("arn:aws:s3:::exports/2026/a:b"), {
    service: "s3",
    region: null,
    account: null,
    resource: "exports/2026/a:b",
  });
  assert.equal(parseArn("not:an:arn"), null);
});

test("both SDKs' metadata tell status, attempts and the id of the call", () => {
  const js = callMetadata({ $metadata: { httpStatusCode: 400, attempts: 3, requestId: "R1", totalRetryDelay: 90 } });
  assert.deepEqual(js, { status: 400, attempts: 3, requestId: "R1", path: "$metadata.requestId" });
  const python = callMetadata({ ResponseMetadata: { HTTPStatusCode: 200, RetryAttempts: 2, RequestId: "R2" } });
  assert.deepEqual(python, { status: 200, attempts: 3, requestId: "R2", path: "ResponseMetadata.RequestId" });
  assert.equal(callMetadata({ metadata: {} }), null);
  assert.deepEqual(callKeys(js), [{ kind: "aws-request", value: "R1", role: "self", path: "$metadata.requestId" }]);
  assert.deepEqual(callKeys(callMetadata({ $metadata: {} })), []);
});

for (const [type, outcome] of [
  ["ProvisionedThroughputExceededException", "throttled"],
  ["com.amazonaws.dynamodb.v20120810#ThrottlingException", "throttled"],
  ["botocore.exceptions.ReadTimeoutError", "timeout"],
  ["Sandbox.Timedout", "timeout"],
  ["TimeoutError", "timeout"],
  ["ConditionalCheckFailedException", "ok"],
  ["NoSuchKey", "ok"],
  ["ValidationException", "error"],
  ["AccessDeniedException", "error"],
  [null, "error"],
] as const) {
  test(`a call that answers with ${type ?? "an error without a type"} ends as ${outcome}`, () => {
    assert.equal(outcomeOfError(type), outcome);
  });
}

for (const [status, outcome] of [
  [200, "ok"],
  [302, "ok"],
  [400, "ok"],
  [404, "ok"],
  [409, "ok"],
  [408, "timeout"],
  [429, "throttled"],
  [500, "error"],
  [502, "error"],
  [504, "timeout"],
] as const) {
  test(`status ${status} is ${outcome}`, () => {
    assert.equal(outcomeOfStatus(status), outcome);
  });
}

test("a trace id is the same in X-Ray's form and in W3C's, in any case", () => {
  const wanted = "1-5759e988-bd862e3fe1be46a994272793";
  assert.equal(xrayTraceId(wanted.toUpperCase()), wanted);
  assert.equal(xrayTraceId("5759e988bd862e3fe1be46a994272793"), wanted);
  assert.equal(xrayTraceId("5759e988-bd86-2e3f-e1be-46a994272793"), null);
});

test("a trace header is read wherever its root stands; what is no root is no trace", () => {
  const root = "1-5759e988-bd862e3fe1be46a994272793";
  for (const header of [`Root=${root}`, `Self=1-67891234-def;Root=${root}`, `Root=${root};Parent=1;Sampled=0`]) {
    assert.equal(traceKey(header, "p")[0]?.value, root);
  }
  for (const header of [null, "", "Root=", "NotRoot=x", "Root=short"]) assert.deepEqual(traceKey(header, "p"), []);
});

test("a header is found in any case", () => {
  assert.equal(headerOf({ "X-Amzn-Trace-ID": "a" }, "x-amzn-trace-id"), "a");
  assert.equal(headerOf({ other: "a" }, "x-amzn-trace-id"), null);
  assert.equal(headerOf(null, "x-amzn-trace-id"), null);
});

test("an operation's name belongs to one service only, or a log line could not tell whose it is", () => {
  const owners = Map.groupBy(
    SERVICES.flatMap(({ name, operations }) => [...operations].map((operation) => ({ operation, name }))),
    ({ operation }) => operation,
  );
  for (const [operation, services] of owners)
    assert.equal(new Set(services.map(({ name }) => name)).size, 1, operation);
});

test("every origin and every name of a call that X-Ray writes belongs to one service", () => {
  for (const field of ["origins", "calls"] as const) {
    const all = SERVICES.flatMap(({ xray }) => xray?.[field] ?? []);
    assert.equal(new Set(all).size, all.length, field);
  }
});

test("a service with two faces is called by one title, and one without a file by its name", () => {
  assert.equal(facesOf("apigateway").length, 3);
  assert.equal(titleOf("apigateway"), "API Gateway");
  assert.equal(titleOf("ecs"), "ecs");
  assert.deepEqual(facesOf("ecs"), []);
});
