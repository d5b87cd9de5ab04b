import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { Key } from "../../src/key.ts";
import type { Seen } from "../../src/record.ts";
import type { Span } from "../../src/span.ts";
import { mergeSpans } from "../../src/stitch/merge.ts";
import { micros } from "../../src/time.ts";
import type { Hop } from "../../src/transaction.ts";
import { spanOf } from "./span-of.ts";

const REQUEST = "4f1f9d0e-1111-4222-8333-944455566677";
const ERROR: Seen = { type: "AccessDeniedException", message: "not authorized", stack: [], causes: [] };
const MS = 1000;

let made = 0;

test("a call that failed is one hop, although the instrumentation recorded no id of it", () => {
  const [hop, ...others] = callsIn([call("lines", 10, 20, { requestId: "R1" }), call("otel", 10, 20)]);
  assert.deepEqual(others, []);
  assert.deepEqual([hop?.requestId, hop?.spans.length], ["R1", 2]);
});

test("a call over HTTP, which has no id at all, is one hop for all who recorded it", () => {
  const push = { service: "http", resource: "push.example", operation: "POST /v1" } as const;
  const all = (["lines", "otel", "xray"] as const).map((by) => call(by, 10, 20, push));
  assert.equal(callsIn(all).length, 1);
});

test("what one recorder wrote twice are two calls, each with its own twin", () => {
  const hops = callsIn([call("lines", 10, 20), call("otel", 10, 20), call("lines", 30, 40), call("otel", 30, 40)]);
  assert.deepEqual(
    hops.map(({ start, spans }) => [start, spans.length]),
    [
      [10 * MS, 2],
      [30 * MS, 2],
    ],
  );
});

test("a line that shows no more of a call than its error is told by that", () => {
  const failed = { outcome: "error", error: ERROR } as const;
  const line = call("lines", 21, null, { ...failed, resource: null, operation: "DynamoDB" });
  const hops = callsIn([line, call("otel", 10, 20, failed), call("otel", 40, 50, failed)]);
  assert.deepEqual(
    hops.map(({ spans }) => spans.length),
    [2, 1],
  );
});

for (const [why, other] of [
  ["at another time", call("otel", 60, 70)],
  ["about something else", call("otel", 10, 20, { resource: "lines" })],
  ["with another request id", call("otel", 10, 20, { requestId: "R2" })],
  ["of another invocation", call("otel", 10, 20, {}, "other")],
] as const) {
  test(`a call ${why} is another call`, () => {
    assert.equal(callsIn([call("lines", 10, 20, { requestId: "R1" }), other]).length, 2);
  });
}

test("however many calls an invocation makes, each is one hop, whoever recorded it and in whatever order", () => {
  const times = fc.array(fc.record({ gap: fc.integer({ min: 12, max: 40 }), off: fc.integer({ min: -3, max: 3 }) }));
  fc.assert(
    fc.property(times, fc.boolean(), (made, turned) => {
      let at = 10;
      const spans = made.flatMap(({ gap, off }) => {
        at += gap;
        return [call("lines", at, at + 4), call("otel", at + off, at + 4 + off), call("xray", at, at + 4)];
      });
      assert.equal(callsIn(turned ? spans.toReversed() : spans).length, made.length);
    }),
  );
});

test("attempts that a tracer recorded each are attempts of one hop, which ended as the last of them did", () => {
  const runs = (["error", "error", "ok"] as const).map((outcome, place) => run(outcome, place * 60_000));
  const [hop, ...others] = mergeSpans(runs);
  assert.deepEqual(others, []);
  assert.deepEqual([hop?.attempts, hop?.outcome, hop?.error], [3, "ok", null]);
  assert.deepEqual(
    hop?.tries.map(({ outcome }) => outcome),
    ["error", "error", "ok"],
  );
});

test("what two stores tell of one attempt is one attempt", () => {
  const both = ["jaeger", "zipkin"].map((source): Span => ({ ...run("error", 0), origin: { source } }));
  assert.equal(mergeSpans(both)[0]?.attempts, 1);
});

function run(outcome: "ok" | "error", at: number): Span {
  const id: Key = { kind: "lambda-request", value: REQUEST, role: "self", path: "faas.invocation_id" };
  const span = spanOf({ id: `run ${++made}`, start: at * MS, keys: [id] });
  const error = outcome === "error" ? ERROR : null;
  return { ...span, kind: "server", service: "lambda", resource: "checkout", outcome, error, traced: "otel" };
}

/** A call at the table `orders` from one millisecond to another, as one recorder wrote it. */
function call(
  by: "lines" | "otel" | "xray",
  from: number,
  to: number | null,
  more: Partial<Span> = {},
  invocation = "own",
): Span {
  const received: Key =
    by === "lines"
      ? { kind: "invocation", value: `${invocation} request`, role: "received", path: "requestId" }
      : { kind: "span", value: `${invocation} ${by}`, role: "received", path: "parentSpanId" };
  return {
    ...spanOf({ id: `call ${++made}`, start: from * MS }),
    keys: [{ kind: "span", value: `call ${made}`, role: "self", path: "id" }, received],
    ...{ kind: "client", service: "dynamodb", resource: "orders", operation: "PutItem" },
    end: to === null ? null : micros(to * MS),
    ...(by === "lines" ? {} : { traced: by }),
    ...more,
  };
}

/** The hops that two invocations called, in the order of time. Each invocation was recorded by everybody. */
function callsIn(calls: readonly Span[]): Hop[] {
  const invocations = ["own", "other"].map((name): Span => {
    const sent = (kind: "invocation" | "span", value: string): Key => ({ kind, value, role: "sent", path: "id" });
    return {
      ...spanOf({ id: name, start: 0, keys: [sent("invocation", `${name} request`)] }),
      keys: [sent("invocation", `${name} request`), sent("span", `${name} otel`), sent("span", `${name} xray`)],
      ...{ kind: "server", service: "lambda", resource: name },
    };
  });
  const hops = mergeSpans([...invocations, ...calls]);
  return hops.filter(({ service }) => service !== "lambda").sort((a, b) => a.start - b.start);
}
