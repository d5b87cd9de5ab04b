import assert from "node:assert/strict";
import { test } from "node:test";
import type { JsonObject } from "../../src/json.ts";
import type { Chunk } from "../../src/record.ts";
import { decoded } from "./decoded.ts";
import { logChunk } from "./log-chunk.ts";
import { stitched, traceChunk, treeOf } from "./trace-chunk.ts";

const TRACE = "5759e988bd862e3fe1be46a994272793";
const REQUEST = "de1cf8e1-94bc-4af4-a0f9-c4f9c20919aa";
const AT = 1763778665000;

/** What CloudWatch made of the segments of a request that came to an API: the function broke, and no status says so but HTTP's. */
const SEGMENTS: readonly JsonObject[] = [
  {
    ...span("a1", { kind: "SERVER", name: "POST /rides" }),
    attributes: {
      "aws.xray.origin": "AWS::ApiGateway::Stage",
      "aws.local.service": "rides-api",
      "aws.request.id": "29bb743b-9986-409b-9134-608d86e361bd",
      "http.method": "POST",
      "http.url": "https://abc.execute-api.eu-central-1.amazonaws.com/rides",
      "http.response.status_code": 502,
      "user.id": "u-7",
    },
    _aws: { xray: { name: "rides-api/prod", type: "segment" } },
  },
  {
    ...span("b1", { kind: "SERVER", name: "ride-service", parentSpanId: id("a1") }),
    attributes: {
      "aws.xray.origin": "AWS::Lambda",
      "aws.request.id": REQUEST,
      "aws.resource.arn": "arn:aws:lambda:eu-central-1:123456789012:function:ride-service",
    },
  },
  {
    ...span("c1", { kind: "SERVER", name: "ride-service", parentSpanId: id("b1"), status: { code: "ERROR" } }),
    attributes: {
      "aws.xray.origin": "AWS::Lambda::Function",
      "cloud.resource_id": "arn:aws:lambda:eu-central-1:123456789012:function:ride-service",
    },
    events: [
      {
        name: "exception",
        timeUnixNano: 1763778665100000000,
        attributes: { "exception.type": "TypeError", "exception.message": "no fare" },
      },
    ],
  },
  {
    ...span("d1", { kind: "CLIENT", name: "DynamoDB", parentSpanId: id("c1") }),
    attributes: {
      "aws.remote.service": "AWS::DynamoDB",
      "aws.remote.operation": "PutItem",
      "aws.remote.resource.identifier": "rides",
    },
  },
];

test("the spans of the log group aws/spans are hops, split segments one, and no line of theirs is a log record", () => {
  const chunk = spansGroup(SEGMENTS.map((one) => JSON.stringify(one)));
  const [transaction] = stitched(chunk);
  assert.ok(transaction);
  assert.deepEqual(treeOf(transaction), [
    "apigateway rides-api",
    "lambda ride-service < 0 exact",
    "dynamodb rides < 1 exact",
  ]);
  const [api, invocation, call] = transaction.hops;
  assert.deepEqual(
    [api?.outcome, api?.operation, api?.requestId],
    ["error", "POST /rides", "29bb743b-9986-409b-9134-608d86e361bd"],
  );
  assert.deepEqual(
    [invocation?.requestId, invocation?.account, invocation?.error?.type],
    [REQUEST, "123456789012", "TypeError"],
  );
  assert.equal(call?.operation, "PutItem");
  assert.equal(transaction.user?.id, "u-7");
  assert.equal(transaction.entry?.kind, "http");
  assert.deepEqual(decoded(chunk).records, []);
});

test("a function's span and its log lines are one hop, in whichever order they were read", () => {
  const lines = logChunk({
    group: "/aws/lambda/ride-service",
    stream: "2026/11/22/[1]ab",
    lines: [
      { at: AT, message: `START RequestId: ${REQUEST} Version: 3` },
      { at: AT + 200, message: `END RequestId: ${REQUEST}` },
    ],
  });
  const spans = spansGroup(SEGMENTS.map((one) => JSON.stringify(one)));
  for (const chunks of [
    [lines, spans],
    [spans, lines],
  ]) {
    const [transaction, ...others] = stitched(...chunks);
    assert.deepEqual(others, []);
    const invocation = transaction?.hops.find(({ service }) => service === "lambda");
    assert.equal(invocation?.logs.length, 2);
    assert.deepEqual(invocation.sources, ["cloudwatch-logs"]);
  }
});

test("a bare number of nanoseconds beyond what a double holds is taken from the text, and one in a payload is left alone", () => {
  const payload = '{"startTimeUnixNano": 1763778665123456999}';
  const text = JSON.stringify({ ...span("a1", {}), attributes: { "hop.input": payload } }).replace(
    "1763778665000000000",
    "1763778665123456999",
  );
  assert.ok(text.includes('"startTimeUnixNano":1763778665123456999'));
  const [one] = decoded(spansGroup([text])).spans;
  assert.equal(one?.start, 1763778665123456);
  assert.deepEqual(one.input, JSON.parse(payload));
});

test("a span that still runs has no end, and one with a duration only ends by it", () => {
  const { endTimeUnixNano: _, ...open } = span("a1", {});
  const spans = [
    { ...open, endTimeUnixNano: null },
    { ...open, spanId: id("a2"), durationNano: 1500000 },
  ];
  assert.deepEqual(
    decoded(spansGroup(spans.map((one) => JSON.stringify(one)))).spans.map(({ start, end }) =>
      end === null ? null : end - start,
    ),
    [null, 1500],
  );
});

test("a span is read where it stands: its origin is its own group and stream, and so it is in a file of spans", () => {
  const line = JSON.stringify(span("a1", { kind: "SERVER" }));
  const [logged] = decoded(spansGroup([line])).spans;
  assert.equal(logged?.origin.group, "aws/spans");
  assert.equal(logged.origin.stream, "default");
  assert.equal(decoded(traceChunk(`${line}\n${line}`)).spans[0]?.id, logged.id);
});

test("a span line without ids is a log line like any other", () => {
  const broken = JSON.stringify({ startTimeUnixNano: 1, spanId: "x", name: "half" });
  const { records, spans, gaps } = decoded(spansGroup([broken]));
  assert.deepEqual([records.length, spans.length, gaps], [1, 0, []]);
});

test("OTLP in JSON that a function prints is its spans", () => {
  const printed = {
    resourceSpans: [{ resource: {}, scopeSpans: [{ spans: [{ ...span("a1", {}), attributes: [] }] }] }],
  };
  assert.equal(decoded(spansGroup([JSON.stringify(printed)])).spans.length, 1);
});

function id(short: string): string {
  return short.padEnd(16, "0");
}

function span(short: string, more: JsonObject): JsonObject {
  return {
    traceId: TRACE,
    spanId: id(short),
    name: "work",
    kind: "INTERNAL",
    startTimeUnixNano: 1763778665000000000,
    endTimeUnixNano: 1763778665250000000,
    attributes: {},
    status: { code: "UNSET" },
    resource: { attributes: {} },
    ...more,
  };
}

function spansGroup(messages: readonly string[]): Chunk {
  return logChunk({ group: "aws/spans", stream: "default", lines: messages.map((message) => ({ at: AT, message })) });
}
