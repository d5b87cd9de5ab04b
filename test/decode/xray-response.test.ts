import assert from "node:assert/strict";
import { test } from "node:test";
import type { Json, JsonObject } from "../../src/json.ts";
import type { Span } from "../../src/span.ts";
import { xraySegment } from "../stitch/xray-segment.ts";
import { decoded } from "./decoded.ts";
import { xrayChunk } from "./xray-chunk.ts";

const REFUSED = { statusCode: 503, body: '{"message":"try again"}' };

test("a 5xx that Powertools' tracer captured is how the function ended, although X-Ray saw it go well", () => {
  const span = spanOf({ name: "## index.handler", metadata: { checkout: { "index.handler response": REFUSED } } });
  assert.deepEqual([span?.outcome, span?.decidedBy], ["error", "the captured response: status 503"]);
  assert.equal(span?.error?.message, 'responded with status 503: {"message":"try again"}');
  assert.deepEqual(span.output, REFUSED);
});

test("it is captured as text too, in any language's name of the handler and any namespace", () => {
  const text = JSON.stringify(REFUSED);
  const span = spanOf({ name: "## lambda_handler", metadata: { default: { "lambda_handler response": text } } });
  assert.deepEqual([span?.outcome, span?.output], ["error", REFUSED]);
});

test("what went well, what is no answer of an API, and what a method returned do not change how it ended", () => {
  const cases: readonly (readonly [phase: JsonObject, output: Json])[] = [
    [captured({ statusCode: 200, body: "ok" }), { statusCode: 200, body: "ok" }],
    [captured({ statusCode: 503, $metadata: { requestId: "r" } }), { statusCode: 503, $metadata: { requestId: "r" } }],
    [captured("503"), "503"],
    [captured(null), null],
    [{ name: "### charge", metadata: { pay: { "charge response": REFUSED } } }, null],
    [{ name: "## h", metadata: { pay: { "other response": REFUSED } } }, null],
    [{ name: "## h", metadata: "none" }, null],
    [{ name: "## h", metadata: { pay: [] } }, null],
  ];
  for (const [phase, output] of cases) {
    const span = spanOf(phase);
    assert.deepEqual([span?.outcome, span?.error, span?.output], ["ok", null, output], JSON.stringify(phase));
  }
});

test("where X-Ray itself saw it fail, its word and its exception hold", () => {
  const cause = { exceptions: [{ id: "e", type: "TypeError", message: "no price" }] };
  const span = spanOf(captured(REFUSED), { fault: true, cause });
  assert.deepEqual([span?.decidedBy, span?.error?.type], ["X-Ray: fault", "TypeError"]);
});

test("a function that a call failed in, and whose answer nobody captured, ended nobody knows how", () => {
  const call = { id: "d1", name: "DynamoDB", namespace: "aws", error: true, throttle: true };
  assert.equal(spanOf({ name: "## h", subsegments: [call] })?.outcome, "unknown");
  assert.equal(spanOf({ ...captured({ statusCode: 200, body: "ok" }), subsegments: [call] })?.outcome, "ok");
  assert.equal(spanOf({ name: "## h", subsegments: [{ ...call, error: false, throttle: false }] })?.outcome, "ok");
});

function captured(response: Json): JsonObject {
  return { name: "## h", metadata: { pay: { "h response": response } } };
}

/** The function's span, of whose `Invocation` the phase is a part. */
function spanOf(phase: JsonObject, more: JsonObject = {}): Span | undefined {
  const times = { start_time: 1763778665, end_time: 1763778666 };
  const invocation = { id: "b1", name: "Invocation", ...times, subsegments: [{ id: "c1", ...times, ...phase }] };
  const origin = "AWS::Lambda::Function";
  const document = {
    id: "a1",
    name: "checkout",
    origin,
    start: 1763778665,
    more: { subsegments: [invocation], ...more },
  };
  return decoded(xrayChunk(xraySegment(document))).spans[0];
}
