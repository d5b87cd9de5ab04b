import assert from "node:assert/strict";
import { test } from "node:test";
import type { JsonObject } from "../../src/json.ts";
import { eventbridgeEvent } from "../services/eventbridge-event.ts";
import {
  AT,
  batchRecord,
  deadLetterEvent,
  destinationRecord,
  durableEvent,
  functionUrlEvent,
  kinesisEvent,
  SEQUENCE,
  SEQUENCE_2,
  s3ThroughBus,
  streamEvent,
} from "../services/handed-events.ts";
import { sqsEvent } from "../services/sqs-event.ts";
import { functionLog } from "./function-log.ts";
import { outline } from "./outline.ts";
import { transactionsOf } from "./transactions-of.ts";
import { uuid } from "./uuid.ts";

const got = (event: JsonObject, name = "receiver", at = AT + 2000) =>
  functionLog({ name, requestId: uuid(`${name} ${at}`), at, lines: [`INFO\tEVENT ${JSON.stringify(event)}`] });

test("an invocation that only its destination tells of failed as it says there, with its input, its error and how often it was tried", () => {
  const [transaction, ...others] = transactionsOf(got(destinationRecord()));
  assert.deepEqual(others, []);
  const failed = transaction?.hops[0];
  assert.deepEqual(
    [failed?.service, failed?.resource, failed?.outcome, failed?.decidedBy],
    ["lambda", "charge", "error", "what it handed on"],
  );
  assert.deepEqual(failed?.error, {
    type: "CardDeclined",
    message: "declined",
    stack: ["File a.py, line 1"],
    causes: [],
  });
  assert.deepEqual(failed.input, { order: 1 });
  assert.deepEqual(failed.output, {
    errorType: "CardDeclined",
    errorMessage: "declined",
    stackTrace: ["  File a.py, line 1"],
  });
});

test("an invocation that succeeded hands on its success", () => {
  const record = destinationRecord();
  const context = Object.assign({}, record["requestContext"], { condition: "Success" });
  const [transaction] = transactionsOf(got({ ...record, requestContext: context }));
  assert.deepEqual([transaction?.hops[0]?.outcome, transaction?.hops[0]?.error], ["ok", null]);
});

test("what the failed invocation had been given is followed further up, from a destination and from a dead-letter queue", () => {
  const event = eventbridgeEvent({ id: uuid("event"), detailType: "Ride", detail: {}, at: AT });
  for (const [behind, last] of [
    [destinationRecord(event), []],
    [deadLetterEvent(event), ["sqs charge-dlq SendMessage: ok"]],
  ] as const) {
    const [transaction] = transactionsOf(got(behind));
    assert.deepEqual(
      transaction?.hops.slice(0, 2).map(({ service, outcome }) => `${service} ${outcome}`),
      ["eventbridge ok", "lambda error"],
    );
    assert.equal(transaction?.hops.length, 3 + last.length);
    assert.ok(transaction?.links.every(({ certainty }) => certainty === "exact"));
  }
});

test("a batch that was given up names the stream's records at both of its ends", () => {
  const transactions = transactionsOf(
    got(batchRecord("KinesisBatchInfo")),
    got(kinesisEvent("x", [SEQUENCE, SEQUENCE_2]), "counter"),
  );
  const ids = transactions.flatMap(({ hops }) => hops.filter(({ service }) => service === "kinesis"));
  assert.deepEqual(ids.map(({ requestId }) => requestId).sort(), [SEQUENCE, SEQUENCE_2]);
  assert.ok(transactions.every(({ hops }) => hops.some(({ resource }) => resource === "counter")));
});

test("a change of a table is one hop, however often and by whomever its record is read", () => {
  const [transaction, ...others] = transactionsOf(
    got(streamEvent(), "index", AT + 1000),
    got(streamEvent(), "index", AT + 2000),
    got(streamEvent(), "audit", AT + 3000),
  );
  assert.deepEqual(others, []);
  assert.deepEqual(
    transaction?.hops.map(({ service, resource }) => `${service} ${resource}`),
    ["dynamodb rides", "lambda index", "lambda index", "lambda audit"],
  );
});

test("the hop of a change carries all by which its write can be found: table, operation, keys, image and moment", () => {
  const [hop] = transactionsOf(got(streamEvent()))[0]?.hops ?? [];
  assert.deepEqual([hop?.resource, hop?.operation, hop?.start], ["rides", "INSERT", Math.floor(AT / 1000) * 1_000_000]);
  assert.deepEqual(hop?.input, {
    eventName: "INSERT",
    ApproximateCreationDateTime: Math.floor(AT / 1000),
    Keys: { rideId: { S: "r-1" } },
    NewImage: { rideId: { S: "r-1" }, fare: { N: "12" } },
    SequenceNumber: "405400000000002063282832",
    SizeBytes: 26,
    StreamViewType: "NEW_AND_OLD_IMAGES",
  });
});

test("an item that expired is nobody's write: there the transaction begins", () => {
  const userIdentity = { type: "Service", principalId: "dynamodb.amazonaws.com" };
  const [expired] = transactionsOf(got(streamEvent({ eventName: "REMOVE", userIdentity })));
  assert.deepEqual([expired?.entry?.kind, expired?.hops[0]?.operation], ["stream", "Expire"]);
  const [inserted] = transactionsOf(got(streamEvent({ userIdentity })));
  assert.deepEqual([inserted?.entry, inserted?.hops[0]?.operation], [null, "INSERT"]);
});

