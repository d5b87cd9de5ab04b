import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { Chunk, Format } from "../../src/record.ts";
import { decoded } from "./decoded.ts";
import { logChunk } from "./log-chunk.ts";
import { readLine } from "./read-line.ts";

const FORMATS: readonly (Format | "unknown")[] = [
  "log-events",
  "xray",
  "otlp-json",
  "jaeger-json",
  "zipkin-json",
  "unknown",
];
const RUNS = { numRuns: 300, seed: 22 };

/** A whole small answer of each format, to be cut and bent. */
const SAMPLES: readonly Chunk[] = [
  [
    "xray",
    '{"id":"00f067aa0ba902b7","trace_id":"1-5759e988-bd862e3fe1be46a994272793","start_time":1763778665,"name":"f"}',
  ],
  [
    "otlp-json",
    '{"resourceSpans":[{"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"web"}}]},"scopeSpans":[{"spans":[{"traceId":"5759e988bd862e3fe1be46a994272793","spanId":"00f067aa0ba902b7","kind":2,"startTimeUnixNano":1763778665000000000,"endTimeUnixNano":"1763778665250000000","events":[{"name":"exception","timeUnixNano":"1763778665100000000","attributes":[{"key":"exception.type","value":{"stringValue":"E"}}]}]}]}]}]}',
  ],
  [
    "jaeger-json",
    '{"data":[{"traceID":"a1","spans":[{"traceID":"a1","spanID":"b1","operationName":"get","startTime":1763778665000000,"duration":25,"references":[{"refType":"CHILD_OF","traceID":"a1","spanID":"c1"}],"tags":[{"key":"span.kind","value":"server"}],"logs":[{"timestamp":1763778665000001,"fields":[{"key":"event","value":"miss"}]}],"processID":"p1"}],"processes":{"p1":{"serviceName":"web"}}}]}',
  ],
  [
    "zipkin-json",
    '[{"traceId":"a1","id":"b1","kind":"SERVER","timestamp":1763778665000000,"duration":25,"localEndpoint":{"serviceName":"web"},"tags":{"error":"no"},"annotations":[{"timestamp":1763778665000001,"value":"miss"}]}]',
  ],
  [
    "log-events",
    '{"logGroup":"/g","logStream":"s","logEvents":[{"timestamp":1763778665150,"message":"{\\"traceId\\":\\"5759e988bd862e3fe1be46a994272793\\",\\"spanId\\":\\"00f067aa0ba902b7\\",\\"startTimeUnixNano\\":1763778665000000000}"},{"timestamp":1763778665151,"message":"{\\"requestId\\":\\"r\\",\\"httpMethod\\":\\"GET\\",\\"status\\":502,\\"requestTimeEpoch\\":1763778665100}"},{"timestamp":1763778665152,"message":"{\\"id\\":\\"1\\",\\"type\\":\\"TaskFailed\\",\\"execution_arn\\":\\"arn:aws:states:a:1:execution:b:c\\",\\"event_timestamp\\":\\"1763778665152\\",\\"details\\":{}}"}]}',
  ],
].flatMap(([format, text = ""]) => {
  const known = FORMATS.find((one) => one === format);
  return known === undefined
    ? []
    : [{ origin: { source: "files" }, format: known, bytes: new TextEncoder().encode(text) }];
});

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

test("what was cut off anywhere, or has a bit turned over, is decoded without throwing", () => {
  for (const sample of SAMPLES) {
    const { origin, format } = sample;
    fc.assert(
      fc.property(fc.nat(sample.bytes.length - 1), fc.nat(7), (place, bit) => {
        decoded({ origin, format, bytes: sample.bytes.subarray(0, place) });
        const bytes = Uint8Array.from(sample.bytes);
        bytes[place] = (bytes[place] ?? 0) ^ (1 << bit);
        for (const { start, end } of decoded({ origin, format, bytes }).spans) {
          assert.ok(Number.isFinite(start) && (end === null || Number.isFinite(end)));
        }
      }),
      RUNS,
    );
  }
});

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

