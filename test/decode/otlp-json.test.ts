import assert from "node:assert/strict";
import { test } from "node:test";
import type { Json, JsonObject } from "../../src/json.ts";
import { decoded } from "./decoded.ts";
import { spansIn, stitched, traceChunk, treeOf } from "./trace-chunk.ts";

const TRACE = "5759e988bd862e3fe1be46a994272793";
const XRAY = "1-5759e988-bd862e3fe1be46a994272793";
const NANOS = "1763778665000000000";

test("a call over HTTP and the program that answered it are one hop, and what lies inside of a program is none", () => {
  const [transaction] = stitched(
    traceChunk(
      otlp(
        batch("web", [
          span("a1", {
            kind: 2,
            name: "POST /rides",
            attributes: { "http.request.method": "POST", "http.route": "/rides" },
          }),
          span("a2", { parent: "a1", kind: 1, name: "validate" }),
          span("a3", {
            parent: "a2",
            kind: 3,
            attributes: { "http.request.method": "POST", "url.full": "http://10.0.0.7:80/pay" },
          }),
        ]),
        batch("payments", [
          span("b1", {
            parent: "a3",
            kind: "SPAN_KIND_SERVER",
            attributes: { "http.route": "/pay", "http.request.method": "POST" },
          }),
          span("b2", {
            parent: "b1",
            kind: 3,
            attributes: { "db.system.name": "postgresql", "db.namespace": "ledger" },
          }),
        ]),
      ),
    ),
  );
  assert.ok(transaction);
  assert.deepEqual(treeOf(transaction), ["service web", "service payments < 0 exact", "service ledger < 1 exact"]);
  assert.equal(transaction.entry?.arrival.route, "/rides");
});

test("a call over HTTP that nobody recorded answering is its host", () => {
  const [one] = spansIn(
    otlp(
      batch("web", [
        span("a1", { kind: 3, attributes: { "http.method": "GET", "http.url": "https://bank.example/pay?x=1" } }),
      ]),
    ),
  );
  assert.deepEqual([one?.service, one?.resource, one?.operation], ["http", "bank.example", "GET /pay"]);
});

const TARGETS: readonly (readonly [
  what: string,
  attributes: JsonObject,
  service: string,
  resource: string,
  operation: string,
])[] = [
  [
    "new names of an AWS call",
    { "rpc.system.name": "aws-api", "rpc.method": "DynamoDB/PutItem", "aws.dynamodb.table_names": ["rides"] },
    "dynamodb",
    "rides",
    "PutItem",
  ],
  [
    "old names of an AWS call",
    {
      "rpc.system": "aws-api",
      "rpc.service": "DynamoDB",
      "rpc.method": "PutItem",
      "aws.dynamodb.table_names": ["rides"],
    },
    "dynamodb",
    "rides",
    "PutItem",
  ],
  [
    "a table by the conventions of databases",
    { "db.system.name": "aws.dynamodb", "db.operation.name": "Query", "db.collection.name": "rides" },
    "dynamodb",
    "rides",
    "Query",
  ],
  [
    "a queue by its URL",
    {
      "rpc.service": "SQS",
      "rpc.method": "SendMessage",
      "aws.sqs.queue.url": "https://sqs.eu-central-1.amazonaws.com/1/orders",
    },
    "sqs",
    "orders",
    "SendMessage",
  ],
  [
    "a queue by the conventions of messaging",
    { "messaging.system": "aws_sqs", "messaging.destination.name": "orders", "messaging.operation.name": "send" },
    "sqs",
    "orders",
    "send",
  ],
  [
    "a queue by the older ones",
    { "messaging.system": "AmazonSQS", "messaging.destination": "orders", "messaging.operation": "send" },
    "sqs",
    "orders",
    "send",
  ],
  [
    "a topic",
    { "messaging.system": "aws.sns", "messaging.destination.name": "arn:aws:sns:eu-central-1:123456789012:rides" },
    "sns",
    "rides",
    "call",
  ],
  ["a Kafka topic", { "messaging.system": "kafka", "messaging.destination.name": "rides" }, "kafka", "rides", "call"],
  [
    "a bucket",
    { "rpc.service": "S3", "rpc.method": "PutObject", "aws.s3.bucket": "exports" },
    "s3",
    "exports",
    "PutObject",
  ],
  [
    "a function",
    { "rpc.service": "Lambda", "rpc.method": "Invoke", "faas.invoked_name": "pay" },
    "lambda",
    "pay",
    "Invoke",
  ],
  [
    "a database",
    { "db.system": "mysql", "db.name": "ledger", "db.operation": "SELECT", "net.peer.name": "10.0.0.9" },
    "service",
    "ledger",
    "SELECT",
  ],
  [
    "another program's method",
    { "rpc.system": "grpc", "rpc.service": "bank.Ledger", "rpc.method": "Book" },
    "service",
    "bank.Ledger",
    "Book",
  ],
  [
    "an AWS service without a file of its own",
    { "rpc.system": "aws-api", "rpc.service": "Rekognition", "rpc.method": "DetectFaces" },
    "other",
    "Rekognition",
    "DetectFaces",
  ],
];

