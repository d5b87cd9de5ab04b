import assert from "node:assert/strict";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import { carriersIn } from "../../src/decode/carriers.ts";
import { EvidenceInMemory } from "../../src/evidence/evidence.ts";
import type { JsonObject } from "../../src/json.ts";
import { logChunk } from "./log-chunk.ts";
import { stitched } from "./trace-chunk.ts";

const W3C = "5759e988bd862e3fe1be46a994272793";
const XRAY = "1-5759e988-bd862e3fe1be46a994272793";
const ORDER = "order-2026-0007";
const AT = Date.UTC(2026, 10, 22, 2, 31, 5);

const CARRIED: readonly (readonly [where: string, text: string, key: string])[] = [
  ["a header", `{"headers":{"X-Correlation-Id":"${ORDER}"}}`, `correlation ${ORDER} shared`],
  [
    "a header of several values",
    `{"multiValueHeaders":{"x-correlation-id":["${ORDER}"]}}`,
    `correlation ${ORDER} shared`,
  ],
  [
    "an attribute of a queue's message",
    `{"messageAttributes":{"x-correlation-id":{"stringValue":"${ORDER}","dataType":"String"}}}`,
    `correlation ${ORDER} shared`,
  ],
  [
    "an attribute that names its type first",
    `{"MessageAttributes":{"x-correlation-id":{"DataType":"String","StringValue":"${ORDER}"}}}`,
    `correlation ${ORDER} shared`,
  ],
  [
    "an attribute of a topic's message",
    `{"MessageAttributes":{"x-correlation-id":{"Type":"String","Value":"${ORDER}"}}}`,
    `correlation ${ORDER} shared`,
  ],
  [
    "the context in a payload",
    `{"detail":{"__context__":{"x-correlation-id":"${ORDER}"}}}`,
    `correlation ${ORDER} shared`,
  ],
  [
    "a payload in a payload",
    JSON.stringify({ body: JSON.stringify({ Message: JSON.stringify({ "x-correlation-id": ORDER }) }) }),
    `correlation ${ORDER} shared`,
  ],
  [
    "what Python prints of a dict",
    `EVENT {'headers': {'x-correlation-id': '${ORDER}'}}`,
    `correlation ${ORDER} shared`,
  ],
  ["Powertools' field", `{"level":"INFO","correlation_id":"${ORDER}"}`, `correlation ${ORDER} shared`],
  ["a field of a line", `{"correlationId": "${ORDER}"}`, `correlation ${ORDER} shared`],
  ["baggage", `{"baggage":"tenant=acme, correlation_id=order%2D2026%2D0007;ttl=1"}`, `correlation ${ORDER} shared`],
  ["traceparent", `{"traceparent":"00-${W3C}-00f067aa0ba902b7-01"}`, `xray-trace ${XRAY} shared`],
  ["X-Ray's header", `{"headers":{"X-Amzn-Trace-Id":"Root=${XRAY};Sampled=0"}}`, `xray-trace ${XRAY} shared`],
  [
    "a queue's trace header",
    `{"attributes":{"AWSTraceHeader":"Root=${XRAY};Parent=00f067aa0ba902b7"}}`,
    `xray-trace ${XRAY} shared`,
  ],
  ["what an id is about", `{"x-correlation-order-id":"${ORDER}"}`, `correlation ${ORDER} mentioned`],
];

for (const [where, text, key] of CARRIED) {
  test(`an id that a transaction carries is read from ${where}`, () => {
    assert.deepEqual(
      carriersIn(text).map(({ kind, value, role }) => `${kind} ${value} ${role}`),
      [key],
    );
  });
}

for (const value of [
  "none",
  "undefined",
  "null",
  "true",
  "1",
  "aaaaaaaaaaaa",
  "11111111",
  "no spaces 1 here",
  "x".repeat(400),
]) {
  test(`a carrier that holds "${value.slice(0, 20)}" carries nothing`, () => {
    assert.deepEqual(carriersIn(JSON.stringify({ "x-correlation-id": value, traceparent: value, baggage: value })), []);
  });
}

const b64 = (text: string): string => Buffer.from(text).toString("base64");
const PAYLOADS: readonly (readonly [what: string, payload: string, key: string])[] = [
  ["a correlation id", `{"rideId":"r-1","x-correlation-id":"${ORDER}"}`, `correlation ${ORDER} shared`],
  ["a context", `{"__context__":{"x-correlation-id":"${ORDER}"}}`, `correlation ${ORDER} shared`],
  ["a traceparent", `{"traceparent":"00-${W3C}-00f067aa0ba902b7-01"}`, `xray-trace ${XRAY} shared`],
];

for (const [what, payload, key] of PAYLOADS) {
  test(`${what} in a record of a stream is read although the record comes in base64`, () => {
    for (const line of [
      JSON.stringify({ Records: [{ kinesis: { data: b64(payload) } }] }),
      JSON.stringify({ records: [{ recordId: "1", data: b64(payload) }] }),
      `INFO EVENT ${JSON.stringify({ body: JSON.stringify({ data: b64(payload) }) })}`,
    ]) {
      assert.deepEqual(
        carriersIn(line).map(({ kind, value, role }) => `${kind} ${value} ${role}`),
        [key],
      );
    }
  });
}

test("what is packed as well holds the lines of others, and joins nobody", () => {
  const data = gzipSync(JSON.stringify({ logEvents: [{ message: `{"x-correlation-id":"${ORDER}"}` }] }));
  assert.deepEqual(carriersIn(JSON.stringify({ awslogs: { data: data.toString("base64") } })), []);
});

