import assert from "node:assert/strict";
import { test } from "node:test";
import { sns } from "../../src/services/sns.ts";
import { snsNotification } from "./sns-notification.ts";

const ID = "95df01b4-ee98-5cb9-9903-4c221d41eb5e";
const TOPIC = "arn:aws:sns:eu-central-1:123456789012:ride-requested";
const AT = Date.UTC(2026, 10, 22, 2, 31, 5, 150);

test("a request names its topic", () => {
  assert.deepEqual(sns.asked?.({ TopicArn: TOPIC, Message: "x" }), {
    operation: "Publish",
    resource: "ride-requested",
    keys: [],
  });
  assert.equal(sns.asked?.({ TopicArn: TOPIC, PublishBatchRequestEntries: [] })?.operation, "PublishBatch");
  assert.equal(sns.asked?.({ QueueUrl: "x" }), null);
});

test("a lone message id is a topic's answer only where it is known to be an answer", () => {
  assert.equal(sns.answered?.({ MessageId: ID }, false), null);
  for (const told of [
    sns.answered?.({ MessageId: ID }, true),
    sns.answered?.({ MessageId: ID, $metadata: { httpStatusCode: 200 } }, false),
    sns.answered?.({ MessageId: ID, ResponseMetadata: { HTTPStatusCode: 200 } }, false),
  ]) {
    assert.deepEqual(
      told?.keys.map(({ kind, value, role }) => [kind, value, role]),
      [
        ["sns-message", ID, "self"],
        ["sns-message", ID, "sent"],
      ],
    );
  }
});

test("a queue's answer and a mail's id are no topic's", () => {
  assert.equal(sns.answered?.({ MessageId: ID, MD5OfMessageBody: "0" }, true), null);
  const mail = "0107019ab3c4d5e6-7f809a1b-2c3d-4e5f-6a7b-8c9d0e1f2a3b-000000";
  assert.equal(sns.answered?.({ MessageId: mail, $metadata: {} }, false), null);
});

test("a batch that half failed gives the ids of what was published, and says what was not", () => {
  const told = sns.answered?.(
    {
      Successful: [{ Id: "a", MessageId: ID }],
      Failed: [
        { Id: "b", Code: "Throttled" },
        { Id: "c", Code: "Throttled" },
      ],
    },
    false,
  );
  assert.equal(told?.operation, "PublishBatch");
  assert.deepEqual(
    told.keys.map(({ value, role, item }) => [value, role, item]),
    [
      [ID, "self", 0],
      [ID, "sent", 0],
    ],
  );
  assert.equal(told.partial?.message, "2 messages not published: Throttled");
});

test("a function receives notifications in records", () => {
  const { Type: _, ...notification } = snsNotification({
    messageId: ID,
    topic: "ride-requested",
    message: '{"ride":1}',
    at: AT,
  });
  const received = sns.received?.({ Records: [{ EventSource: "aws:sns", EventVersion: "1.0", Sns: notification }] });
  const [item] = received?.items ?? [];
  assert.deepEqual(item?.ids, [{ kind: "sns-message", value: ID, item: 0, path: "Records[0].Sns.MessageId" }]);
  assert.deepEqual([item?.resource, item?.sentAt, item?.delivery], ["ride-requested", AT * 1000, null]);
  assert.deepEqual(item?.input, { ride: 1 });
  assert.equal(item?.inner, '{"ride":1}');
});

test("a queue carries a notification in a message's body", () => {
  const received = sns.received?.(snsNotification({ messageId: ID, topic: "ride-requested", message: "hi", at: AT }));
  const [item] = received?.items ?? [];
  assert.deepEqual(item?.ids, [{ kind: "sns-message", value: ID, path: "MessageId" }]);
  assert.equal(received?.arrival.kind, "topic");
  assert.equal(received.arrival.root, false);
});

test("with raw delivery nothing of the topic is left to find", () => {
  assert.equal(sns.received?.({ ride: 1 }), null);
  assert.equal(sns.received?.({ Type: "Notification" }), null);
});