for (const [what, attributes, service, resource, operation] of TARGETS) {
  test(`a call is read by ${what}`, () => {
    const [one] = spansIn(otlp(batch("web", [span("a1", { kind: 3, name: "call", attributes })])));
    assert.deepEqual([one?.service, one?.resource, one?.operation], [service, resource, operation]);
  });
}

test("an Invoke carries the id of the invocation that it began, and every other call its own", () => {
  const calls = [
    span("a1", { kind: 3, attributes: { "rpc.service": "Lambda", "rpc.method": "Invoke", "aws.request.id": "r-1" } }),
    span("a2", {
      kind: 3,
      attributes: { "rpc.service": "DynamoDB", "aws.request_id": "r-2", "faas.invocation_id": "caller" },
    }),
    span("a3", {
      kind: 3,
      attributes: { "rpc.service": "SQS", "aws.request_id": "r-3", "messaging.message.id": "m-3" },
    }),
  ];
  assert.deepEqual(
    spansIn(otlp(batch("web", calls))).map(({ keys }) =>
      keys
        .filter(({ kind }) => kind !== "span" && kind !== "xray-trace")
        .map(({ kind, value, role }) => `${kind} ${value} ${role}`),
    ),
    [
      ["lambda-request r-1 self"],
      ["aws-request r-2 self"],
      ["sqs-message m-3 self", "sqs-message m-3 sent", "aws-request r-3 self"],
    ],
  );
});

test("a caller's own invocation, which some instrumentations note on every call, is not the call's id", () => {
  const attributes = { "rpc.service": "Lambda", "rpc.method": "Invoke", "faas.invocation_id": "caller" };
  const [one] = spansIn(otlp(batch("web", [span("a1", { kind: 3, attributes })])));
  assert.ok(!one?.keys.some(({ kind }) => kind === "lambda-request"));
});

test("a call over HTTP that several answered is none of theirs", () => {
  const answer = (id: string): JsonObject => span(id, { parent: "a1", kind: 2 });
  const [call] = spansIn(
    otlp(
      batch("web", [span("a1", { kind: 3, attributes: { "http.method": "GET", "http.url": "http://proxy/pay" } })]),
      batch("one", [answer("b1")]),
      batch("two", [answer("c1")]),
    ),
  );
  assert.deepEqual([call?.service, call?.resource], ["http", "proxy"]);
});

test("a function's span is its invocation, whatever the age of the names, and the framework inside of it is no hop", () => {
  const named = {
    "faas.name": "ride-service",
    "cloud.platform": "aws_lambda",
    "cloud.resource_id": "arn:aws:lambda:eu-central-1:123456789012:function:ride-service",
  };
  for (const name of ["faas.invocation_id", "faas.execution"]) {
    const spans = spansIn(
      otlp(
        batch(
          "ride-service",
          [
            span("a1", { kind: 2, attributes: { [name]: "r-1" } }),
            span("a2", {
              parent: "a1",
              kind: 2,
              name: "POST /rides",
              attributes: { "http.route": "/rides", "user.id": "u-7" },
            }),
            span("a3", { parent: "a2", kind: 3, attributes: { "rpc.service": "SQS" } }),
          ],
          named,
        ),
      ),
    );
    assert.deepEqual(spans.map(({ service, resource, operation }) => [service, resource, operation])[0], [
      "lambda",
      "ride-service",
      "Invoke",
    ]);
    assert.equal(spans.length, 2);
    const [invocation, call] = spans;
    assert.equal(invocation?.requestId, "r-1");
    assert.equal(invocation?.account, "123456789012");
    assert.deepEqual(invocation?.named, { id: "u-7", kind: "person", from: "user.id", by: "span" });
    const sent = invocation?.keys.filter(({ role }) => role === "sent").map(({ value }) => value) ?? [];
    assert.ok(call?.keys.some(({ role, value }) => role === "received" && sent.includes(value)));
  }
});

