import assert from "node:assert/strict";
import { test } from "node:test";
import type { Json, JsonObject } from "../../src/json.ts";
import type { Span } from "../../src/span.ts";
import { decoded } from "./decoded.ts";
import { xrayChunk } from "./xray-chunk.ts";

const TRACE = "1-5759e988-bd862e3fe1be46a994272793";
const T = 1763778665;

test("a table's subsegment of a function is a call to it, and the function is its parent", () => {
  const [invocation, call] = spansOf(
    segment("aaaaaaaaaaaaaaa1", {
      name: "checkout",
      origin: "AWS::Lambda::Function",
      subsegments: [
        subsegment("aaaaaaaaaaaaaaa2", "DynamoDB", { operation: "PutItem", table_name: "orders", retries: 2 }),
      ],
    }),
  );
  assert.deepEqual(
    [invocation?.kind, invocation?.service, invocation?.resource, invocation?.operation],
    ["internal", "lambda", "checkout", "Invoke"],
  );
  assert.deepEqual(
    [call?.kind, call?.service, call?.resource, call?.operation, call?.attempts],
    ["client", "dynamodb", "orders", "PutItem", 3],
  );
  assert.equal(call?.start, (T + 0.25) * 1e6);
  assert.equal(call.end, (T + 0.5) * 1e6);
  assert.deepEqual(
    call.keys.filter(({ kind, role }) => kind === "span" && role === "received").map(({ value }) => value),
    [`${TRACE}:aaaaaaaaaaaaaaa1`],
  );
});

test("every shape in which X-Ray hands out documents holds the same spans", () => {
  const document = segment("aaaaaaaaaaaaaaa1", { name: "checkout", origin: "AWS::Lambda" });
  const trace = { Id: TRACE, Segments: [{ Id: "aaaaaaaaaaaaaaa1", Document: JSON.stringify(document) }] };
  const wanted = spansOf(document);
  assert.equal(wanted.length, 1);
  for (const shape of [[document], trace, [trace], { Traces: [trace], UnprocessedTraceIds: [] }]) {
    assert.deepEqual(spansOf(shape), wanted);
  }
});

test("phases are no spans: attempts and the time spent waiting are told of the span around them", () => {
  const attempt = (n: number, fault: boolean): JsonObject => ({
    id: `bbbbbbbbbbbbbbb${n}`,
    name: `Attempt #${n}`,
    start_time: T + n,
    end_time: T + n + 0.5,
    ...(fault ? { fault, cause: { exceptions: [{ id: `c${n}`, type: "Error", message: `boom ${n}` }] } } : {}),
  });
  const spans = spansOf(
    segment("aaaaaaaaaaaaaaa1", {
      name: "post-to-social",
      origin: "AWS::Lambda",
      subsegments: [
        { id: "bbbbbbbbbbbbbbb0", name: "Dwell Time", start_time: T, end_time: T + 0.75 },
        attempt(2, false),
        attempt(1, true),
      ],
    }),
  );
  assert.equal(spans.length, 1);
  const [span] = spans;
  assert.equal(span?.dwell, 750_000);
  assert.equal(span.attempts, 2);
  assert.deepEqual(
    span.tries.map(({ start, outcome }) => [start / 1e6 - T, outcome]),
    [
      [1, "error"],
      [2, "ok"],
    ],
  );
  assert.deepEqual(
    span.logs.map(({ text, level }) => [text, level]),
    [["Attempt #1: Error: boom 1", "warn"]],
  );
});

test("a child in another document that names a phase as its parent belongs to the span around the phase", () => {
  const [outer] = spansOf(
    segment("aaaaaaaaaaaaaaa1", {
      name: "rides",
      origin: "AWS::Lambda",
      subsegments: [{ id: "bbbbbbbbbbbbbbb1", name: "Attempt #1", start_time: T, end_time: T + 1 }],
    }),
  );
  const sent = outer?.keys.filter(({ kind, role }) => kind === "span" && role === "sent").map(({ value }) => value);
  assert.deepEqual(sent, [`${TRACE}:aaaaaaaaaaaaaaa1`, `${TRACE}:bbbbbbbbbbbbbbb1`]);
});

test("a call inside of a block that the application named is the function's call", () => {
  const block = {
    id: "bbbbbbbbbbbbbbb1",
    name: "## work out the fare",
    start_time: T,
    end_time: T + 1,
    subsegments: [
      subsegment("aaaaaaaaaaaaaaa2", "SNS", {
        operation: "Publish",
        topic_arn: "arn:aws:sns:eu-central-1:123456789012:rides",
      }),
    ],
  };
  const [, call] = spansOf(
    segment("aaaaaaaaaaaaaaa1", { name: "f", origin: "AWS::Lambda::Function", subsegments: [block] }),
  );
  assert.equal(call?.service, "sns");
  assert.equal(call.resource, "rides");
  assert.deepEqual(
    call.keys.filter(({ role, kind }) => role === "received" && kind === "span").map(({ value }) => value),
    [`${TRACE}:aaaaaaaaaaaaaaa1`],
  );
});

