import assert from "node:assert/strict";
import { test } from "node:test";
import type { Json, JsonObject } from "../../src/json.ts";
import { decoded } from "./decoded.ts";
import { spansIn, stitched, traceChunk, treeOf } from "./trace-chunk.ts";

const TRACE = "5759e988bd862e3fe1be46a994272793";
const START = 1763778665000000;

test("an answer of Jaeger becomes a tree of the programs and what they called, duplicates and inner work left out", () => {
  const server = span("a1", "p1", { "span.kind": "server", "http.method": "GET", "http.route": "/rides" });
  const [transaction] = stitched(
    traceChunk(
      answer([
        server,
        server,
        span("a2", "p1", {}, [child("a1")]),
        span("a3", "p1", { "span.kind": "client", "peer.service": "ledger-host" }, [child("a2")]),
        span("b1", "p2", { "span.kind": "server" }, [child("a3")]),
      ]),
    ),
  );
  assert.ok(transaction);
  assert.deepEqual(treeOf(transaction), ["service web", "service ledger < 0 exact"]);
  assert.equal(transaction.entry?.arrival.route, "/rides");
});

test("the parent is the reference that says child, in the same trace; every other one is a link", () => {
  const elsewhere = { refType: "FOLLOWS_FROM", traceID: "f".repeat(32), spanID: "00000000000000f1" };
  const [, one] = spansIn(
    answer([
      span("a1", "p1", { "span.kind": "producer" }),
      span("b1", "p2", { "span.kind": "consumer" }, [elsewhere, child("a1")]),
    ]),
  );
  const received = one?.keys.filter(({ role }) => role === "received").map(({ value, path }) => `${path} ${value}`);
  assert.deepEqual(received, [
    "parentSpanId 1-5759e988-bd862e3fe1be46a994272793:00000000000000a1",
    "links[0] 1-ffffffff-ffffffffffffffffffffffff:00000000000000f1",
  ]);
});

test("what follows from a span without being its child has it as parent where nothing else is", () => {
  const [transaction] = stitched(
    traceChunk(
      answer([
        span("a1", "p1", { "span.kind": "server" }),
        span("b1", "p2", { "span.kind": "consumer" }, [{ ...child("a1"), refType: "FOLLOWS_FROM" }]),
      ]),
    ),
  );
  assert.equal(transaction?.links[0]?.certainty, "exact");
});

test("an id without the zeros before it is the same id", () => {
  const short = { ...span("a1", "p1", { "span.kind": "server" }), traceID: TRACE.replace(/^5/, "0"), spanID: "a1" };
  const [one] = spansIn(answer([{ ...short, traceID: TRACE.slice(1) }]));
  assert.equal(one?.id, "span:1-0759e988-bd862e3fe1be46a994272793:00000000000000a1:server");
  assert.equal(one.id, spansIn(answer([short]))[0]?.id);
});

for (const [what, tags, outcome] of [
  ["a tag that says error, as a boolean", { error: true }, "error"],
  ["or as text", { error: "true" }, "error"],
  ["one that says that there was none", { error: false }, "ok"],
  ["OpenTelemetry's status", { "otel.status_code": "ERROR" }, "error"],
  ["an HTTP status", { "http.status_code": 503 }, "error"],
] as const) {
  test(`how a span of Jaeger ended: ${what}`, () => {
    assert.equal(spansIn(answer([span("a1", "p1", { "span.kind": "server", ...tags })]))[0]?.outcome, outcome);
  });
}

test("errors are read from logs as OpenTracing and as OpenTelemetry write them, and other logs are the hop's", () => {
  const opentracing = {
    event: "error",
    "error.kind": "TypeError",
    message: "no fare",
    stack: "TypeError: no fare\n    at f (a.js:1:2)",
  };
  const otel = {
    event: "exception",
    "exception.type": "TypeError",
    "exception.message": "no fare",
    "exception.stacktrace": opentracing.stack,
  };
  for (const fields of [opentracing, otel]) {
    const logs = [log({ event: "cache miss", level: "warn" }), log(fields)];
    const [one] = spansIn(answer([{ ...span("a1", "p1", { "span.kind": "server", error: true }), logs }]));
    assert.deepEqual(one?.error, { type: "TypeError", message: "no fare", stack: ["at f (a.js:1:2)"], causes: [] });
    assert.deepEqual(
      one.logs.map(({ text, level }) => [text, level]),
      [["cache miss", "warn"]],
    );
  }
});

test("a list in a tag is JSON text, of which the first name counts", () => {
  const tags = {
    "span.kind": "client",
    "rpc.service": "DynamoDB",
    "rpc.method": "Query",
    "aws.dynamodb.table_names": '["rides"]',
  };
  const [one] = spansIn(answer([span("a1", "p1", tags)]));
  assert.deepEqual([one?.service, one?.resource], ["dynamodb", "rides"]);
});

test("an answer without traces is no gap, what Jaeger says went wrong is one, and so is what is no answer", () => {
  const gapsOf = (value: Json): string[] => decoded(traceChunk(value, "jaeger-json")).gaps.map(({ why }) => why);
  assert.deepEqual(gapsOf({ data: [] }), []);
  assert.deepEqual(gapsOf({ data: null, errors: [{ code: 404, msg: "trace not found" }] }), [
    "Jaeger says: trace not found",
  ]);
  assert.deepEqual(gapsOf({ hello: 1 }), ["not an answer of Jaeger"]);
  assert.deepEqual(gapsOf(answer([{ traceID: TRACE }, 7])), ["they have no id, no trace or no start"]);
});

function child(id: string): JsonObject {
  return { refType: "CHILD_OF", traceID: TRACE, spanID: id.padStart(16, "0") };
}

function span(id: string, processID: string, tags: JsonObject, references: readonly Json[] = []): JsonObject {
  return {
    traceID: TRACE,
    spanID: id.padStart(16, "0"),
    operationName: "work",
    references,
    startTime: START,
    duration: 2500,
    tags: tagsOf(tags),
    logs: [],
    processID,
  };
}

function log(fields: JsonObject): JsonObject {
  return { timestamp: START + 5, fields: tagsOf(fields) };
}

function tagsOf(tags: JsonObject): Json[] {
  return Object.entries(tags).map(([key, value]) => ({ key, type: typeof value, value }));
}

function answer(spans: readonly Json[]): JsonObject {
  return {
    data: [{ traceID: TRACE, spans, processes: { p1: { serviceName: "web" }, p2: { serviceName: "ledger" } } }],
  };
}