test("every message of a batch is a parent of the consumer, over spans inside of it as well", () => {
  const senders = ["c1", "c2", "c3"].map((id) =>
    span(id, { kind: 4, attributes: { "messaging.system": "aws_sqs", "messaging.destination.name": "orders" } }),
  );
  const links = ["c1", "c2"].map((id) => ({ traceId: TRACE, spanId: idOf(id) }));
  const all = stitched(
    traceChunk(
      otlp(
        batch("web", senders),
        batch("worker", [
          span("d1", { kind: 5, links }),
          span("d2", { parent: "d1", kind: 5, links: [{ traceId: TRACE, spanId: idOf("c3") }] }),
        ]),
      ),
    ),
  );
  const parents = new Set(all.flatMap((one) => one.links.map(({ by }) => by[0].value)));
  assert.deepEqual(
    [...parents].sort(),
    ["c1", "c2", "c3"].map((id) => `${XRAY}:${idOf(id)}`),
  );
  assert.ok(
    all.every(({ hops }) => hops.some(({ service, resource }) => service === "service" && resource === "worker")),
  );
});

test("a consumer has received the message that its sender was told the id of, or its place in the topic", () => {
  const kafka = {
    "messaging.system": "kafka",
    "messaging.destination.name": "rides",
    "messaging.destination.partition.id": "3",
    "messaging.kafka.offset": 42,
  };
  const spans = spansIn(
    otlp(
      batch("worker", [
        span("d1", { kind: 5, attributes: { "messaging.system": "aws_sqs", "messaging.message_id": "m-1" } }),
        span("d2", { kind: 5, attributes: kafka }),
        span("d3", { kind: 4, attributes: kafka }),
      ]),
    ),
  );
  assert.deepEqual(
    spans.map(({ keys }) =>
      keys
        .filter(({ kind }) => kind === "sqs-message" || kind === "external")
        .map(({ value, role }) => `${value} ${role}`),
    ),
    [["m-1 received"], ["rides-3@42 received"], ["rides-3@42 self", "rides-3@42 sent"]],
  );
});

const OUTCOMES: readonly (readonly [
  what: string,
  kind: number,
  status: JsonObject,
  attributes: JsonObject,
  outcome: string,
])[] = [
  ["a 502 with the status unset failed", 2, {}, { "http.response.status_code": 502 }, "error"],
  ["a 504 by the older name timed out", 2, {}, { "http.status_code": "504" }, "timeout"],
  ["a 429 was throttled", 3, { code: 2 }, { "http.response.status_code": 429 }, "throttled"],
  ["a 404 that a client asked for is an answer", 3, { code: 2 }, { "http.response.status_code": 404 }, "ok"],
  ["a 400 is the mistake of whoever called", 2, { code: 2 }, { "http.response.status_code": 400 }, "ok"],
  ["a call that was refused failed", 3, { code: "STATUS_CODE_ERROR" }, { "http.response.status_code": 403 }, "error"],
  ["an error by its type", 3, { code: 2 }, { "error.type": "ProvisionedThroughputExceededException" }, "throttled"],
  [
    "a condition that did not hold is an answer",
    3,
    { code: 2 },
    { "error.type": "ConditionalCheckFailedException" },
    "ok",
  ],
  ["gRPC's deadline is a timeout", 3, {}, { "rpc.grpc.status_code": 4 }, "timeout"],
  ["gRPC's not found is an answer", 3, {}, { "rpc.response.status_code": "NOT_FOUND" }, "ok"],
  ["an end without a word is a success", 2, {}, {}, "ok"],
];

for (const [what, kind, status, attributes, outcome] of OUTCOMES) {
  test(`the outcome of a span: ${what}`, () => {
    const [one] = spansIn(otlp(batch("web", [span("a1", { kind, status, attributes })])));
    assert.equal(one?.outcome, outcome);
    assert.equal(one.error === null, outcome === "ok");
  });
}

