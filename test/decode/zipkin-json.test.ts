import assert from "node:assert/strict";
import { test } from "node:test";
import type { JsonObject } from "../../src/json.ts";
import { decoded } from "./decoded.ts";
import { spansIn, stitched, traceChunk, treeOf } from "./trace-chunk.ts";

const TRACE = "a03ee8fff1dcd9b9";
const START = 1763778665000000;

test("a call and its answer that share one id are one hop, and what follows from either follows from it", () => {
  const [transaction] = stitched(
    traceChunk([
      span("1", "SERVER", "web", { name: "post /rides" }),
      span("2", "CLIENT", "web", { parentId: id("1"), remoteEndpoint: { serviceName: "ledger-proxy" } }),
      span("2", "SERVER", "ledger", { parentId: id("1"), shared: true, timestamp: START - 60_000_000 }),
      span("3", "CLIENT", "ledger", { parentId: id("2"), remoteEndpoint: { serviceName: "mysql" } }),
    ]),
  );
  assert.ok(transaction);
  assert.deepEqual(treeOf(transaction), ["service web", "service ledger < 0 exact", "service mysql < 1 exact"]);
});

test("the other half of a shared span may leave its times to the one who called", () => {
  const { timestamp: _, duration: __, ...untimed } = span("2", "SERVER", "ledger", { parentId: id("1"), shared: true });
  const { spans, gaps } = decoded(traceChunk([untimed, span("2", "CLIENT", "web", { parentId: id("1") })]));
  assert.deepEqual(gaps, []);
  assert.deepEqual(
    spans.map(({ kind, start }) => [kind, start]),
    [
      ["server", START],
      ["client", START],
    ],
  );
});

test("clocks that disagree by a minute put no answer before its call", () => {
  const [transaction] = stitched(
    traceChunk([
      span("1", "SERVER", "web", {}),
      span("2", "PRODUCER", "web", { parentId: id("1"), timestamp: START + 10 }),
      span("3", "CONSUMER", "worker", { parentId: id("2"), timestamp: START - 60_000_000 }),
    ]),
  );
  assert.ok(transaction);
  const worker = transaction.hops.find(({ resource }) => resource === "worker");
  assert.ok((transaction.skew.get(worker?.clock ?? "") ?? 0) >= 60_000_000);
});

test("a span reported in parts is one: its tags, its end and its error are those of all its parts", () => {
  const { duration: _, ...begun } = span("1", "SERVER", "web", { tags: { "http.method": "GET" } });
  const [one, ...others] = spansIn([begun, span("1", "SERVER", "web", { tags: { error: "no fare" } })]);
  assert.deepEqual(others, []);
  assert.equal(one?.arrival?.method, "GET");
  assert.equal(one.end, START + 1000);
  assert.equal(one.error?.message, "no fare");
});

for (const [tags, outcome, message] of [
  [{ error: "refused" }, "error", "refused"],
  [{ error: "" }, "error", "it recorded no more than that it failed"],
  [{ error: "true", "http.status_code": "503" }, "error", "answered with status 503"],
  [{ "http.status_code": "504" }, "timeout", "answered with status 504"],
  [{ error: "404", "http.status_code": "404" }, "ok", undefined],
  [{ error: "false" }, "ok", undefined],
] as const) {
  test(`a span of Zipkin tagged ${JSON.stringify(tags)} ended: ${outcome}`, () => {
    const [one] = spansIn([span("1", "CLIENT", "web", { tags })]);
    assert.deepEqual([one?.outcome, one?.error?.message], [outcome, message]);
  });
}

test("a kind that is no kind of Zipkin's is none, whatever it is called", () => {
  for (const kind of ["constructor", "__proto__", "toString", ""]) {
    assert.equal(spansIn([span("1", kind, "web", {})])[0]?.kind, "internal");
  }
});

test("annotations are the hop's log", () => {
  const [one] = spansIn([span("1", "SERVER", "web", { annotations: [{ timestamp: START + 7, value: "cache miss" }] })]);
  assert.deepEqual(
    one?.logs.map(({ text, at }) => [text, at]),
    [["cache miss", START + 7]],
  );
});

test("lists of lists are traces, an empty list is none, and spans without an id or any time are a gap", () => {
  assert.equal(spansIn([[span("1", "SERVER", "web", {})], [span("2", "SERVER", "web", {})]]).length, 2);
  assert.deepEqual(decoded(traceChunk([], "zipkin-json")).gaps, []);
  const { spans, gaps } = decoded(
    traceChunk([{ traceId: TRACE, id: id("1"), kind: "SERVER" }, 7, null], "zipkin-json"),
  );
  assert.deepEqual([spans.length, gaps.map(({ what }) => what)], [0, ["3 spans"]]);
  assert.equal(decoded(traceChunk("{half", "zipkin-json")).gaps[0]?.why, "not spans of Zipkin");
});

function id(short: string): string {
  return short.padStart(16, "0");
}

function span(short: string, kind: string, service: string, more: JsonObject): JsonObject {
  return {
    traceId: TRACE,
    id: id(short),
    kind,
    name: "work",
    timestamp: START,
    duration: 1000,
    localEndpoint: { serviceName: service },
    ...more,
  };
}
