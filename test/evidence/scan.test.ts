import assert from "node:assert/strict";
import { test } from "node:test";
import { idsIn } from "../../src/evidence/scan.ts";

for (const [what, id] of [
  ["a trace of X-Ray", "1-5759e988-bd862e3fe1be46a994272793"],
  ["a trace of W3C", "5759e988bd862e3fe1be46a994272793"],
  ["a request, a message, an event", "de1cf8e1-94bc-4af4-a0f9-c4f9c20919aa"],
  ["a request to an HTTP API", "JKJaXmPLvHcESHA="],
  ["a request to an HTTP API whose id begins with a dash", "-JSFIKCJN85I-1c="],
  ["a request to a table", "U9R5VPOGHOKHIB7NH0O61U3FKRVV4KQNSO5AEMVJF66Q9ASUAAJG"],
  ["a record of a stream", "49590338271490256608559692538361571095921575989136588898"],
  ["a request to a bucket", "C3D13FE58DE4C810"],
  ["a request to a bucket, since those are no longer hexadecimal", "VRWRFTEXCAGFJUZJ"],
  ["a request to Stripe", "req_4xJmT8w0kQ2vZp"],
  ["a message of Twilio", "SM1f0e8ae6ade43cb3c0ce4525424e404f"],
] as const) {
  test(`the id of ${what} is found in a text, in quotes and beside signs`, () => {
    for (const text of [id, `"${id}"`, `id=${id}, done`, `Root=${id};x`, `{"a":"${id}","b":"${id}"}`]) {
      assert.ok(idsIn(text).includes(id), text);
    }
  });
}

test("prose, numbers, dates and short words hold no ids", () => {
  assert.deepEqual(idsIn("2026-11-22T02:31:05.150Z took 1234567890 ms, version 12.4.1, cart=full"), []);
});

test("ids come in the order of the text, repeats included", () => {
  const [a, b] = ["de1cf8e1-94bc-4af4-a0f9-c4f9c20919aa", "179ff676-f155-40d9-ac23-78b4d310e247"];
  assert.deepEqual(idsIn(`${b} ${a} ${b}`), [b, a, b]);
});

test("the name of an execution is found in its ARN, whoever chose it, and so is the id of an express one", () => {
  const machine = "arn:aws:states:eu-central-1:123456789012";
  assert.deepEqual(idsIn(`{"executionArn":"${machine}:execution:checkout:order-17"}`), ["order-17"]);
  const id = "de1cf8e1-94bc-4af4-a0f9-c4f9c20919aa";
  assert.ok(idsIn(`${machine}:express:checkout:order-17:${id}`).includes(id));
  assert.deepEqual(idsIn(`${machine}:stateMachine:checkout`), []);
});

test("the place of a record is its id, the same in the event and in the broker's answer, also as text inside of JSON", () => {
  const event = { records: { "rides-0": [{ topic: "rides", partition: 0, offset: 17, timestamp: 1 }] } };
  const answer = [{ topicName: "rides", partition: 0, errorCode: 0, baseOffset: "17" }];
  for (const shown of [event, answer]) {
    assert.deepEqual(idsIn(JSON.stringify(shown)), ["rides-0@17"]);
    assert.deepEqual(idsIn(JSON.stringify({ message: JSON.stringify(shown) })), ["rides-0@17"]);
  }
});