test("a span that has not ended has an unknown outcome and no end", () => {
  const [one] = spansIn(otlp(batch("web", [{ ...span("a1", { kind: 2 }), endTimeUnixNano: null }])));
  assert.deepEqual([one?.outcome, one?.end], ["unknown", null]);
});

test("an exception is read from an event of the span, of a span inside of it, or from a log record, with its causes", () => {
  const java =
    "java.lang.IllegalStateException: no fare\n\tat a.B.c(B.java:7)\nCaused by: java.io.IOException: refused\n\tat d.E.f(E.java:9)";
  const exception = {
    "exception.type": "java.lang.IllegalStateException",
    "exception.message": "no fare",
    "exception.stacktrace": java,
  };
  const failed = span("a1", { kind: 2, status: { code: 2 } });
  const event = { name: "exception", timeUnixNano: NANOS, attributes: pairs(exception) };
  const record = {
    timeUnixNano: NANOS,
    severityNumber: 17,
    traceId: TRACE,
    spanId: idOf("a1"),
    eventName: "exception",
    attributes: pairs(exception),
  };
  const logs = { resource: {}, scopeLogs: [{ logRecords: [record] }] };
  for (const value of [
    otlp(batch("web", [{ ...failed, events: [event] }])),
    otlp(batch("web", [failed, { ...span("a2", { parent: "a1", kind: 1 }), events: [event] }])),
    { ...otlp(batch("web", [failed])), resourceLogs: [logs] },
    `${JSON.stringify({ resourceLogs: [logs] })}\n${JSON.stringify(otlp(batch("web", [failed])))}`,
  ]) {
    const [one] = spansIn(value);
    assert.equal(one?.error?.type, "java.lang.IllegalStateException");
    assert.equal(one.error.message, "no fare");
    assert.equal(one.error.stack[0], "at a.B.c(B.java:7)");
    assert.deepEqual(one.error.causes, [{ type: "java.io.IOException", message: "refused" }]);
  }
});

test("a log record whose span is not there is a record of its own, and one whose span is there stands in its logs", () => {
  const record = (spanId: string): JsonObject => ({
    timeUnixNano: NANOS,
    severityNumber: 13,
    traceId: TRACE,
    spanId: idOf(spanId),
    body: { stringValue: `in ${spanId}` },
  });
  const logs = { resource: {}, scopeLogs: [{ logRecords: [record("a1"), record("f9")] }] };
  const { spans, records } = decoded(
    traceChunk({ ...otlp(batch("web", [span("a1", { kind: 2 })])), resourceLogs: [logs] }),
  );
  assert.deepEqual(
    spans[0]?.logs.map(({ text, level }) => [text, level]),
    [["in a1", "warn"]],
  );
  assert.deepEqual(
    records.map(({ text, keys }) => [text, keys[0]?.value]),
    [["in f9", XRAY]],
  );
});

test("Tempo's batches with ids in base64 are the same spans as those in hexadecimal, and zeros are no parent", () => {
  const base64 = (hex: string): string => Buffer.from(hex, "hex").toString("base64");
  const one = { ...span("a1", { kind: 2 }), parentSpanId: "0000000000000000" };
  const tempo = {
    batches: [
      {
        resource: {},
        instrumentationLibrarySpans: [{ spans: [{ ...one, traceId: base64(TRACE), spanId: base64(idOf("a1")) }] }],
      },
    ],
  };
  const [read] = spansIn(tempo);
  const [same] = spansIn(otlp(batch("", [{ ...one, traceId: TRACE.toUpperCase() }])));
  assert.equal(read?.id, same?.id);
  assert.equal(read?.id, `span:${XRAY}:${idOf("a1")}:server`);
  assert.equal(read?.arrival?.root, true);
  assert.deepEqual(spansIn({ trace: { resourceSpans: tempo.batches } })[0]?.id, read?.id);
});

test("a span that was exported twice is one, and the part that ended is the one that counts", () => {
  const begun = { ...span("a1", { kind: 2 }), endTimeUnixNano: null };
  const [one, ...others] = spansIn(
    otlp(batch("web", [begun, span("a1", { kind: 2, attributes: { "http.response.status_code": 503 } })])),
  );
  assert.deepEqual(others, []);
  assert.equal(one?.outcome, "error");
});