test("numbers of any size are moments, or none", () => {
  for (const number of ["1e308", "-1e308", "1e-308", "9".repeat(400), "9".repeat(19), "9".repeat(20), "-5", "0"]) {
    for (const sample of SAMPLES) {
      const text = new TextDecoder().decode(sample.bytes).replaceAll(/176377866\d+/g, number);
      const { spans, records } = decoded({ ...sample, bytes: new TextEncoder().encode(text) });
      for (const { start, end } of spans) assert.ok(Number.isFinite(start) && (end === null || Number.isFinite(end)));
      for (const { at } of records) assert.ok(Number.isFinite(at));
    }
  }
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

const GROWING: readonly (readonly [what: string, format: Format, make: (count: number) => string])[] = [
  ["a chain of inner spans", "otlp-json", (n) => otlp(n, (i) => ({ parentSpanId: hex(i - 1) }))],
  ["children of one span", "otlp-json", (n) => otlp(n, () => ({ parentSpanId: hex(0), kind: 3 }))],
  ["one span over and over", "otlp-json", (n) => otlp(n, () => ({ spanId: hex(1), kind: 2 }))],
  [
    "a chain of servers",
    "zipkin-json",
    (n) =>
      JSON.stringify(
        list(n, (i) => ({
          traceId: "1",
          id: hex(i),
          parentId: hex(i - 1),
          kind: "SERVER",
          timestamp: 1763778665000000,
        })),
      ),
  ],
  [
    "calls and answers of one id",
    "zipkin-json",
    (n) =>
      JSON.stringify(
        list(n, (i) => ({
          traceId: "1",
          id: hex(7),
          kind: i % 2 ? "CLIENT" : "SERVER",
          timestamp: 1763778665000000,
          localEndpoint: { serviceName: `s${i}` },
        })),
      ),
  ],
  [
    "references of one span",
    "jaeger-json",
    (n) =>
      JSON.stringify({
        data: [
          {
            spans: [
              {
                traceID: "1",
                spanID: "2",
                startTime: 1,
                references: list(n, (i) => ({ refType: "FOLLOWS_FROM", traceID: "1", spanID: hex(i) })),
              },
            ],
          },
        ],
      }),
  ],
  [
    "events of one task",
    "log-events",
    (n) =>
      lines(
        list(n, (i) =>
          JSON.stringify({
            id: i,
            type: i === 1 ? "TaskScheduled" : "TaskStarted",
            previous_event_id: i - 1,
            execution_arn: "arn:aws:states:a:1:execution:b:c",
            details: {},
          }),
        ),
      ),
  ],
  ["carriers in a line", "log-events", (n) => lines([`{"x-correlation-id":${'{"value" '.repeat(n)}`])],
  ["quotes in a line", "log-events", (n) => lines([`"traceparent\\\\".repeat(n)`, `${'"baggage"  : {'.repeat(n)}`])],
  ["causes in a stack", "log-events", (n) => lines([`java.lang.A: b\n\tat c.D\n${"Caused by: e.F: g\n".repeat(n)}`])],
  [
    "words before a class",
    "log-events",
    (n) => lines([`${"a.b.c.D: ".repeat(n)}\n\tat x.y\n`, `${"a.".repeat(n)}\n\tat x`]),
  ],
  ["bare numbers", "otlp-json", (n) => `{"resourceSpans":[],"a":[${'{"xUnixNano":1763778665000000000},'.repeat(n)}1]}`],
  ["digits without an end", "otlp-json", (n) => `{"startTimeUnixNano":${"1".repeat(n * 8)}}`],
];

for (const [what, format, make] of GROWING) {
  test(`eight times as much takes about eight times as long: ${what}`, () => {
    const chunk = (count: number): Chunk => ({
      origin: { source: "files" },
      format,
      bytes: new TextEncoder().encode(make(count)),
    });
    const [small, large] = [chunk(1500), chunk(12_000)];
    decoded(small);
    // What is quadratic takes 64 times as long. The best of several runs is the one in which the machine did nothing else.
    const took = (one: Chunk): number => Math.min(...list(5, () => clocked(one)));
    assert.ok(took(large) < 30 * (took(small) + 1));
  });
}

function clocked(chunk: Chunk): number {
  const before = performance.now();
  decoded(chunk);
  return performance.now() - before;
}

function list<T>(count: number, make: (index: number) => T): T[] {
  return Array.from({ length: count }, (_, i) => make(i));
}

function hex(number: number): string {
  return (number + 1).toString(16).padStart(16, "0");
}

function otlp(count: number, more: (index: number) => object): string {
  const one = { traceId: "5759e988bd862e3fe1be46a994272793", startTimeUnixNano: "1763778665000000000" };
  const spans = list(count, (i) => ({ ...one, spanId: hex(i), ...more(i) }));
  return JSON.stringify({ resourceSpans: [{ resource: {}, scopeSpans: [{ spans }] }] });
}

function lines(messages: readonly string[]): string {
  const events = messages.map((message) => ({ timestamp: 1763778665150, message }));
  return JSON.stringify({ logGroup: "/g", logStream: "s", logEvents: events });
}
