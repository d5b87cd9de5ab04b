import assert from "node:assert/strict";
import { test } from "node:test";
import type { Key } from "../src/key.ts";
import type { LogRecord, Origin } from "../src/record.ts";
import type { Span } from "../src/span.ts";
import { streamsOf, traceIn } from "../src/streams-view.ts";
import { fromMillis } from "../src/time.ts";
import type { Hop } from "../src/transaction.ts";
import { hopOf } from "./impact/hop-of.ts";

const TRACE = "1-5759e988-bd862e3fe1be46a994272793";

test("a hop says in which log streams its lines stand, that of the last line first, and at most three", () => {
  const logs = ["a", "b", "a", "c", "d"].map((stream) =>
    line({ source: "logs", group: "/aws/lambda/pay", stream, region: "eu-west-1" }),
  );
  assert.deepEqual(
    streamsOf(hopOf("lambda pay", { logs })).map(({ stream }) => stream),
    ["d", "c", "a"],
  );
  assert.deepEqual(streamsOf(hopOf("lambda pay", { logs: [line({ source: "files" })] })), []);
  assert.deepEqual(streamsOf(hopOf("lambda pay", { logs: [line({ source: "files", group: "/pay" })] })), [
    { group: "/pay", stream: null, account: null, region: null },
  ]);
});

test("a hop has a trace where X-Ray or its log group of spans recorded it, and not where a line only names one", () => {
  assert.equal(traceIn(traced({})), null);
  assert.equal(traceIn(traced({ traced: "otel", origin: { source: "jaeger" } })), null);
  assert.deepEqual(traceIn(traced({ traced: "xray", region: "eu-west-1" })), { id: TRACE, region: "eu-west-1" });
  const origin = { source: "logs", group: "aws/spans", region: "us-east-1" };
  assert.deepEqual(traceIn(traced({ traced: "otel", origin })), { id: TRACE, region: "us-east-1" });
});

function traced(change: Partial<Span>): Hop {
  const hop = hopOf("lambda pay");
  const key: Key = { kind: "xray-trace", value: TRACE, role: "shared", path: "trace" };
  return { ...hop, spans: hop.spans.map((span) => ({ ...span, keys: [key], ...change })) };
}

function line(origin: Origin): LogRecord {
  return {
    ...{ id: "l", origin, keys: [], error: null, at: fromMillis(0), ingestedAt: null, level: null, mark: null },
    ...{ requestId: null, positional: false, reported: null, named: null, text: "x", body: null },
  };
}