test("a remote subsegment is a call to a host", () => {
  const [, call] = spansOf(
    segment("aaaaaaaaaaaaaaa1", {
      name: "f",
      origin: "AWS::Lambda::Function",
      subsegments: [
        {
          ...subsegment("aaaaaaaaaaaaaaa2", "api.bank.example", {}),
          namespace: "remote",
          http: { request: { method: "POST", url: "https://api.bank.example/charge?x=1" }, response: { status: 504 } },
          fault: true,
        },
      ],
    }),
  );
  assert.deepEqual(
    [call?.service, call?.resource, call?.operation, call?.outcome],
    ["http", "api.bank.example", "POST /charge", "timeout"],
  );
});

const OUTCOMES: readonly (readonly [what: string, fields: JsonObject, outcome: string])[] = [
  ["a segment that ended is ok", {}, "ok"],
  ["one in progress has no outcome yet", { in_progress: true }, "unknown"],
  ["a throttle is one, whatever else is set", { throttle: true, error: true }, "throttled"],
  ["a fault is an error", { fault: true }, "error"],
  ["an error of a program is its failure", { error: true }, "error"],
];

for (const [what, fields, outcome] of OUTCOMES) {
  test(what, () => {
    const [span] = spansOf(segment("aaaaaaaaaaaaaaa1", { name: "f", origin: "AWS::Lambda::Function", ...fields }));
    assert.equal(span?.outcome, outcome);
  });
}

const CALL_OUTCOMES: readonly (readonly [what: string, fields: JsonObject, outcome: string])[] = [
  ["a condition that did not hold is an answer", error("ConditionalCheckFailedException"), "ok"],
  ["a throttled call is throttled", error("ProvisionedThroughputExceededException"), "throttled"],
  ["a refused call failed", error("ValidationException"), "error"],
  ["a thing that is not there is an answer", { error: true, http: { response: { status: 404 } } }, "ok"],
  ["a 400 without a type failed", { error: true, http: { response: { status: 400 } } }, "error"],
];

for (const [what, fields, outcome] of CALL_OUTCOMES) {
  test(what, () => {
    const call = { ...subsegment("aaaaaaaaaaaaaaa2", "DynamoDB", { operation: "PutItem" }), ...fields };
    const [, span] = spansOf(
      segment("aaaaaaaaaaaaaaa1", { name: "f", origin: "AWS::Lambda::Function", subsegments: [call] }),
    );
    assert.equal(span?.outcome, outcome);
    assert.equal(span.error === null, outcome === "ok");
  });
}

for (const [status, outcome] of [
  [200, "ok"],
  [400, "ok"],
  [404, "ok"],
  [429, "throttled"],
] as const) {
  test(`an API that answers ${status} was ${outcome}: a 4xx is the caller's own mistake`, () => {
    const [span] = spansOf(
      segment("aaaaaaaaaaaaaaa1", {
        name: "rides-api/prod",
        origin: "AWS::ApiGateway::Stage",
        error: status >= 400,
        http: {
          request: { method: "GET", url: "https://abc.execute-api.eu-central-1.amazonaws.com/prod/rides/7" },
          response: { status },
        },
        aws: { api_gateway: { request_id: "29bb743b-9986-409b-9134-608d86e361bd", stage: "prod" } },
      }),
    );
    assert.equal(span?.outcome, outcome);
    assert.equal(span.resource, "rides-api");
    assert.equal(span.operation, "GET /rides/7");
    assert.equal(span.arrival?.root, true);
    assert.ok(span.keys.some(({ kind, role }) => kind === "apigateway-request" && role === "self"));
  });
}

test("a cause that is only an id is looked up where the exception was recorded, with the causes behind it", () => {
  const deep = {
    ...subsegment("aaaaaaaaaaaaaaa2", "DynamoDB", { operation: "Query" }),
    fault: true,
    cause: {
      exceptions: [
        {
          id: "e1",
          type: "Boom",
          message: "no",
          cause: "e2",
          stack: [{ path: "a.js", line: 3, label: "f" }, { path: "b.js" }],
        },
        { id: "e2", message: "beneath" },
      ],
    },
  };
  const [outer] = spansOf(
    segment("aaaaaaaaaaaaaaa1", {
      name: "f",
      origin: "AWS::Lambda::Function",
      fault: true,
      cause: "e1",
      subsegments: [deep],
    }),
  );
  assert.deepEqual(outer?.error, {
    type: "Boom",
    message: "no",
    stack: ["at f (a.js:3)", "at b.js"],
    causes: [{ type: null, message: "beneath" }],
  });
});

