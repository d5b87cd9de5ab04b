import assert from "node:assert/strict";
import { test } from "node:test";
import { EMPTY_CATALOG } from "../src/catalog.ts";
import { EvidenceInMemory } from "../src/evidence/evidence.ts";
import { intervalsOf, intervalsOfView } from "../src/intervals.ts";
import { judgedIn } from "../src/judged-in.ts";
import { viewOfTransaction } from "../src/transaction-view.ts";
import { logChunk } from "./decode/log-chunk.ts";
import { hopView, transactionView } from "./say/report.ts";
import { ride } from "./stitch/ride.ts";

const AT = Date.UTC(2026, 10, 22, 2, 30);

test("a hop's times are in milliseconds, its clock corrected, and an end that nobody recorded stays unknown", () => {
  const hops = [hopView(1), hopView(2, { durationMs: null })];
  const [first, second] = intervalsOfView(
    transactionView(hops, { skew: [{ clock: "Lambda step-2", ms: 2300, hops: ["t1#h2"] }] }),
  );
  assert.deepEqual(first, { start: AT + 1000, end: AT + 1120.5, parent: null, handedOn: false, outcome: "ok" });
  assert.deepEqual(second, { start: AT + 4300, end: null, parent: 0, handedOn: false, outcome: "ok" });
});

test("what came by a message, or waited before it began, was handed on", () => {
  const from = { hop: 1, certainty: "exact", by: "eventbridge-event", key: "e", outcome: "ok" } as const;
  const hops = [hopView(1), hopView(2, { from }), hopView(3, { dwellMs: 40 }), hopView(4)];
  assert.deepEqual(
    intervalsOfView(transactionView(hops)).map(({ handedOn }) => handedOn),
    [false, true, true, false],
  );
});

test("a parent in another transaction is none here", () => {
  const from = { hop: null, certainty: "exact", by: "sqs-message", key: "m", outcome: "ok" } as const;
  assert.equal(intervalsOfView(transactionView([hopView(1, { from })]))[0]?.parent, null);
});

test("a transaction and its view have the same intervals, to the millisecond", () => {
  const evidence = new EvidenceInMemory();
  for (const stream of ride("r-1", AT).streams) evidence.add(logChunk(stream));
  const [judged] = evidence.reach("all").flatMap((component) => judgedIn(component, EMPTY_CATALOG));
  assert.ok(judged);
  const own = intervalsOf(judged.transaction);
  const shown = intervalsOfView(viewOfTransaction(judged, { id: "q", kind: "unknown" }));
  assert.ok(own.length > 4 && own.some(({ handedOn }) => handedOn) && own.some(({ handedOn }) => !handedOn));
  for (const [place, { start, end, ...rest }] of own.entries()) {
    const other = shown[place];
    assert.ok(other);
    assert.deepEqual({ ...other, start: 0, end: null }, { ...rest, start: 0, end: null });
    assert.ok(Math.abs(start - other.start) < 1 && (end === null ? other.end === null : other.end !== null));
  }
});