test("a change that came through a stream of Kinesis passed the table and the stream", () => {
  const change = {
    eventSource: "aws:dynamodb",
    tableName: "rides",
    eventName: "MODIFY",
    awsRegion: "eu-central-1",
    dynamodb: { ApproximateCreationDateTime: AT, Keys: {} },
  };
  const [transaction] = transactionsOf(got(kinesisEvent(JSON.stringify(change))));
  assert.deepEqual(transaction && outline(transaction), [
    "- > 0 dynamodb rides MODIFY: ok",
    "0 > 1 kinesis rides PutRecord: ok",
    "1 > 2 lambda receiver Invoke: ok",
  ]);
  assert.equal(transaction?.hops[0]?.start, AT * 1000);
});

test("an object inside of an event on the bus was there by the time of that event, not when somebody read it", () => {
  const [transaction] = transactionsOf(got(s3ThroughBus()));
  assert.deepEqual(
    transaction?.hops.map(({ service }) => service),
    ["s3", "eventbridge", "lambda"],
  );
  assert.equal(transaction?.hops[0]?.start, transaction?.hops[1]?.start);
});

test("a message that failed until it was moved passed both queues, and its first readers stand behind the first", () => {
  const message = { messageId: uuid("m"), body: "{}", sentAt: AT };
  const first = sqsEvent("orders", [message]);
  const second: JsonObject = JSON.parse(
    JSON.stringify(sqsEvent("orders-dlq", [message])).replace(
      '"attributes":{',
      '"attributes":{"DeadLetterQueueSourceArn":"arn:aws:sqs:eu-central-1:123456789012:orders",',
    ),
  );
  const [transaction, ...others] = transactionsOf(got(first, "charge", AT + 100), got(second, "redrive", AT + 9000));
  assert.deepEqual(others, []);
  assert.deepEqual(transaction?.hops.map(({ service, resource }) => `${service} ${resource}`).sort(), [
    "lambda charge",
    "lambda redrive",
    "sqs orders",
    "sqs orders-dlq",
  ]);
  const parentOf = (name: string): string | null | undefined => {
    const link = transaction?.links.find(({ child }) => transaction.hops[child]?.resource === name);
    return link === undefined ? null : transaction?.hops[link.parent]?.resource;
  };
  assert.deepEqual(
    [parentOf("charge"), parentOf("orders-dlq"), parentOf("redrive")],
    ["orders", "orders", "orders-dlq"],
  );
});

test("each invocation of a durable execution stands behind it, and what it was started with goes further up", () => {
  const [transaction, ...others] = transactionsOf(
    got(durableEvent(), "onboard", AT),
    got(durableEvent(), "onboard", AT + 60_000),
  );
  assert.deepEqual(others, []);
  assert.deepEqual(
    transaction?.links.map(({ parent, certainty }) => [parent, certainty]),
    [
      [0, "exact"],
      [0, "exact"],
    ],
  );
  assert.deepEqual([transaction?.hops[0]?.outcome, transaction?.hops[0]?.input], ["unknown", { order: 17 }]);
});

test("an event that calls itself the cause of a request does not come before the API that took it", () => {
  const event = { ...functionUrlEvent(), body: JSON.stringify(streamEvent()) };
  const [transaction] = transactionsOf(got(event));
  assert.deepEqual(
    transaction?.hops.map(({ service }) => service),
    ["function-url", "lambda"],
  );
  assert.equal(transaction?.entry?.kind, "http");
});

test("what a transaction was cancelled for decides how the call ended", () => {
  const failed = (reasons: string): string =>
    `ERROR\tTransactWriteItems failed ${JSON.stringify({ TransactItems: [{ Put: { TableName: "rides", Item: {} } }], err: { name: "TransactionCanceledException", message: `Transaction cancelled, please refer cancellation reasons for specific reasons [${reasons}]` } })}`;
  const outcomeOf = (reasons: string) => {
    const log = functionLog({ name: "rides", requestId: uuid("rides"), at: AT, lines: [failed(reasons)] });
    return transactionsOf(log)[0]?.hops.find(({ service }) => service === "dynamodb")?.outcome;
  };
  assert.equal(outcomeOf("None, ConditionalCheckFailed"), "ok");
  assert.equal(outcomeOf("None, ThrottlingError"), "throttled");
  assert.equal(outcomeOf("TransactionConflict"), "error");
});

test("a third party's status decides how a call to it ended", () => {
  const outcomeOf = (status: number) => {
    const line = `INFO\tcharged ${JSON.stringify({ request: { method: "POST", url: "https://api.stripe.com/v1/charges" }, response: { status, headers: { "request-id": "req_4xJmT8w0kQ2vZp" } } })}`;
    const log = functionLog({ name: "pay", requestId: uuid("pay"), at: AT, lines: [line] });
    const hop = transactionsOf(log)[0]?.hops.find(({ service }) => service === "http");
    return [hop?.resource, hop?.operation, hop?.outcome];
  };
  assert.deepEqual(outcomeOf(200), ["api.stripe.com", "POST /v1/charges", "ok"]);
  assert.deepEqual(outcomeOf(429), ["api.stripe.com", "POST /v1/charges", "throttled"]);
  assert.deepEqual(outcomeOf(503), ["api.stripe.com", "POST /v1/charges", "error"]);
});
