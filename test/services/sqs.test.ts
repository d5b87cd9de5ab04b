import assert from "node:assert/strict";
import { test } from "node:test";
import { sqs } from "../../src/services/sqs.ts";
import { sqsEvent } from "./sqs-event.ts";

const M1 = "059f36b4-87a3-44ab-83d2-661975830a7d";
const M2 = "2e1424d4-f796-459a-8184-9c92662be6da";
const URL_ = "https://sqs.eu-central-1.amazonaws.com/123456789012/receipts";

test("a request names its queue, and what it holds tells the operation", () => {
  assert.deepEqual(sqs.asked?.({ QueueUrl: URL_, MessageBody: "x" }), {
    operation: "SendMessage",
    resource: "receipts",
    keys: [],
  });
  assert.equal(sqs.asked?.({ QueueUrl: URL_, Entries: [] })?.operation, "SendMessageBatch");
  assert.equal(sqs.asked?.({ QueueUrl: URL_, ReceiptHandle: "x" })?.operation, null);
  assert.equal(sqs.asked?.({ TopicArn: "x" }), null);
});

test("an answer gives the message's id, which is the call's own and travels on", () => {
  assert.deepEqual(sqs.answered?.({ MessageId: M1, MD5OfMessageBody: "0" }, false), {
    operation: "SendMessage",
    keys: [
      { kind: "sqs-message", value: M1, role: "self", path: "MessageId" },
      { kind: "sqs-message", value: M1, role: "sent", path: "MessageId" },
    ],
    partial: null,
  });
});

test("an id without the hash of a body is no queue's", () => {
  assert.equal(sqs.answered?.({ MessageId: M1 }, true), null);
});

test("a batch that half failed gives the ids of what was sent, and says what was not", () => {
  const told = sqs.answered?.(
    {
      Successful: [
        { Id: "a", MessageId: M1, MD5OfMessageBody: "0" },
        { Id: "c", MessageId: M2, MD5OfMessageBody: "1" },
      ],
      Failed: [{ Id: "b", Code: "InternalError", Message: "try again", SenderFault: false }],
    },
    false,
  );
  assert.deepEqual(
    told?.keys.map(({ value, role, item }) => [value, role, item]),
    [
      [M1, "self", 0],
      [M1, "sent", 0],
      [M2, "self", 1],
      [M2, "sent", 1],
    ],
  );
  assert.deepEqual(told?.partial, {
    type: "InternalError",
    message: "1 messages not sent: InternalError: try again",
    stack: [],
    causes: [],
  });
});

test("a batch that failed whole is known by the SDK's metadata", () => {
  const failed = { Failed: [{ Id: "a", Code: "InternalError" }] };
  assert.equal(sqs.answered?.(failed, false), null);
  const told = sqs.answered?.({ ...failed, $metadata: { httpStatusCode: 200 } }, false);
  assert.equal(told?.partial?.type, "InternalError");
});

test("the event tells of each message its id and place, its sender's trace, its moment, and how often it came", () => {
  const trace = "1-5759e988-bd862e3fe1be46a994272793";
  const received = sqs.received?.(
    sqsEvent("receipts", [
      { messageId: M1, body: '{"order":1}', sentAt: 1763778665150, receiveCount: 3, trace },
      { messageId: M2, body: "plain" },
    ]),
  );
  const [first, second] = received?.items ?? [];
  assert.deepEqual(first?.ids, [{ kind: "sqs-message", value: M1, item: 0, path: "Records[0].messageId" }]);
  assert.deepEqual(
    [first?.operation, first?.resource, first?.account, first?.region, first?.sentAt, first?.delivery],
    ["SendMessage", "receipts", "123456789012", "eu-central-1", 1763778665150000, 3],
  );
  assert.equal(first?.inner, '{"order":1}');
  assert.deepEqual(
    first?.shared.map(({ value }) => value),
    [trace],
  );
  assert.equal(second?.ids[0]?.item, 1);
  assert.equal(second.sentAt, null);
  assert.deepEqual(
    [received?.arrival.kind, received?.arrival.name, received?.arrival.root],
    ["queue", "receipts", false],
  );
});

test("records of another source are no messages", () => {
  assert.equal(sqs.received?.({ Records: [{ eventSource: "aws:s3", messageId: M1 }] }), null);
  assert.equal(sqs.received?.({ Records: "none" }), null);
});
