import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { Format } from "../../src/record.ts";
import { decoded } from "./decoded.ts";
import { logChunk } from "./log-chunk.ts";
import { readLine } from "./read-line.ts";

const FORMATS: readonly (Format | "unknown")[] = ["log-events", "xray", "unknown"];
const RUNS = { numRuns: 300, seed: 22 };

/** JSON whose keys are those that decoders look for, so that it comes far into them. */
const words = [
  ..."id trace_id start_time end_time subsegments cause exceptions stack name origin namespace aws http request".split(
    " ",
  ),
  ..."Traces Segments Document logGroup logStream logEvents events timestamp message type record status metrics".split(
    " ",
  ),
  ..."level msg err error errorType stackTrace requestId log_level tracing value Records body detail Item".split(" "),
];
const texts = [
  "AWS::Lambda",
  "remote",
  "platform.report",
  "platform.start",
  "ERROR",
  "Error: x\n    at f (a.js:1:2)",
  "1-5759e988-bd862e3fe1be46a994272793",
  "{",
  "[[",
  '{"id":"a","trace_id":"b","start_time":1}',
];
const { json } = fc.letrec((tie) => ({
  leaf: fc.oneof(
    fc.constantFrom(...texts),
    fc.string(),
    fc.double(),
    fc.constantFrom(null, true, false, 0, -1, 1e308, 1763778665.25),
  ),
  json: fc.oneof(
    { maxDepth: 5, depthIdentifier: "json" },
    tie("leaf"),
    fc.array(tie("json"), { maxLength: 4, depthIdentifier: "json" }),
    fc.dictionary(fc.constantFrom(...words, "__proto__", "constructor"), tie("json"), {
      maxKeys: 6,
      depthIdentifier: "json",
      noNullPrototype: true,
    }),
  ),
}));

test("any bytes at all are decoded without throwing, and what is not understood is a gap", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 400 }), fc.constantFrom(...FORMATS), (bytes, format) => {
      const { records, spans, gaps } = decoded({ origin: { source: "files" }, format, bytes });
      const text = new TextDecoder().decode(bytes);
      assert.ok(records.length + spans.length + gaps.length > 0 || text.trim() === "");
    }),
    RUNS,
  );
});

test("any JSON, in any place of what a source returns, is decoded without throwing", () => {
  fc.assert(
    fc.property(json, fc.constantFrom(...FORMATS), (value, format) => {
      const bytes = new TextEncoder().encode(JSON.stringify(value));
      const { records, spans, gaps } = decoded({ origin: { source: "files" }, format, bytes });
      for (const { at } of records) assert.equal(typeof at, "number");
      for (const { id, attempts } of spans) assert.ok(id !== "" && attempts >= 1);
      for (const { why } of gaps) assert.notEqual(why, "");
    }),
    RUNS,
  );
});

test("any JSON, as the line of a log, is one record", () => {
  fc.assert(
    fc.property(json, (value) => {
      const message = JSON.stringify(value);
      const { body } = readLine(message);
      if (typeof value === "object" && value !== null && !Array.isArray(value))
        assert.deepEqual(body, JSON.parse(message));
    }),
    RUNS,
  );
});

test("any text, as the line of a log, is one record, and read twice the same one", () => {
  const column = fc.constantFrom(
    "\t",
    " ",
    "\n",
    "START RequestId: ",
    "[ERROR] ",
    "2026-11-22T02:31:05.150Z",
    "{",
    '"',
    "\\",
  );
  const line = fc.array(fc.oneof(column, fc.string({ maxLength: 8 })), { maxLength: 12 });
  fc.assert(
    fc.property(line, (parts) => {
      assert.deepEqual(readLine(parts.join("")), readLine(parts.join("")));
    }),
    RUNS,
  );
});

test("lines made to be slow to read are not: brackets, quotes and spaces without end", () => {
  const many = 60_000;
  for (const message of [
    "[".repeat(many),
    '{"a":'.repeat(many),
    `${'{"'.repeat(many)}`,
    '{"}'.repeat(many),
    "{} ".repeat(many),
    `ERROR ${" ".repeat(many)}at`,
    `[ERROR] X: ${"\n".repeat(many)}`,
    "\\".repeat(many),
    "1-".repeat(many),
    `2026-11-22T02:31:05.150Z\t\tERROR\t${"Error: ".repeat(many)}\r    at f (a.js:1:2)`,
    `{"message":"${'{\\"'.repeat(many)}"}`,
  ]) {
    const { records } = decoded(logChunk({ group: "/g", stream: "s", lines: [{ at: 0, message }] }));
    assert.equal(records.length, 1);
  }
});
