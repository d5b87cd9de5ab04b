import assert from "node:assert/strict";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { otlpOfProtobuf } from "../../src/decode/otlp-protobuf.ts";
import type { Json, JsonObject } from "../../src/json.ts";
import { decoded } from "./decoded.ts";
import { logChunk } from "./log-chunk.ts";
import { message } from "./protobuf-bytes.ts";
import { stitched, treeOf } from "./trace-chunk.ts";

const TRACE = "5759e988bd862e3fe1be46a994272793";
const REQUEST = "de1cf8e1-94bc-4af4-a0f9-c4f9c20919aa";
const AT = 1763778665000;
const RUNS = { numRuns: 300, seed: 22 };

const text = (key: string, value: string): Uint8Array => message([1, key], [2, message([1, value])]);
const resource = message([1, text("service.name", "ride-service")]);
const invocation = message(
  [1, Buffer.from(TRACE, "hex")],
  [2, Buffer.from("00000000000000b1", "hex")],
  [5, "ride-service"],
  [6, 2],
  [7, { fixed64: 1763778665000000123n }],
  [8, { fixed64: 1763778665250000999n }],
  [9, text("faas.invocation_id", REQUEST)],
  [9, text("cloud.resource_id", "arn:aws:lambda:eu-central-1:123456789012:function:ride-service")],
  [9, message([1, "big"], [2, message([3, -9007199254740993n])])],
  [9, message([1, "share"], [2, message([4, { double: 0.25 }])])],
  [9, message([1, "cold"], [2, message([2, 1])])],
  [9, message([1, "hop.input"], [2, message([6, message([1, text("rideId", "r-1")], [1, text("__proto__", "x")])])])],
  [11, message([1, { fixed64: 1763778665100000000n }], [2, "exception"], [3, text("exception.type", "TypeError")])],
  [15, message([2, "no fare"], [3, 2])],
  [16, 257],
);
const call = message(
  [1, Buffer.from(TRACE, "hex")],
  [2, Buffer.from("00000000000000c1", "hex")],
  [4, Buffer.from("00000000000000b1", "hex")],
  [5, "DynamoDB.PutItem"],
  [6, 3],
  [7, { fixed64: 1763778665050000000n }],
  [8, { fixed64: 1763778665090000000n }],
  [9, text("rpc.system", "aws-api")],
  [9, text("rpc.service", "DynamoDB")],
  [9, text("rpc.method", "PutItem")],
  [9, message([1, "aws.dynamodb.table_names"], [2, message([5, message([1, message([1, "rides"])])])])],
  [13, message([1, Buffer.from(TRACE, "hex")], [2, Buffer.from("00000000000000d1", "hex")])],
);
const scope = message([1, message([1, "wrapper"], [2, "1.0"])], [2, invocation], [2, call]);
const EXPORTED = message([1, message([1, resource], [2, scope])]);

const IN_JSON = JSON.stringify({
  resourceSpans: [
    {
      resource: { attributes: [{ key: "service.name", value: { stringValue: "ride-service" } }] },
      scopeSpans: [
        {
          spans: [
            {
              traceId: TRACE,
              spanId: "00000000000000b1",
              name: "ride-service",
              kind: 2,
              startTimeUnixNano: "1763778665000000123",
              endTimeUnixNano: "1763778665250000999",
            },
          ],
        },
      ],
    },
  ],
});

test("a line of protobuf on standard output holds the spans that were exported", () => {
  const chunk = lines(stdout(packed(EXPORTED)));
  const { spans, records, gaps } = decoded(chunk);
  assert.deepEqual([records.length, gaps], [0, []]);
  const [transaction] = stitched(chunk);
  assert.ok(transaction);
  assert.deepEqual(treeOf(transaction), ["lambda ride-service", "dynamodb rides < 0 exact"]);
  const own = spans.find(({ service }) => service === "lambda");
  assert.deepEqual(
    [own?.requestId, own?.start, own?.end, own?.outcome, own?.error?.type],
    [REQUEST, 1763778665000000, 1763778665250000, "error", "TypeError"],
  );
  assert.deepEqual(Object.entries(own?.input ?? {}), [
    ["rideId", "r-1"],
    ["__proto__", "x"],
  ]);
});

