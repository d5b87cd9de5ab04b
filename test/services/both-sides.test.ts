import assert from "node:assert/strict";
import { test } from "node:test";
import type { JsonObject } from "../../src/json.ts";
import type { Key } from "../../src/key.ts";
import { dynamodb } from "../../src/services/dynamodb.ts";
import { SERVICES } from "../../src/services/table.ts";
import { ANSWERS, MESSAGE_SID, REQUESTS, STATEMENT, STRIPE_REQUEST } from "./calls-and-answers.ts";
import {
  albEvent,
  bounce,
  DURABLE,
  durableEvent,
  EVENTS,
  EXECUTION,
  restEvent,
  S3_REQUEST,
  SEQUENCE,
  SEQUENCE_2,
  s3Event,
  s3ThroughBus,
  taskInput,
} from "./handed-events.ts";
import { httpApiEvent } from "./http-api-event.ts";
import { receivedBy } from "./received-by.ts";
import { sqsEvent } from "./sqs-event.ts";

function asked(input: JsonObject): string {
  for (const service of SERVICES) {
    const told = service.asked?.(input) ?? null;
    if (told !== null) return `${service.name} ${told.resource} ${told.operation}`;
  }
  return "nobody's";
}

function answered(
  output: JsonObject,
  paired = false,
): { who: string; keys: readonly Key[]; partial: string | null; status: number | null } | null {
  for (const service of SERVICES) {
    const told = service.answered?.(output, paired) ?? null;
    if (told !== null)
      return {
        who: `${service.name} ${told.operation}`,
        keys: told.keys,
        partial: told.partial?.message ?? null,
        status: told.status ?? null,
      };
  }
  return null;
}

function sent(output: JsonObject): string[] {
  return (answered(output)?.keys ?? [])
    .filter(({ role }) => role === "sent")
    .map(({ kind, value }) => `${kind} ${value}`);
}

function taken(event: JsonObject): string[] {
  return (receivedBy(event)?.received.items ?? []).flatMap(({ ids }) =>
    ids.map(({ kind, value }) => `${kind} ${value}`),
  );
}

for (const [name, whose] of Object.entries({
  "a request to Kinesis": "kinesis rides PutRecords",
  "a request to Firehose": "firehose rides-to-lake PutRecord",
  "a request to Kafka": "kafka rides Produce",
  "a request to S3": "s3 exports PutObject",
  "a request to SES": "ses example.com SendEmail",
  "a request to Step Functions": "stepfunctions checkout null",
  "a request to a socket": "apigateway null PostToConnection",
  "a request to Stripe": "http api.stripe.com POST /v1/charges",
  "a statement": "dynamodb rides ExecuteStatement",
})) {
  test(`${name} is known as ${whose}`, () => assert.equal(asked(REQUESTS[name] ?? {}), whose));
}

test("what looks like a request, and is none, is nobody's", () => {
  for (const input of [
    { method: "GET", url: "/rides" },
    { method: "POST", url: "https://sqs.eu-central-1.amazonaws.com/" },
    { level: 30, hostname: "169.254.1.1", method: "GET", url: "/rides", msg: "request" },
    { method: "FETCH", url: "https://api.stripe.com/" },
    { topic: "rides", messages: ["hello"] },
    { Statement: "SELECT 1" },
    { Statement: [{ Effect: "Allow" }] },
    { ConnectionId: "x" },
    { stateMachineArn: "arn:aws:states:eu-central-1:123456789012:stateMachine:x", executionArn: EXECUTION },
  ])
    assert.equal(asked(input), "nobody's", JSON.stringify(input));
});

test("several statements name their table, where it is one", () => {
  const one = { Statement: `INSERT INTO "rides" VALUE {'rideId': ?}` };
  assert.equal(asked({ Statements: [one, one] }), "dynamodb rides BatchExecuteStatement");
  assert.equal(
    asked({ Statements: [one, { Statement: 'DELETE FROM "fares" WHERE "id" = ?' }] }),
    "dynamodb null BatchExecuteStatement",
  );
});

for (const [what, answer, event] of [
  ["S3 and its notification", ANSWERS["an answer of S3"], s3Event()],
  ["SES and what became of the mail", ANSWERS["an answer of SES"], bounce()],
  ["Step Functions and a task that was given the execution", ANSWERS["an answer of Step Functions"], taskInput()],
  ["Kafka and who reads the topic", ANSWERS["an answer of Kafka"], EVENTS["Kafka"]],
  ["a durable execution and its invocations", ANSWERS["an answer of Lambda"], durableEvent()],
] as const) {
  test(`${what} carry the same id`, () => {
    assert.ok(answer !== undefined && event !== undefined);
    assert.equal(sent(answer).length, 1);
    assert.deepEqual(sent(answer), taken(event));
  });
}