for (const [stream, eventOf] of [
  ["Kinesis", kinesisOf],
  ["Firehose", firehoseOf],
] as const) {
  test(`each record of a batch of ${stream} follows from whoever carries its own correlation id`, () => {
    const orders = [`${ORDER}1`, `${ORDER}2`];
    const senders = orders.map((order, i) => invocation(i, { "x-correlation-id": order }));
    const event = eventOf(orders.map((order) => b64(`{"__context__":{"x-correlation-id":"${order}"}}`)));
    const batch = invocation(9, { event });
    const transactions = stitched(...senders, batch);
    assert.deepEqual(
      transactions.map(({ hops, links }) => [
        hops.length,
        links.map(({ certainty, by }) => `${certainty} ${by[1].value}`).filter((one) => one.startsWith("trace")),
      ]),
      orders.map((order) => [3, [`trace ${order}`]]),
    );
  });
}

test("a trace of zeros is none", () => {
  assert.deepEqual(carriersIn(`{"traceparent":"00-${"0".repeat(32)}-00f067aa0ba902b7-01"}`), []);
});

test("two functions that carry one correlation id are one transaction, as surely as that says and no more", () => {
  const [transaction, ...others] = stitched(
    invocation(1, { "x-correlation-id": ORDER }),
    invocation(2, { correlationId: ORDER }),
  );
  assert.deepEqual(others, []);
  assert.deepEqual(
    transaction?.links.map(({ certainty, by }) => [certainty, by[1].kind, by[1].value]),
    [["trace", "correlation", ORDER]],
  );
});

test("who carries the id again after an hour of silence is another transaction, however often that happens", () => {
  const minutes = (...all: readonly number[]): number =>
    stitched(...all.map((minute) => invocation(minute * 6000, { "x-correlation-id": ORDER }))).length;
  assert.equal(minutes(0, 59), 1);
  assert.equal(minutes(0, 61), 2);
  assert.equal(minutes(0, 50, 100, 150), 1, "a transaction may last longer, if somebody works at it");
  assert.equal(minutes(0, 1, 3 * 24 * 60, 3 * 24 * 60 + 1, 6 * 24 * 60), 3);
});

test("a trace is of one transaction however long it waits", () => {
  const carrier = { traceparent: `00-${W3C}-00f067aa0ba902b7-01` };
  assert.equal(stitched(invocation(1, carrier), invocation(61 * 6000, carrier)).length, 1);
});

test("the trace in a traceparent joins as well, and what an id is about does not", () => {
  assert.equal(
    stitched(
      invocation(1, { traceparent: `00-${W3C}-00f067aa0ba902b7-01` }),
      invocation(2, { traceparent: `00-${W3C}-00f067aa0ba902b8-01` }),
    ).length,
    1,
  );
  assert.equal(
    stitched(invocation(1, { "x-correlation-tenant-id": ORDER }), invocation(2, { "x-correlation-tenant-id": ORDER }))
      .length,
    2,
  );
});

test("an id that very many carry is a constant, and joins nobody", () => {
  const count = 600;
  const chunks = Array.from({ length: count }, (_, i) => invocation(i, { "x-correlation-id": "service-v1.42" }));
  const evidence = new EvidenceInMemory();
  for (const chunk of chunks) evidence.add(chunk);
  assert.equal(evidence.reach("all").length, count);
});

test("and it makes no parents of those that something else has brought together", () => {
  const batch = "b0b0b0b0-94bc-4af4-a0f9-c4f9c20919aa";
  const chunks = Array.from({ length: 520 }, (_, i) => invocation(i, { "x-correlation-id": "service-v1.42", batch }));
  const owner = logChunk({
    group: "/aws/lambda/f",
    stream: "owner",
    lines: [{ at: AT, message: `START RequestId: ${batch} Version: 1` }],
  });
  assert.ok(stitched(owner, ...chunks).every(({ links }) => links.every(({ by }) => by[1].kind !== "correlation")));
});

function kinesisOf(packed: readonly string[]): JsonObject {
  return {
    Records: packed.map((data, i) => ({
      kinesis: { data, sequenceNumber: `4954511523349034${i}`, approximateArrivalTimestamp: (AT + 50) / 1000 },
      eventSource: "aws:kinesis",
      eventSourceARN: "arn:aws:kinesis:eu-central-1:123456789012:stream/rides",
    })),
  };
}

function firehoseOf(packed: readonly string[]): JsonObject {
  return {
    invocationId: "i-1",
    deliveryStreamArn: "arn:aws:firehose:eu-central-1:123456789012:deliverystream/rides",
    records: packed.map((data, i) => ({ recordId: `4954614${i}`, data, approximateArrivalTimestamp: AT + 50 })),
  };
}

function invocation(number: number, fields: JsonObject): ReturnType<typeof logChunk> {
  const id = `${number.toString(16).padStart(8, "0")}-94bc-4af4-a0f9-c4f9c20919aa`;
  const at = AT + number * 10;
  const lines = [
    { at, message: `START RequestId: ${id} Version: 3` },
    { at: at + 1, message: JSON.stringify({ level: "INFO", message: "working", requestId: id, ...fields }) },
    { at: at + 2, message: `END RequestId: ${id}` },
  ];
  return logChunk({ group: "/aws/lambda/f", stream: `s${number}`, lines });
}
