import assert from "node:assert/strict";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import { arrayAt, isObject, type Json, type JsonObject } from "../../src/json.ts";
import { base64Text } from "../../src/services/base64-text.ts";
import { facesOf, titleOf } from "../../src/services/table.ts";
import {
  albEvent,
  deadLetterEvent,
  FAILED_INVOCATION,
  kafkaEvent,
  kinesisEvent,
  restEvent,
  rotationStep,
  SEQUENCE,
  SEQUENCE_2,
  s3Event,
  schedulerInput,
  streamEvent,
  subscriptionEvent,
  TRACE,
} from "./handed-events.ts";
import { receivedBy, told, userOf } from "./received-by.ts";
import { snsNotification } from "./sns-notification.ts";

const first = (event: JsonObject) => receivedBy(event)?.first;
const PARENT = "00-6b024ca0bd862e3fe1be46a994272793-b7ad6b7169203331-01";

test("base64 is read as the text that it stands for, and kept where it stands for none", () => {
  assert.equal(base64Text(Buffer.from('{"ä":1}').toString("base64")), '{"ä":1}');
  const bytes = gzipSync("x").toString("base64");
  assert.equal(base64Text(bytes), bytes);
  assert.equal(base64Text(null), null);
  assert.equal(base64Text(""), "");
});

test("a log subscription tells its group and how many lines it brought, and nothing of what they say", () => {
  assert.deepEqual(first(subscriptionEvent())?.input, {
    logGroup: "/aws/lambda/rides",
    logStream: "s",
    subscriptionFilters: ["all"],
    logEvents: 1,
  });
});

test("a control message, a foreign packing and more than anybody sends are no log subscription", () => {
  assert.equal(told(subscriptionEvent({ messageType: "CONTROL_MESSAGE" })), "nobody's");
  for (const data of ["", "%%%", "aGVsbG8=", gzipSync("no json").toString("base64"), 7, null])
    assert.equal(told({ awslogs: { data } }), "nobody's", String(data));
  const long = subscriptionEvent({ logEvents: [], padding: "x".repeat(9_000_000) });
  assert.equal(told(long), "nobody's");
  assert.match(told(subscriptionEvent({ logEvents: [], padding: "x".repeat(1_000_000) })), /^other: /);
});

test("of many log lines some ids are enough to tell the delivery", () => {
  const logEvents = Array.from({ length: 100 }, (_, i) => ({ id: `id-${i}`, timestamp: 1, message: "x" }));
  assert.equal(first(subscriptionEvent({ logEvents }))?.ids.length, 32);
});

for (const [what, header] of [
  ["numbers", [...Buffer.from(PARENT)]],
  ["numbers in strings", [...Buffer.from(PARENT)].map(String)],
  ["an object with an index for each", Object.fromEntries([...Buffer.from(PARENT)].entries())],
] as const) {
  test(`the trace in a header of Kafka is read where its bytes come as ${what}`, () => {
    assert.deepEqual(
      first(kafkaEvent(header))?.shared.map(({ value }) => value),
      [TRACE],
    );
  });
}

test("a header of Kafka that is no text is no trace", () => {
  const wrong: readonly Json[] = [null, "x", [], {}, ["a"], [null], [300, 300], "00-x"];
  for (const header of wrong) assert.deepEqual(first(kafkaEvent(header))?.shared, []);
});

test("records of several partitions are counted through, each under its own place", () => {
  const record = { topic: "rides", partition: 0, offset: 17 };
  const event = {
    eventSource: "SelfManagedKafka",
    records: {
      "rides-0": [record],
      "rides-1": [
        { ...record, partition: 1 },
        { ...record, partition: 1, offset: 18 },
      ],
    },
  };
  const ids = receivedBy(event)?.received.items.flatMap(({ ids: own }) =>
    own.map(({ value, item }) => `${item} ${value}`),
  );
  assert.deepEqual(ids, ["0 rides-0@17", "1 rides-1@17", "2 rides-1@18"]);
});

test("each record of a batch of Kinesis has its own place, and its data is the payload", () => {
  const items = receivedBy(kinesisEvent('{"a":1}', [SEQUENCE, SEQUENCE_2]))?.received.items;
  assert.deepEqual(
    items?.map(({ ids, inner }) => [ids[0]?.item, ids[0]?.value, inner]),
    [
      [0, SEQUENCE, '{"a":1}'],
      [1, SEQUENCE_2, '{"a":1}'],
    ],
  );
});

test("the four steps of a rotation are one, and the token of the next is another", () => {
  const ids = ["createSecret", "setSecret", "testSecret", "finishSecret"].map(
    (step) => first(rotationStep(step))?.ids[0]?.value,
  );
  assert.equal(new Set(ids).size, 1);
  assert.equal(told(rotationStep("deleteSecret")), "nobody's");
});

test("a name that ends like what Secrets Manager adds is kept where no ARN tells that it was added", () => {
  assert.equal(first({ ...rotationStep(), SecretId: "payments-stripe" })?.resource, "payments-stripe");
});