test("a record of Kinesis has one id with who put it, who reads it, and Firehose behind it", () => {
  const [first, second] = sent(ANSWERS["an answer of Kinesis"] ?? {});
  assert.deepEqual([first, second], [`kinesis-sequence ${SEQUENCE}`, `kinesis-sequence ${SEQUENCE_2}`]);
  const behind = receivedBy(EVENTS["Firehose"] ?? {})?.first?.after?.map(({ kind, value }) => `${kind} ${value}`);
  assert.deepEqual([taken(EVENTS["Kinesis"] ?? {}), behind], [[first], [first]]);
});

test("the ids of a batch say which item they are of, failed ones left out", () => {
  const items = answered(ANSWERS["an answer of Kinesis"] ?? {})?.keys.map(({ item }) => item);
  assert.deepEqual(items, [0, 0, 2, 2]);
});

test("Firehose's own id of a record joins nothing, because nobody has shown that a transformation sees it", () => {
  const told = answered({ RecordId: "a", $metadata: {} }, true);
  assert.deepEqual(
    told?.keys.map(({ kind, role }) => [kind, role]),
    [["aws-request", "self"]],
  );
});

test("an object that went over the bus carries its writer's request inside of the event", () => {
  const inner = receivedBy(s3ThroughBus())?.first?.inner;
  assert.ok(typeof inner === "object" && inner !== null && "bucket" in inner);
  assert.deepEqual(taken(inner), [`s3-request ${S3_REQUEST}`]);
});

for (const [what, name, said] of [
  ["Kinesis", "an answer of Kinesis", "1 records not put: ProvisionedThroughputExceededException: Rate exceeded"],
  ["Firehose", "an answer of Firehose", "1 records not put: ServiceUnavailableException: Slow down."],
] as const) {
  test(`records that ${what} did not take are a failure inside of a success`, () => {
    assert.equal(answered(ANSWERS[name] ?? {})?.partial, said);
  });
}

test("mails of a bulk that were refused, an acknowledgement with an error, a failed synchronous execution: failures inside", () => {
  const bulk = {
    BulkEmailEntryResults: [
      { Status: "SUCCESS", MessageId: "a" },
      { Status: "ACCOUNT_THROTTLED", Error: "slow" },
    ],
  };
  assert.equal(answered(bulk)?.partial, "1 mails not sent: ACCOUNT_THROTTLED: slow");
  assert.equal(
    answered({ topicName: "t", partition: 0, errorCode: 7, baseOffset: "-1" })?.partial,
    "the broker answered with error 7",
  );
  const sync = {
    executionArn: EXECUTION,
    startDate: "x",
    status: "FAILED",
    error: "States.Timeout",
    cause: "too slow",
  };
  assert.deepEqual([answered(sync)?.who, answered(sync)?.partial], ["stepfunctions StartSyncExecution", "too slow"]);
  assert.equal(answered({ ...sync, status: "SUCCEEDED" })?.partial, null);
  const statements = { Responses: [{}, { Error: { Code: "ThrottlingError", Message: "slow" } }] };
  assert.equal(
    dynamodb.answered?.(statements, true)?.partial?.message,
    "1 statements not executed: ThrottlingError: slow",
  );
});

for (const [who, name, id] of [
  ["Stripe's request", "an answer of Stripe", STRIPE_REQUEST],
  ["Twilio's message", "an answer of Twilio", MESSAGE_SID],
  ["Snowflake's statement", "an answer of Snowflake", STATEMENT],
] as const) {
  test(`${who} is read off the answer, and its status with it`, () => {
    const told = answered(ANSWERS[name] ?? {});
    assert.ok(told?.keys.some(({ value, role }) => value === id && role === "sent"));
    assert.ok((told?.status ?? 0) >= 200);
  });
}

test("an error of Stripe's carries the request; an id of somebody's own in the same words does not", () => {
  assert.deepEqual(sent({ type: "StripeCardError", requestId: STRIPE_REQUEST }), [`external ${STRIPE_REQUEST}`]);
  assert.equal(answered({ type: "OrderError", requestId: STRIPE_REQUEST }), null);
});

test("a header that may be an echo is no id of the call itself", () => {
  const keys =
    answered({ status: 200, headers: { "x-request-id": "abc", "Apigw-Requestid": "JKJaXmPLvHcESHA=" } })?.keys ?? [];
  assert.deepEqual(
    keys.map(({ value, role }) => [value, role]),
    [
      ["abc", "sent"],
      ["JKJaXmPLvHcESHA=", "sent"],
    ],
  );
});

