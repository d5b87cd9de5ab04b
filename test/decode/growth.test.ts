import assert from "node:assert/strict";
import { test } from "node:test";
import type { Chunk, Format } from "../../src/record.ts";
import { isLinear, PIECES } from "../growth/is-linear.ts";
import { decoded } from "./decoded.ts";
import { LINES, lineChunk } from "./samples.ts";

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
  [
    "fields of protobuf",
    "log-events",
    (n) =>
      lines([
        JSON.stringify({
          __otel_otlp_stdout: "1",
          payload: Buffer.alloc(n * 8, "\x0a\x02\x12\x00").toString("base64"),
        }),
      ]),
  ],
  ["packed records in a line", "log-events", (n) => lines([`{"data":"eyJ4LWNvcnJlbGF0aW9uLWlkIjoi"},`.repeat(n)])],
  ["elements of a request", "log-events", (n) => lines([`<request id="a">${"<ip>1</ip>".repeat(n)}`])],
  ["digits without an end", "otlp-json", (n) => `{"startTimeUnixNano":${"1".repeat(n * 8)}}`],
];

for (const [what, format, make] of GROWING) {
  test(`so many times as much takes about so many times as long: ${what}`, (t) => {
    const chunk = (count: number): Chunk => ({
      origin: { source: "files" },
      format,
      bytes: new TextEncoder().encode(make(count)),
    });
    const [small, large] = [chunk(2500), chunk(2500 * PIECES)];
    isLinear({ small, large, work: decoded }, (exponent) => t.diagnostic(`${what}: growth exponent ${exponent}`));
  });
}

const UNITS = [
  " ",
  "\t",
  "\n",
  '"',
  '\\"',
  "\\",
  "{",
  "[",
  '{"',
  '{"a":',
  ":",
  ",",
  "a",
  "a.",
  "A",
  "0",
  "-",
  "<ip>",
  "%",
  "=",
  "\n\tat x",
];

for (const [name, line] of Object.entries(LINES)) {
  test(`a line that is stretched at any place and with anything takes no longer for it than it grows: ${name}`, () => {
    const places = new Set([
      0,
      line.length,
      ...[...line.matchAll(/[\W_]+|[A-Z]{2,}/g)].slice(0, 5).map(({ index }) => index + 1),
    ]);
    for (const place of places) {
      for (const unit of UNITS) {
        const stretched = (bytes: number): Chunk =>
          lineChunk(line.slice(0, place) + unit.repeat(bytes / unit.length) + line.slice(place));
        const size = place === line.length ? LARGEST : LARGE;
        isLinear({ small: stretched(size / PIECES), large: stretched(size), work: decoded });
      }
    }
  });
}

/** A line of CloudWatch holds no more than the second. A square of the first would take seconds. */
const LARGE = 48 * 1024;
const LARGEST = 256 * 1024;

test("brackets a hundred thousand deep overflow no stack, in any format and any line", () => {
  const many = 100_000;
  for (const [open, close] of [
    ['{"a":', "}"],
    ["[", "]"],
    ['{"subsegments":[', "]}"],
    ['{"resourceSpans":[{"scopeSpans":[{"spans":[', "]}]}]}"],
    ['{"arrayValue":{"values":[', "]}}"],
  ] as const) {
    const deep = `${open.repeat(many)}1${close.repeat(many)}`;
    for (const format of ["log-events", "xray", "otlp-json", "jaeger-json", "zipkin-json", "unknown"] as const) {
      const bytes = new TextEncoder().encode(deep);
      const { records, spans, gaps } = decoded({ origin: { source: "files" }, format, bytes });
      assert.ok(records.length + spans.length === 0 && gaps.length > 0);
    }
    assert.equal(decoded(lineChunk(deep)).records.length, 1);
    assert.equal(decoded(lineChunk(`${LINES["lambda-node-text"]} ${deep}`)).records.length, 1);
  }
});

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