test("a span whose parent was not recorded stays, and one without a kind at the top is an entry", () => {
  const [orphan, top] = spansIn(otlp(batch("web", [span("a1", { parent: "f9" }), span("a2", { name: "nightly" })])));
  assert.equal(orphan?.keys.find(({ role }) => role === "received")?.value, `${XRAY}:${idOf("f9")}`);
  assert.equal(orphan?.arrival, null);
  assert.equal(top?.arrival?.root, true);
});

test("spans that name each other as parents in a circle are all kept", () => {
  const spans = spansIn(otlp(batch("web", [span("a1", { parent: "a2" }), span("a2", { parent: "a1" })])));
  assert.ok(spans.length >= 1);
});

test("what a recorder baked in is the hop's input, output and environment", () => {
  const baked = { "hop.input": '{"rideId":"r-1"}', "hop.output": "", "hop.environment": '{"STAGE":"prod"}' };
  const [one] = spansIn(otlp(batch("web", [span("a1", { kind: 2, attributes: baked })])));
  assert.deepEqual([one?.input, one?.output, one?.environment], [{ rideId: "r-1" }, "", { STAGE: "prod" }]);
  const [bare] = spansIn(otlp(batch("web", [span("a1", { kind: 2 })])));
  assert.deepEqual([bare?.input, bare?.output, bare?.environment], [null, null, null]);
});

test("a moment is taken to the microsecond, whether it is text or a bare number beyond what a double holds", () => {
  const text = JSON.stringify(
    otlp(batch("web", [{ ...span("a1", { kind: 2 }), startTimeUnixNano: "1763778665123456999" }])),
  );
  for (const one of [text, text.replace('"1763778665123456999"', "1763778665123456999")]) {
    assert.equal(spansIn(one)[0]?.start, 1763778665123456);
  }
});

test("spans without ids or a start, and lines that are no JSON, are counted in a gap and hide no others", () => {
  const good = otlp(batch("web", [span("a1", { kind: 2 }), { name: "half" }, 7]));
  const { spans, gaps } = decoded(traceChunk(`${JSON.stringify(good)}\n{"resourceSpans":`));
  assert.equal(spans.length, 1);
  assert.deepEqual(
    gaps.map(({ what }) => what),
    ["3 spans"],
  );
});

test("the id of a conversation is shared by whoever takes part in it", () => {
  const [one] = spansIn(
    otlp(batch("web", [span("a1", { kind: 4, attributes: { "messaging.message.conversation_id": "order-123456" } })])),
  );
  assert.deepEqual(
    one?.keys.find(({ kind }) => kind === "correlation"),
    {
      kind: "correlation",
      value: "order-123456",
      role: "shared",
      path: "messaging.message.conversation_id",
    },
  );
});

interface Told {
  readonly parent?: string;
  readonly kind?: number | string;
  readonly name?: string;
  readonly attributes?: JsonObject;
  readonly status?: JsonObject;
  readonly links?: readonly Json[];
}

function idOf(short: string): string {
  return short.padEnd(16, "0");
}

function span(
  id: string,
  { parent, kind = 0, name = "work", attributes = {}, status = {}, links = [] }: Told,
): JsonObject {
  return {
    traceId: TRACE,
    spanId: idOf(id),
    ...(parent === undefined ? {} : { parentSpanId: idOf(parent) }),
    name,
    kind,
    startTimeUnixNano: NANOS,
    endTimeUnixNano: "1763778665250000000",
    attributes: pairs(attributes),
    status,
    links,
  };
}

function batch(service: string, spans: readonly Json[], resource: JsonObject = {}): JsonObject {
  const own = service === "" ? {} : { "service.name": service };
  return { resource: { attributes: pairs({ ...own, ...resource }) }, scopeSpans: [{ scope: {}, spans }] };
}

function otlp(...resourceSpans: readonly JsonObject[]): JsonObject {
  return { resourceSpans };
}

function pairs(attributes: JsonObject): Json[] {
  return Object.entries(attributes).map(([key, value]) => ({ key, value: wrapped(value) }));
}

function wrapped(value: Json): JsonObject {
  if (typeof value === "number") return { intValue: String(value) };
  if (Array.isArray(value)) return { arrayValue: { values: value.map((one: Json) => ({ stringValue: one })) } };
  return { stringValue: value };
}