test("causes that name each other in a circle end", () => {
  const exceptions = [
    { id: "e1", type: "A", cause: "e2" },
    { id: "e2", type: "B", cause: "e1" },
  ];
  const [span] = spansOf(
    segment("aaaaaaaaaaaaaaa1", { name: "f", origin: "AWS::Lambda", fault: true, cause: { exceptions } }),
  );
  assert.equal(span?.error?.causes.length, 10);
});

test("W3C's form of a trace id is X-Ray's", () => {
  const [span] = spansOf({
    ...segment("aaaaaaaaaaaaaaa1", { name: "f" }),
    trace_id: "5759E988BD862E3FE1BE46A994272793",
  });
  assert.ok(span?.keys.some(({ kind, role, value }) => kind === "xray-trace" && role === "shared" && value === TRACE));
});

test("a trace that X-Ray cut says so, and is read as far as it goes", () => {
  const document = JSON.stringify(segment("aaaaaaaaaaaaaaa1", { name: "f" }));
  const { spans, gaps } = decoded(
    xrayChunk({ Id: TRACE, LimitExceeded: true, Segments: [{ Id: "aaaaaaaaaaaaaaa1", Document: document }] }),
  );
  assert.equal(spans.length, 1);
  assert.match(gaps[0]?.why ?? "", /larger than a trace may be/);
  assert.match(gaps[0]?.what ?? "", new RegExp(TRACE));
});

for (const [what, value] of [
  ["no id", { trace_id: TRACE, start_time: T }],
  ["no trace", { id: "aaaaaaaaaaaaaaa1", start_time: T }],
  ["no beginning", { id: "aaaaaaaaaaaaaaa1", trace_id: TRACE }],
  ["a document that is not JSON", { Id: "aaaaaaaaaaaaaaa1", Document: "{half" }],
  ["nothing at all", {}],
] satisfies readonly (readonly [string, Json])[]) {
  test(`a segment with ${what} is a gap`, () => {
    const { spans, gaps } = decoded(xrayChunk(value));
    assert.equal(spans.length, 0);
    assert.equal(gaps.length, 1);
  });
}

test("an inferred segment of a service that has no file of its own is shown by its name", () => {
  const [span] = spansOf(segment("aaaaaaaaaaaaaaa1", { name: "my-faces", origin: "AWS::Rekognition", inferred: true }));
  assert.deepEqual([span?.service, span?.resource], ["other", "my-faces"]);
  const [stream] = spansOf(segment("aaaaaaaaaaaaaaa1", { name: "my-stream", origin: "AWS::Kinesis", inferred: true }));
  assert.deepEqual([stream?.service, stream?.resource], ["kinesis", "my-stream"]);
  const [host] = spansOf(segment("aaaaaaaaaaaaaaa1", { name: "api.bank.example", inferred: true }));
  assert.deepEqual([host?.service, host?.resource], ["http", "api.bank.example"]);
  const [program] = spansOf(segment("aaaaaaaaaaaaaaa1", { name: "billing", origin: "AWS::ECS::Container" }));
  assert.deepEqual([program?.service, program?.resource], ["service", "billing"]);
});

test("subsegments nested hundreds deep are walked without recursion", () => {
  let inner: JsonObject = subsegment("aaaaaaaaaaaaaaa2", "S3", { operation: "GetObject", bucket_name: "exports" });
  for (let depth = 0; depth < 80; depth++) {
    inner = { id: `b${depth}`, name: `block ${depth}`, start_time: T, end_time: T + 1, subsegments: [inner] };
  }
  const [, call] = spansOf(segment("aaaaaaaaaaaaaaa1", { name: "f", origin: "AWS::Lambda", subsegments: [inner] }));
  assert.equal(call?.resource, "exports");
});

function error(type: string): JsonObject {
  return { error: true, cause: { exceptions: [{ id: "e1", type, message: "said" }] } };
}

function segment(id: string, fields: JsonObject): JsonObject {
  return { id, trace_id: TRACE, name: "?", start_time: T, end_time: T + 1, ...fields };
}

function subsegment(id: string, name: string, aws: JsonObject): JsonObject {
  return { id, name, namespace: "aws", start_time: T + 0.25, end_time: T + 0.5, aws };
}

function spansOf(value: Json): Span[] {
  const { spans, gaps } = decoded(xrayChunk(value));
  assert.deepEqual(gaps, []);
  return spans;
}
