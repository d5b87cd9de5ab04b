import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { JsonObject } from "../../src/json.ts";
import type { Chunk } from "../../src/record.ts";
import type { HopOutcome, Witness } from "../../src/span.ts";
import { mergeSpans } from "../../src/stitch/merge.ts";
import type { Hop } from "../../src/transaction.ts";
import { logChunk } from "../decode/log-chunk.ts";
import { traceChunk } from "../decode/trace-chunk.ts";
import { xrayChunk } from "../decode/xray-chunk.ts";
import { functionLog } from "./function-log.ts";
import { spanOf } from "./span-of.ts";
import { transactionsOf } from "./transactions-of.ts";
import { xraySegment } from "./xray-segment.ts";

const AT = Date.UTC(2026, 10, 22, 2, 31, 5);
const API = "29bb743b-9986-409b-9134-608d86e361bd";
const RUN = "de1cf8e1-94bc-4af4-a0f9-c4f9c20919aa";

const APIS: readonly (readonly [what: string, read: readonly Chunk[], outcome: HopOutcome, decidedBy: RegExp])[] = [
  ["access log 200, segment fault", [accessLog(200), stage({ fault: true })], "ok", /access log: status 200/],
  ["access log 404, segment error", [accessLog(404), stage({ error: true })], "ok", /access log: status 404/],
  ["access log 502, span unset", [accessLog(502), spanOfStage({})], "error", /access log: status 502/],
  ["access log 502, segment fine", [accessLog(502), stage({})], "error", /access log: status 502/],
  ["access log 429, segment fault", [accessLog(429), stage({ fault: true })], "throttled", /access log: status 429/],
  ["access log 504, segment fault", [stage({ fault: true }), accessLog(504)], "timeout", /access log: status 504/],
  ["segment fault alone", [stage({ fault: true, http: { response: { status: 502 } } })], "error", /X-Ray: fault/],
  ["span of 502 with no status of its own", [spanOfStage({ "http.response.status_code": 502 })], "error", /status 502/],
];

for (const [what, read, outcome, decidedBy] of APIS) {
  test(`an API ends as its access log says, and else as its segment does: ${what}`, () => {
    const [hop, ...others] = transactionsOf(...read).flatMap(({ hops }) => hops);
    assert.deepEqual([others, hop?.service, hop?.outcome], [[], "apigateway", outcome]);
    assert.match(hop?.decidedBy ?? "", decidedBy);
    assert.equal(hop?.error === null, outcome === "ok");
  });
}

test("what an access log overrules leaves a suspect, and no error", () => {
  const [hop] = transactionsOf(accessLog(200), stage({ fault: true })).flatMap(({ hops }) => hops);
  assert.deepEqual([hop?.suspect, hop?.error], [true, null]);
});

const RESPONSE = (status: number): string => `INFO\tRESPONSE {"statusCode":${status},"body":"{}"}`;
const FUNCTIONS: readonly (readonly [
  what: string,
  run: Partial<Parameters<typeof functionLog>[0]>,
  more: JsonObject,
  outcome: HopOutcome,
])[] = [
  ["a response of 500 and a segment that is fine", { lines: [RESPONSE(500)] }, {}, "error"],
  ["a response of 200 and a segment that the code marked", { lines: [RESPONSE(200)] }, { fault: true }, "ok"],
  ["a response of 200 that never arrived", { lines: [RESPONSE(200)], end: "error" }, {}, "error"],
  ["a timeout and a segment that is fine", { lines: ["INFO\tworking"], end: "timeout" }, {}, "timeout"],
  ["a run that is fine and a segment with a fault", { lines: ["INFO\tworking"] }, { fault: true }, "error"],
  // That segment is Lambda's: its 200 is the answer to the Invoke.
  ["a run without an end and a segment that is fine", { lines: ["INFO\tworking"], end: "none" }, {}, "unknown"],
];

for (const [what, run, more, outcome] of FUNCTIONS) {
  test(`a function ends as its response says, and else as the worst that anybody saw: ${what}`, () => {
    const log = functionLog({ name: "ride-service", requestId: RUN, at: AT, lines: [], ...run });
    assert.equal(functionIn(transactionsOf(log, functionSegment(more)).flatMap(({ hops }) => hops))?.outcome, outcome);
  });
}

test("how an operation ended does not depend on the order in which its spans were read", () => {
  const witness = fc.constantFrom<Witness>("access-log", "response", "recorder");
  const outcome = fc.constantFrom<HopOutcome>("ok", "error", "throttled", "timeout", "unknown");
  const said = fc.array(fc.record({ witness, outcome }), { minLength: 1, maxLength: 6 });
  fc.assert(
    fc.property(said, (all) => {
      const spans = all.map((one, i) => ({
        ...spanOf({ id: `${i}`, start: 1, keys: [{ kind: "external", value: "same", role: "self", path: "id" }] }),
        ...one,
      }));
      const [hop] = mergeSpans(spans);
      assert.equal(mergeSpans(spans.toReversed())[0]?.outcome, hop?.outcome);
      const first = (["access-log", "response", "recorder"] as const)
        .map((one) => all.filter((other) => other.witness === one && other.outcome !== "unknown"))
        .find((speakers) => speakers.length > 0);
      assert.equal(hop?.outcome === "unknown", first === undefined);
      assert.ok(first === undefined || first.some((one) => one.outcome === hop?.outcome));
    }),
    { numRuns: 300, seed: 22 },
  );
});

function functionIn(hops: readonly Hop[]): Hop | undefined {
  return hops.find(({ service }) => service === "lambda");
}

function accessLog(status: number): Chunk {
  const line = JSON.stringify({ requestId: API, httpMethod: "POST", resourcePath: "/rides", status });
  return logChunk({ group: "/api/access", stream: "s", lines: [{ at: AT, message: line }] });
}

function stage(more: JsonObject): Chunk {
  return xrayChunk(
    xraySegment({
      id: "00000000000000a1",
      name: "rides-api/prod",
      origin: "AWS::ApiGateway::Stage",
      start: AT / 1000,
      more: { aws: { api_gateway: { request_id: API, stage: "prod" } }, ...more },
    }),
  );
}

function spanOfStage(attributes: JsonObject): Chunk {
  return traceChunk({
    traceId: "5759e988bd862e3fe1be46a994272793",
    spanId: "00000000000000a1",
    name: "POST /rides",
    kind: "SERVER",
    startTimeUnixNano: `${AT}000000`,
    endTimeUnixNano: `${AT + 100}000000`,
    status: { code: "UNSET" },
    attributes: { "aws.xray.origin": "AWS::ApiGateway::Stage", "aws.request.id": API, ...attributes },
  });
}

function functionSegment(more: JsonObject): Chunk {
  return xrayChunk(
    xraySegment({
      id: "00000000000000b1",
      name: "ride-service",
      origin: "AWS::Lambda",
      start: AT / 1000,
      more: { aws: { request_id: RUN }, ...more },
    }),
  );
}
