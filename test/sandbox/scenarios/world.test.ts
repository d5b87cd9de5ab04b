import assert from "node:assert/strict";
import { hash } from "node:crypto";
import { test } from "node:test";
import { apiRequestId, dynamodbRequestId, traceRoot } from "../../../sandbox/world/aws-ids.ts";
import { type Alarm, alarmNotification } from "../../../sandbox/world/cloudwatch-alarm.ts";
import { sqsEvent } from "../../../sandbox/world/events/sqs-event.ts";
import { createRandom } from "../../../sandbox/world/random.ts";
import { Timeline } from "../../../sandbox/world/timeline.ts";

const AT = Date.parse("2026-11-22T02:31:53.000Z");

test("what is planned happens in the order of time, and in the order of planning within a moment", () => {
  const random = createRandom(8);
  for (let length = 0; length < 60; length++) {
    const timeline = new Timeline();
    const happened: { at: number; order: number }[] = [];
    for (let order = 0; order < length; order++) {
      const at = random.int(0, 20);
      timeline.at(at, () => happened.push({ at, order }));
    }
    timeline.run();
    assert.equal(happened.length, length);
    assert.deepEqual(
      happened,
      happened.toSorted((a, b) => a.at - b.at || a.order - b.order),
    );
  }
});

test("what happens may plan more, but not for a time that has passed", () => {
  const timeline = new Timeline();
  const happened: string[] = [];
  timeline.at(1, () => {
    happened.push("first");
    timeline.at(2, () => happened.push("second"));
    assert.throws(() => timeline.at(0, () => {}), /has passed/);
  });
  timeline.at(3, () => happened.push("third"));
  timeline.run();
  assert.deepEqual(happened, ["first", "second", "third"]);
});

test("chance is the same for the same seed, and a fork's does not depend on what others drew", () => {
  const [one, same, other] = [createRandom(1), createRandom(1), createRandom(2)];
  assert.equal(one.uuid(), same.uuid());
  assert.notEqual(createRandom(1).uuid(), other.uuid());
  one.next();
  assert.equal(one.fork("shop").uuid(), same.fork("shop").uuid());
  assert.notEqual(one.fork("shop").uuid(), one.fork("rides").uuid());
});

test("numbers keep to their bounds, and spread over them", () => {
  const random = createRandom(5);
  const whole = Array.from({ length: 2000 }, () => random.int(1, 6));
  assert.deepEqual([...new Set(whole)].sort(), [1, 2, 3, 4, 5, 6]);
  const around = Array.from({ length: 2000 }, () => random.around(100, 10));
  assert.ok(around.every((value) => value >= 70 && value <= 130));
  const mean = around.reduce((sum, value) => sum + value, 0) / around.length;
  assert.ok(Math.abs(mean - 100) < 2);
});

test("ids have the shapes of AWS", () => {
  const random = createRandom(6);
  assert.match(random.uuid(), /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  assert.match(apiRequestId(random), /^[\w-]{15}=$/);
  assert.match(dynamodbRequestId(random), /^[A-Z0-9]{52}$/);
  assert.match(traceRoot(random, AT), /^1-6b025419-[0-9a-f]{24}$/);
});

test("a queue's message carries the checksum of its body", () => {
  const body = '{"orderId":"ord_1"}';
  const message = { id: "m", queue: "receipts", body, senderId: "s", trace: { root: "r", sampled: false }, sentAt: AT };
  const event = JSON.stringify(sqsEvent(createRandom(7), message, AT + 20));
  assert.ok(event.includes(`"md5OfBody":"${hash("md5", body)}"`));
  assert.ok(event.includes(`"SentTimestamp":"${AT}"`));
});

const ALARM: Alarm = {
  name: "throttled",
  description: "",
  namespace: "AWS/DynamoDB",
  metric: "WriteThrottleEvents",
  dimension: { name: "TableName", value: "orders" },
  periodSeconds: 60,
  periods: 2,
  threshold: 2,
};

test("an alarm says what the last whole periods counted, the newest first", () => {
  const events = ["02:29:00", "02:29:59", "02:30:10", "02:30:20", "02:30:30", "02:31:10"];
  const notification = alarmNotification(
    ALARM,
    events.map((clock) => Date.parse(`2026-11-22T${clock}Z`)),
    AT,
  );
  assert.equal(
    notification["NewStateReason"],
    "Threshold Crossed: 2 out of the last 2 datapoints [3.0 (22/11/26 02:30:00), 2.0 (22/11/26 02:29:00)] were greater than or equal to the threshold (2.0) (minimum 2 datapoints for OK -> ALARM transition).",
  );
  assert.equal(notification["StateChangeTime"], "2026-11-22T02:31:53.000+0000");
});

test("an alarm that nothing sets off is refused", () => {
  assert.throws(() => alarmNotification(ALARM, [], AT), /nothing sets throttled off/);
});