test("protobuf and JSON of one span say the same, packed or not", () => {
  const plain = message(
    [1, Buffer.from(TRACE, "hex")],
    [2, Buffer.from("00000000000000b1", "hex")],
    [5, "ride-service"],
    [6, 2],
    [7, { fixed64: 1763778665000000123n }],
    [8, { fixed64: 1763778665250000999n }],
  );
  const exported = message([1, message([1, resource], [2, message([2, plain])])]);
  const json = Buffer.from(IN_JSON);
  const payloads: readonly JsonObject[] = [
    stdout(packed(exported)),
    stdout(base64(exported), { "content-encoding": "identity" }),
    stdout(packed(json), { "content-type": "application/json" }),
    stdout(base64(json), { "content-type": "application/json" }),
    stdout(IN_JSON, { "content-type": "application/json", base64: false }),
    stdout(JSON.parse(IN_JSON), { "content-type": "application/json", base64: false }),
  ];
  const read = payloads.map((payload) => decoded(lines(payload)).spans);
  assert.equal(read[0]?.length, 1);
  for (const spans of read) assert.deepEqual(spans, read[0]);
});

test("an export of nothing is nothing, and no gap", () => {
  for (const payload of ["H4sIAAAAAAAAAAMAAAAAAAAAAAA=", base64(new Uint8Array())]) {
    const { spans, records, gaps } = decoded(lines(stdout(payload)));
    assert.deepEqual([spans, records, gaps], [[], [], []]);
  }
});

test("log records that were exported go to their span, and metrics stay a line", () => {
  const thrown = message(
    [1, { fixed64: 1763778665100000000n }],
    [2, 17],
    [5, message([1, "it broke"])],
    [6, text("exception.type", "RideError")],
    [9, Buffer.from(TRACE, "hex")],
    [10, Buffer.from("00000000000000c1", "hex")],
  );
  const logs = message([1, message([1, resource], [2, message([2, thrown])])]);
  const endpoint = "http://localhost:4318/v1/logs";
  const { spans, records } = decoded(lines(stdout(packed(EXPORTED)), stdout(packed(logs), { endpoint })));
  assert.deepEqual(records, []);
  assert.deepEqual(
    spans.find(({ service }) => service === "dynamodb")?.logs.map((record) => record.text),
    ["it broke"],
  );
  const metrics = decoded(lines(stdout(packed(logs), { endpoint: "http://localhost:4318/v1/metrics" })));
  assert.deepEqual([metrics.spans.length, metrics.records.length, metrics.gaps], [0, 1, []]);
});

test("what cannot be unpacked is a gap that says how many lines, and takes no other line with it", () => {
  const cut = gzipSync(EXPORTED).subarray(0, -20).toString("base64");
  const { spans, gaps } = decoded(
    lines(
      stdout(cut),
      stdout("no base64!"),
      stdout(packed(EXPORTED)),
      stdout(7),
      stdout(base64(EXPORTED.slice(0, -9))),
    ),
  );
  assert.equal(spans.length, 2);
  assert.deepEqual(
    gaps.map(({ what, why }) => [what, why]),
    [["4 lines of spans", "what was exported cannot be unpacked"]],
  );
});

test("a line that unpacks to gigabytes is not unpacked, and many that unpack to a lot are not all", () => {
  const bomb = gzipSync(Buffer.alloc(64_000_000)).toString("base64");
  const one = decoded(lines(stdout(bomb)));
  assert.deepEqual(
    one.gaps.map(({ what, why }) => [what, why]),
    [["1 lines of spans", "they unpack to more than is read"]],
  );
  const spans = message([1, message([2, message([2, invocation], [1, message([1, "x".repeat(3_900_000)])])])]);
  const many = decoded(lines(...Array.from({ length: 20 }, () => stdout(packed(spans)))));
  const [gap] = many.gaps;
  assert.match(`${gap?.what}: ${gap?.why}`, /^\d+ lines of spans: they unpack to more than is read$/);
});

