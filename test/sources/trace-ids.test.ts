import assert from "node:assert/strict";
import { test } from "node:test";
import { ID_ATTRIBUTES, isSameTrace, storedTraceId } from "../../src/sources/trace-ids.ts";
import { spansIn } from "../decode/trace-chunk.ts";

const TRACE = "5759e988bd862e3fe1be46a994272793";

test("a trace is stored under 32 digits, or 16, whichever form of its id is asked for", () => {
  assert.equal(storedTraceId("1-5759e988-bd862e3fe1be46a994272793"), TRACE);
  assert.equal(storedTraceId(TRACE.toUpperCase()), TRACE);
  assert.equal(storedTraceId("E1BE46A994272793"), "e1be46a994272793");
});

test("what is no id of a trace is none", () => {
  for (const id of [
    "",
    "5d1b9f0e-7c3a-4e2b-8f10-000000000001",
    "JKJaXmPLvHcESHA=",
    "123",
    `${TRACE}0`,
    "../../etc",
    "x".repeat(16),
  ]) {
    assert.equal(storedTraceId(id), null, id);
  }
});

test("a trace is the same without the zeros before its id, and by its last sixteen digits where one side has no more", () => {
  for (const [asked, answered, same] of [
    [TRACE, TRACE.toUpperCase(), true],
    ["000000000000000000000000000000ab", "ab", true],
    ["00ab00cd00ef0012", "ab00cd00ef0012", true],
    [TRACE, TRACE.slice(16), true],
    [TRACE.slice(16), TRACE, true],
    [TRACE, `1${TRACE.slice(1)}`, false],
    [TRACE, TRACE.slice(17), false],
    [TRACE, "3", false],
    [TRACE, "", false],
  ] as const) {
    assert.equal(isSameTrace(asked, answered), same, `${asked} ${answered}`);
  }
});

test("every attribute in which ids are searched for is one that is read as an id", () => {
  const id = "5d1b9f0e-7c3a-4e2b-8f10-000000000001";
  for (const name of ID_ATTRIBUTES) {
    const held = ["SPAN_KIND_SERVER", "SPAN_KIND_CLIENT", "SPAN_KIND_CONSUMER"].some((kind) => {
      const attributes = { "rpc.system": "aws-api", "rpc.service": "SQS", "messaging.system": "aws_sqs", [name]: id };
      const list = Object.entries(attributes).map(([key, stringValue]) => ({ key, value: { stringValue } }));
      const span = {
        traceId: TRACE,
        spanId: "e1be46a994272793",
        name: "any",
        kind,
        startTimeUnixNano: "1763865720000000000",
        attributes: list,
      };
      return spansIn({ resourceSpans: [{ scopeSpans: [{ spans: [span] }] }] }).some(({ keys }) =>
        keys.some(({ value }) => value === id),
      );
    });
    assert.ok(held, name);
  }
});
