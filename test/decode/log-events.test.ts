import assert from "node:assert/strict";
import { test } from "node:test";
import type { Json } from "../../src/json.ts";
import type { Chunk, Origin } from "../../src/record.ts";
import { decoded } from "./decoded.ts";
import { logChunk } from "./log-chunk.ts";

const AT = Date.UTC(2026, 10, 22, 2, 31, 5);
const STREAM = {
  group: "/aws/lambda/checkout",
  stream: "2026/11/22/[7]0f",
  lines: [
    { at: AT, message: "one" },
    { at: AT + 1, message: "two" },
  ],
};

test("a subscription record tells account, group, stream and moment of each of its lines", () => {
  const { records, gaps } = decoded(logChunk(STREAM));
  assert.deepEqual(gaps, []);
  assert.deepEqual(
    records.map(({ text, at }) => [text, at]),
    [
      ["one", AT * 1000],
      ["two", (AT + 1) * 1000],
    ],
  );
  assert.deepEqual(records[0]?.origin, {
    source: "cloudwatch-logs",
    account: "123456789012",
    group: "/aws/lambda/checkout",
    stream: "2026/11/22/[7]0f",
  });
});

test("a line has the same id however often and by whichever way it is read, and other lines have others", () => {
  const [first, second] = decoded(logChunk(STREAM)).records;
  const [again] = decoded(logChunk({ ...STREAM, lines: STREAM.lines.slice(0, 1) })).records;
  const filtered = decoded(
    jsonChunk(
      { events: [{ logStreamName: STREAM.stream, timestamp: AT, message: "one", ingestionTime: AT + 3000 }] },
      {
        source: "cloudwatch-logs",
        group: STREAM.group,
      },
    ),
  ).records[0];
  assert.equal(again?.id, first?.id);
  assert.equal(filtered?.id, first?.id);
  assert.notEqual(second?.id, first?.id);
  const elsewhere = decoded(logChunk({ ...STREAM, stream: "other" })).records[0];
  assert.notEqual(elsewhere?.id, first?.id);
});

test("the output of filter-log-events tells streams and ingestion; its group is the one it was asked for", () => {
  const events = [
    { logStreamName: "a", timestamp: AT, message: "one", ingestionTime: AT + 3000, eventId: "1" },
    { logStreamName: "b", timestamp: AT, message: "two", eventId: "2" },
  ];
  const { records, gaps } = decoded(jsonChunk({ events, searchedLogStreams: [] }, { source: "files", group: "/g" }));
  assert.deepEqual(gaps, []);
  assert.deepEqual(
    records.map(({ origin, ingestedAt }) => [origin.group, origin.stream, ingestedAt]),
    [
      ["/g", "a", (AT + 3000) * 1000],
      ["/g", "b", null],
    ],
  );
});

test("events of a group that nobody named are read, and a gap says that it is missing", () => {
  const { records, gaps } = decoded(jsonChunk({ events: [{ timestamp: AT, message: "one" }] }, { source: "files" }));
  assert.equal(records.length, 1);
  assert.match(gaps[0]?.why ?? "", /log group .* was not given/);
});

test("many records a chunk, one a line, with empty lines between", () => {
  const line = new TextDecoder().decode(logChunk(STREAM).bytes);
  const { records, gaps } = decoded(textChunk(`${line}\n\n${line.replaceAll("one", "three")}`));
  assert.deepEqual(
    records.map(({ text }) => text),
    ["one", "two", "three", "two"],
  );
  assert.deepEqual(gaps, []);
});

test("a control message of the subscription is no line", () => {
  const record = {
    messageType: "CONTROL_MESSAGE",
    logGroup: "",
    logStream: "",
    logEvents: [{ timestamp: AT, message: "x" }],
  };
  assert.deepEqual(decoded(jsonChunk(record, { source: "files" })), { records: [], spans: [], gaps: [] });
});

test("events without a moment or a message are counted in one gap, and the others are read", () => {
  const events = [{ timestamp: "soon", message: "a" }, { timestamp: AT }, { timestamp: AT, message: "b" }, null, 7];
  const { records, gaps } = decoded(
    jsonChunk({ logGroup: "/g", logStream: "s", logEvents: events }, { source: "files" }),
  );
  assert.deepEqual(
    records.map(({ text }) => text),
    ["b"],
  );
  assert.deepEqual(
    gaps.map(({ why }) => why),
    ["4 events have no timestamp or no message"],
  );
});

test("lines that are no JSON make one gap, however many they are, and hide no others", () => {
  const line = new TextDecoder().decode(logChunk(STREAM).bytes);
  const { records, gaps } = decoded(textChunk(`${line}oops\n[1]\n${line.replaceAll("one", "three")}{"half":`));
  assert.equal(records.length, 4);
  assert.deepEqual(
    gaps.map(({ why }) => why),
    ["3 lines, from line 2 on, are not a JSON object"],
  );
  assert.deepEqual(
    decoded(textChunk(`oops\n${line}`)).gaps.map(({ why }) => why),
    ["line 1 is not a JSON object"],
  );
});

test("a JSON object that is neither of the two shapes is a gap", () => {
  const { records, gaps } = decoded(jsonChunk({ hello: "world" }, { source: "files" }));
  assert.deepEqual(records, []);
  assert.match(gaps[0]?.why ?? "", /neither a subscription record nor/);
});

test("bytes that are no text are read as far as they are", () => {
  const good = logChunk(STREAM).bytes;
  const bytes = new Uint8Array([0xff, 0xfe, 10, ...good]);
  const { records, gaps } = decoded({ origin: { source: "files" }, format: "log-events", bytes });
  assert.equal(records.length, 2);
  assert.equal(gaps.length, 1);
});

test("a chunk of unknown format is told apart by its first bytes; what nobody knows is a gap", () => {
  const chunk = logChunk(STREAM);
  assert.equal(decoded({ ...chunk, format: "unknown" }).records.length, 2);
  const trace = jsonChunk(
    { trace_id: "1-5759e988-bd862e3fe1be46a994272793", id: "53995c3f42cd8ad8", start_time: 1 },
    { source: "files" },
  );
  assert.equal(decoded({ ...trace, format: "unknown" }).spans.length, 1);
  const { gaps } = decoded({ ...textChunk("hello"), format: "unknown" });
  assert.equal(gaps.length, 1);
});

function jsonChunk(json: Json, origin: Origin): Chunk {
  return { ...textChunk(JSON.stringify(json)), origin };
}

function textChunk(text: string): Chunk {
  return { origin: { source: "files" }, format: "log-events", bytes: new TextEncoder().encode(text) };
}
