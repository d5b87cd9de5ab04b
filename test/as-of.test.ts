import assert from "node:assert/strict";
import { test } from "node:test";
import { asOf } from "../src/as-of.ts";
import { type Evidence, EvidenceInMemory } from "../src/evidence/evidence.ts";
import type { Read } from "../src/sources/source.ts";
import { fromMillis } from "../src/time.ts";

const NOW = Date.UTC(2026, 10, 22, 2, 32);

test("nothing is complete before the last thirty seconds were given time to arrive", () => {
  assert.equal(asOf([live("logs", NOW + 5000)], records(NOW), NOW), fromMillis(NOW - 30_000));
});

test("a source that was last fed earlier holds the moment back", () => {
  assert.equal(asOf([live("logs", NOW - 90_000)], records(NOW), NOW), fromMillis(NOW - 90_000));
  assert.equal(
    asOf([live("logs", NOW - 40_000), live("traces", NOW - 70_000)], records(NOW), NOW),
    fromMillis(NOW - 70_000),
  );
});

test("a part of a source that fell silent holds nothing back", () => {
  const reads = [live("logs", NOW - 600_000), live("logs", NOW - 40_000), live("logs", null)];
  assert.equal(asOf(reads, records(NOW), NOW), fromMillis(NOW - 40_000));
});

test("files tell no moment of ingestion, so their newest record counts, less thirty seconds", () => {
  assert.equal(asOf([file()], records(NOW - 120_000, NOW - 60_000, NOW - 90_000), null), fromMillis(NOW - 90_000));
});

test("of files that end earlier than the moment to judge at, their end counts", () => {
  assert.equal(asOf([file()], records(NOW - 60_000), NOW), fromMillis(NOW - 90_000));
  assert.equal(asOf([file()], records(NOW + 60_000), NOW), fromMillis(NOW - 30_000));
});

test("a store of traces that was asked up to now holds nothing back, however long ago its newest failure was", () => {
  const traces: Read = { source: "tempo", newest: fromMillis(NOW + 1000), ingested: false };
  assert.equal(asOf([traces], records(NOW - 600_000), NOW), fromMillis(NOW - 30_000));
  assert.equal(asOf([traces, live("logs", NOW - 40_000)], records(NOW - 600_000), NOW), fromMillis(NOW - 40_000));
  const before: Read = { ...traces, newest: fromMillis(NOW - 60_000) };
  assert.equal(asOf([traces, before], records(NOW), null), fromMillis(NOW - 29_000));
});

test("with no evidence and no clock there is nothing to go by", () => {
  assert.equal(asOf([], new EvidenceInMemory(), null), null);
  assert.equal(asOf([file()], new EvidenceInMemory(), null), null);
  assert.equal(asOf([live("logs", null)], new EvidenceInMemory(), NOW), fromMillis(NOW - 30_000));
});

function live(source: string, newest: number | null): Read {
  return { source, newest: newest === null ? null : fromMillis(newest), ingested: true };
}

function file(): Read {
  return { source: "files", newest: null, ingested: false };
}

function records(...times: readonly number[]): Evidence {
  const evidence = new EvidenceInMemory();
  const logEvents = times.map((timestamp) => ({ timestamp, message: "hello" }));
  const bytes = Buffer.from(JSON.stringify({ logGroup: "/aws/lambda/checkout", logStream: "s", logEvents }));
  assert.deepEqual(evidence.add({ origin: { source: "cloudwatch-logs" }, format: "log-events", bytes }), []);
  return evidence;
}