test("millions of empty messages are refused before they take the memory", () => {
  const { spans, gaps } = decoded(lines(stdout(packed(Buffer.alloc(4_000_000, Uint8Array.of(0x0a, 0x00))))));
  assert.deepEqual([spans.length, gaps.length], [0, 1]);
});

test("values in values without end are cut where they are deeper than anybody writes", () => {
  let value = message([1, "deepest"]);
  for (let depth = 0; depth < 5000; depth++) value = message([5, message([1, value])]);
  const deep = message(
    [1, Buffer.from(TRACE, "hex")],
    [2, Buffer.from("00000000000000b1", "hex")],
    [7, { fixed64: 1763778665000000123n }],
    [9, message([1, "deep"], [2, value])],
  );
  const exported = message([1, message([2, message([2, deep])])]);
  const { spans, gaps } = decoded(lines(stdout(packed(exported))));
  assert.deepEqual([spans.length, gaps], [1, []]);
  assert.match(JSON.stringify(otlpOfProtobuf(exported, "traces")), /\{"\$cut":\d{4,5}\}/);
});

test("fields that are unknown, of another kind or out of order are passed over", () => {
  const odd = message(
    [99, "new"],
    [98, { fixed64: 1n }],
    [7, { fixed64: 1763778665000000123n }],
    [5, 12],
    [2, Buffer.from("00000000000000b1", "hex")],
    [1, Buffer.from(TRACE, "hex")],
  );
  const { spans, gaps } = decoded(lines(stdout(packed(message([7, 1], [1, message([2, message([2, odd])])])))));
  assert.deepEqual([spans.map(({ operation }) => operation), gaps], [["span"], []]);
});

test("a span without an id is told, and does not take the others with it", () => {
  const nameless = message([2, message([2, message([5, "nameless"])], [2, invocation])]);
  const { spans, gaps } = decoded(lines(stdout(packed(message([1, nameless])))));
  assert.equal(spans.length, 1);
  assert.deepEqual(
    gaps.map(({ what, why }) => [what, why]),
    [["1 spans", "they have no id, no trace or no start"]],
  );
});

test("any bytes, any prefix and any turned bit are spans, nothing or a gap, and never more", () => {
  const read = (payload: Uint8Array): void => {
    for (const { start, end } of decoded(lines(stdout(base64(payload)))).spans)
      assert.ok(Number.isFinite(start) && (end === null || Number.isFinite(end)));
  };
  for (let place = 0; place <= EXPORTED.length; place++) read(EXPORTED.subarray(0, place));
  fc.assert(
    fc.property(fc.nat(EXPORTED.length - 1), fc.nat(7), fc.boolean(), (place, bit, zipped) => {
      const bytes = Uint8Array.from(zipped ? gzipSync(EXPORTED) : EXPORTED);
      const where = place % bytes.length;
      bytes[where] = (bytes[where] ?? 0) ^ (1 << bit);
      read(bytes);
    }),
    RUNS,
  );
  fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), read), RUNS);
});

function stdout(payload: Json, more: JsonObject = {}): JsonObject {
  return {
    __otel_otlp_stdout: "otlp-stdout@0.2.2",
    source: "ride-service",
    endpoint: "http://localhost:4318/v1/traces",
    method: "POST",
    "content-type": "application/x-protobuf",
    "content-encoding": "gzip",
    payload,
    base64: true,
    ...more,
  };
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("base64");
}

function packed(bytes: Uint8Array): string {
  return base64(gzipSync(bytes));
}

function lines(...payloads: readonly JsonObject[]): ReturnType<typeof logChunk> {
  return logChunk({
    group: "/aws/lambda/ride-service",
    stream: "2026/11/22/[1]ab",
    lines: payloads.map((payload, i) => ({ at: AT + i, message: JSON.stringify(payload) })),
  });
}