test("a change without an id of the stream is passed all the same, and a record without a table has no place", () => {
  assert.deepEqual(first(streamEvent({ eventID: null, dynamodb: {} }))?.ids, []);
  assert.deepEqual(
    first(streamEvent({ eventSourceARN: null }))?.ids.map(({ path }) => path),
    ["Records[0].eventID"],
  );
});

test("buttons and devices that ask to be provisioned are machines", () => {
  assert.equal(
    userOf({ serialNumber: "G030", clickType: "SINGLE", batteryVoltage: "2000 mV" }),
    "machine G030 (serialNumber)",
  );
  assert.equal(
    userOf({ deviceEvent: { buttonClicked: {} }, deviceInfo: { deviceId: "G031" } }),
    "machine G031 (deviceInfo.deviceId)",
  );
  const hook = {
    claimCertificateId: "c",
    templateArn: "arn:aws:iot:eu-central-1:123456789012:provisioningtemplate/scooters",
    parameters: { SerialNumber: "S1" },
  };
  assert.equal(told(hook), "iot: scooters Provision []");
  assert.equal(userOf(hook), "machine S1 (parameters.SerialNumber)");
  assert.equal(userOf({ ...hook, parameters: {}, clientId: "c1" }), "machine c1 (clientId)");
});

test("Cognito Sync knows an identity and no user", () => {
  const sync = {
    eventType: "SyncTrigger",
    identityPoolId: "pool",
    identityId: "eu:1",
    region: "eu-central-1",
    datasetName: "d",
  };
  assert.equal(told(sync), "cognito: pool SyncTrigger []");
  assert.equal(userOf(sync), "person eu:1 (identityId)");
});

test("nothing that Lambda's faces say makes a function that another one calls look as if nobody waited for it", () => {
  assert.ok(facesOf("lambda").length > 1);
  assert.ok(facesOf("lambda").every(({ delivery }) => delivery === undefined));
});

test("what has no name among the services of a report is called AWS", () => {
  assert.equal(titleOf("other"), "AWS");
});

test("a topic that is a dead-letter target hands on the event that an invocation failed on, and says which invocation", () => {
  const event = deadLetterEvent();
  const attributes = {
    RequestID: { Type: "String", Value: FAILED_INVOCATION },
    ErrorMessage: { Type: "String", Value: "declined" },
  };
  const notification = snsNotification({
    messageId: "de1cf8e1-94bc-4af4-a0f9-c4f9c20919ac",
    topic: "dead",
    message: "{}",
    at: 1,
  });
  for (const inner of [first(event)?.inner, first({ ...notification, MessageAttributes: attributes })?.inner]) {
    assert.ok(isObject(inner));
    assert.deepEqual(
      [told(inner), first(inner)?.ended?.error?.message],
      [`lambda: null Invoke [${FAILED_INVOCATION}]`, "declined"],
    );
  }
});

test("the trace that a sender put into a message's attributes is read off the message, in a queue and in a topic", () => {
  const notification = snsNotification({
    messageId: "de1cf8e1-94bc-4af4-a0f9-c4f9c20919ac",
    topic: "rides",
    message: "{}",
    at: 1,
  });
  const [record] = arrayAt(deadLetterEvent(), "Records");
  const message = {
    Records: [Object.assign({}, record, { messageAttributes: { traceparent: { stringValue: PARENT } } })],
  };
  for (const event of [{ ...notification, MessageAttributes: { traceparent: { Value: PARENT } } }, message])
    assert.deepEqual(
      first(event)?.shared.map(({ value }) => value),
      [TRACE],
    );
});

test("a trace of zeros is none, and neither is a moment of zero in a test event of the console", () => {
  const zeros = `00-${"0".repeat(32)}-b7ad6b7169203331-01`;
  assert.deepEqual(first(kafkaEvent([...Buffer.from(zeros)]))?.shared, []);
  assert.equal(first(restEvent({ requestTimeEpoch: 0 }))?.sentAt, null);
});

test("what S3 does by its own rules begins with S3; what follows from a request does not", () => {
  for (const [name, root] of [
    ["LifecycleExpiration:Delete", true],
    ["IntelligentTiering", true],
    ["ObjectRestore:Completed", false],
    ["ObjectRemoved:Delete", false],
  ] as const)
    assert.equal(receivedBy(s3Event(name))?.received.arrival.root, root, name);
});

test("a message that was moved says so, and a schedule that a log line speaks of did not start anything", () => {
  const [record] = arrayAt(deadLetterEvent(), "Records");
  const attributes = { DeadLetterQueueSourceArn: "arn:aws:sqs:eu-central-1:123456789012:orders" };
  assert.equal(first({ Records: [Object.assign({}, record, { attributes })] })?.operation, "DeadLetter");
  assert.equal(told({ level: "info", ...schedulerInput() }), "nobody's");
});

test("a form without Twilio's signature is nobody's callback", () => {
  const body = "MessageSid=SM1f0e8ae6ade43cb3c0ce4525424e404f";
  assert.deepEqual(first({ ...albEvent(), body })?.after, []);
  assert.deepEqual(first({ ...albEvent({ "x-twilio-signature": "x" }), body: "MessageSid=other" })?.after, []);
});
