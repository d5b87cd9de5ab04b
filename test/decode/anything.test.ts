import assert from "node:assert/strict";
import { globSync } from "node:fs";
import { basename, join } from "node:path";
import { test } from "node:test";
import fc from "fast-check";
import type { Chunk, Format } from "../../src/record.ts";
import { decoded } from "./decoded.ts";
import { logChunk } from "./log-chunk.ts";
import { readLine } from "./read-line.ts";
import { LINES, lineChunk, SAMPLES } from "./samples.ts";

const FORMATS: readonly (Format | "unknown")[] = [
  "log-events",
  "xray",
  "otlp-json",
  "jaeger-json",
  "zipkin-json",
  "unknown",
];
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
  ..."resourceSpans batches resource scopeSpans spans traceId spanId parentSpanId kind attributes key events links".split(
    " ",
  ),
  ..."startTimeUnixNano endTimeUnixNano durationNano code resourceLogs scopeLogs logRecords stringValue intValue".split(
    " ",
  ),
  ..."arrayValue kvlistValue values data traceID spanID references startTime duration tags fields processes".split(" "),
  ..."annotations localEndpoint serviceName _aws CloudWatchMetrics execution_arn details previous_event_id".split(" "),
  ..."http.status_code http.request.method url.full messaging.system rpc.service aws.xray.origin httpMethod".split(" "),
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
  "5759e988bd862e3fe1be46a994272793",
  "00f067aa0ba902b7",
  "1763778665000000000",
  "AWS::Lambda::Function",
  "constructor",
  "aws_sqs",
  "http://[",
  "TaskScheduled",
  "arn:aws:states:eu-central-1:123456789012:execution:photos:a",
  "200",
];
const { json } = fc.letrec((tie) => ({
  leaf: fc.oneof(
    fc.constantFrom(...texts),
    fc.string(),
    fc.double(),
    fc.constantFrom(null, true, false, 0, -1, 1e308, 1763778665.25, 1763778665000000000),
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

test("everything that is decoded has a sample, and each sample is understood", () => {
  const folder = join(import.meta.dirname, "../../src/decode");
  const files = globSync("{*-{text,line,json,log,span,stdout,protobuf},access-log-*,log-events,xray}.ts", {
    cwd: folder,
  });
  const parts = ["access-log", "otel-span", "otlp-log", "otlp-span", "embedded-json"];
  const decoders = files.map((file) => basename(file, ".ts")).filter((name) => !parts.includes(name));
  assert.deepEqual(Object.keys(SAMPLES).sort(), decoders.sort());
  for (const [name, sample] of Object.entries(SAMPLES)) {
    const { records, spans, gaps } = decoded(sample);
    assert.deepEqual(gaps, [], name);
    assert.ok(records.length + spans.length > 0, name);
    const recordsSpans = !/-text$|-line$|lambda-|log-events/.test(name);
    assert.equal(spans.length > 0, recordsSpans, name);
  }
});

for (const [name, sample] of Object.entries(SAMPLES)) {
  test(`any prefix, any turned bit and any doubled piece are decoded without throwing: ${name}`, () => {
    for (let place = 0; place <= sample.bytes.length; place++)
      sane({ ...sample, bytes: sample.bytes.subarray(0, place) });
    const line = LINES[name] ?? "";
    for (let place = 0; place <= line.length; place += 3) sane(lineChunk(line.slice(0, place)));
    fc.assert(
      fc.property(fc.nat(sample.bytes.length - 1), fc.nat(7), fc.nat(40), (place, bit, length) => {
        const bytes = Uint8Array.from(sample.bytes);
        bytes[place] = (bytes[place] ?? 0) ^ (1 << bit);
        sane({ ...sample, bytes });
        const twice = Buffer.concat([sample.bytes.subarray(0, place + length), sample.bytes.subarray(place)]);
        sane({ ...sample, bytes: twice });
      }),
      RUNS,
    );
  });

  test(`keys that are names of JavaScript's own, and numbers of any size, change nothing for anybody: ${name}`, () => {
    const text = new TextDecoder().decode(sample.bytes);
    for (const key of new Set(text.match(/(?<=\\?")[\w.-]+(?=\\?":)/g) ?? [])) {
      for (const own of ["__proto__", "constructor", "toString", "hasOwnProperty"])
        sane({ ...sample, bytes: new TextEncoder().encode(text.replaceAll(`"${key}`, `"${own}`)) });
    }
    for (const number of ["1e308", "-1e308", "1e-308", "9".repeat(400), "9".repeat(19), "9".repeat(20), "-5", "0"])
      sane({ ...sample, bytes: new TextEncoder().encode(text.replaceAll(/\d{3,}(\.\d+)?/g, number)) });
    assert.ok(!("polluted" in {}) && Object.keys(Object.prototype).length === 0);
  });
}

/** Decodes it, and looks at whatever came out. */
function sane(chunk: Chunk): void {
  const { spans, records, gaps } = decoded(chunk);
  for (const { id, start, end, attempts } of spans) {
    assert.ok(id !== "" && Number.isFinite(start) && (end === null || Number.isFinite(end)));
    assert.ok(attempts >= 1 && Number.isFinite(attempts));
  }
  for (const { at } of records) assert.ok(Number.isFinite(at));
  for (const { why } of gaps) assert.notEqual(why, "");
}

test("keys that are names of JavaScript's own change nothing for anybody", () => {
  for (const format of FORMATS) {
    for (const name of ["__proto__", "constructor", "toString", "hasOwnProperty"]) {
      const value = `{"${name}":{"polluted":true},"resourceSpans":[{"resource":{"attributes":[{"key":"${name}","value":{"stringValue":"x"}}]}}]}`;
      decoded({ origin: { source: "files" }, format, bytes: new TextEncoder().encode(value) });
      assert.ok(!("polluted" in {}));
    }
  }
  const line = readLine('{"__proto__":{"level":"ERROR"},"message":"hi"}');
  assert.deepEqual([line.level, line.reported], [null, null]);
});

test("a line of 256 KB is one record or one span, however deep or wide it is", () => {
  const many = 256 * 1024;
  for (const message of [
    `{"level":"INFO","message":"${"x".repeat(many)}"}`,
    `{"a":${"[".repeat(many / 2)}${"]".repeat(many / 2)}}`,
    JSON.stringify({
      headers: Object.fromEntries(
        Array.from({ length: 6000 }, (_, i) => [`x-correlation-${i}`, `order-${i}-abcdefgh`]),
      ),
    }),
    JSON.stringify({ requestId: "a", httpMethod: "GET", status: 200, path: "/".repeat(many) }),
    JSON.stringify({
      execution_arn: "arn:aws:states:a:1:execution:b:c",
      type: "TaskScheduled",
      id: "1",
      details: { input: "x".repeat(many) },
    }),
    `2026/11/22 02:31:05 ${"{".repeat(many)}`,
    `[ERROR] ${"a.B: ".repeat(many / 5)}\n\tat x`,
  ]) {
    const { records, spans, gaps } = decoded(logChunk({ group: "/g", stream: "s", lines: [{ at: 0, message }] }));
    assert.deepEqual(gaps, []);
    assert.ok(records.length + spans.length >= 1);
  }
});