test("a webhook names the request that caused it, and only with the header that its sender signs in", () => {
  const after = (event: JsonObject): unknown => receivedBy(event)?.first?.after?.map(({ value }) => value)[0];
  const told = JSON.stringify({ id: "evt_1", object: "event", request: { id: STRIPE_REQUEST, idempotency_key: "k" } });
  const form = `MessageSid=${MESSAGE_SID}&MessageStatus=failed`;
  assert.equal(after({ ...albEvent({ "stripe-signature": "t=1,v1=x" }), body: told }), STRIPE_REQUEST);
  assert.equal(after({ ...albEvent({ "x-twilio-signature": "x" }), body: form }), MESSAGE_SID);
  const packed = { body: Buffer.from(form).toString("base64"), isBase64Encoded: true };
  assert.equal(after({ ...albEvent({ "X-Twilio-Signature": "x" }), ...packed }), MESSAGE_SID);
  assert.equal(after({ ...albEvent(), body: told }), undefined);
});

test("who calls an API over HTTP is answered with the ids that the API hands to its function", () => {
  for (const event of [restEvent(), httpApiEvent({ requestId: "JKJaXmPLvHcESHA=", at: 1 })]) {
    const item = receivedBy(event)?.first;
    assert.ok((item?.after?.length ?? 0) > 0);
    assert.deepEqual(
      item?.after?.map(({ value }) => value),
      item?.ids.map(({ value }) => value),
    );
  }
});

test("an execution in a log line, in an SDK's answer, or as all that there is, was not received", () => {
  for (const event of [
    { level: "info", msg: "started", executionArn: EXECUTION },
    { executionArn: EXECUTION, $metadata: { requestId: "x" } },
    { executionArn: EXECUTION, startDate: "2026-11-22T02:31:05Z" },
    { executionArn: EXECUTION },
    { StatusCode: 202, DurableExecutionArn: DURABLE },
    { machine: "arn:aws:states:eu-central-1:123456789012:stateMachine:checkout", order: 1 },
    { a: { b: { c: EXECUTION } } },
  ])
    assert.equal(receivedBy(event), null, JSON.stringify(event));
  const context = { Execution: { Id: EXECUTION, Input: { order: 17 } }, State: { Name: "Charge" } };
  assert.deepEqual(receivedBy({ ...context })?.first?.input, { order: 17 });
  assert.deepEqual(taken({ input: {}, context }), [`stepfunctions-execution ${EXECUTION}`]);
  assert.deepEqual(taken(durableEvent()), [`external ${DURABLE}`]);
});

test("a message in a dead-letter queue came through the queue that gave it up, under its own id", () => {
  const event = sqsEvent("orders-dlq", [{ messageId: "059f36b4-87a3-44ab-83d2-661975830a7d", body: "{}", sentAt: 1 }]);
  const source = "arn:aws:sqs:eu-central-1:123456789012:orders";
  const moved: JsonObject = JSON.parse(
    JSON.stringify(event).replace('"attributes":{', `"attributes":{"DeadLetterQueueSourceArn":"${source}",`),
  );
  const item = receivedBy(moved)?.first;
  assert.deepEqual(
    [item?.resource, item?.ids.map(({ value }) => value)],
    ["orders-dlq", ["orders-dlq/059f36b4-87a3-44ab-83d2-661975830a7d"]],
  );
  const inner = item?.inner;
  assert.ok(typeof inner === "object" && inner !== null && "Records" in inner);
  assert.deepEqual(
    [receivedBy(inner)?.first?.resource, taken(inner)],
    ["orders", ["sqs-message 059f36b4-87a3-44ab-83d2-661975830a7d"]],
  );
});

for (const [reasons, outcome] of [
  ["[None, ConditionalCheckFailed]", "ok"],
  ["[ConditionalCheckFailed, ThrottlingError]", "throttled"],
  ["[ProvisionedThroughputExceeded]", "throttled"],
  ["[TransactionConflict, None]", "error"],
  ["", "error"],
] as const) {
  test(`a transaction that was cancelled for ${reasons || "no reason that is told"} ended as ${outcome}`, () => {
    const message = `Transaction cancelled, please refer cancellation reasons for specific reasons ${reasons}`;
    assert.equal(dynamodb.endedBy?.({ type: "TransactionCanceledException", message, stack: [], causes: [] }), outcome);
  });
}

test("other errors of a table are told by their names", () => {
  assert.equal(
    dynamodb.endedBy?.({ type: "ValidationException", message: "[ConditionalCheckFailed]", stack: [], causes: [] }),
    null,
  );
});
