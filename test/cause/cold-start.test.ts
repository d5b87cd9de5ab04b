import assert from "node:assert/strict";
import { test } from "node:test";
import { EMPTY_CATALOG } from "../../src/catalog.ts";
import { coldStartOf } from "../../src/cause/cold-start.ts";
import { slownessOf } from "../../src/cause/slow-cause.ts";
import type { Answered } from "../../src/impact/answered.ts";
import { Impact } from "../../src/impact/impact.ts";
import { type Judged, judge } from "../../src/impact/judge.ts";
import { type Slow, slowOf } from "../../src/impact/slow.ts";
import type { LogRecord, Mark } from "../../src/record.ts";
import { micros, SECOND } from "../../src/time.ts";
import type { Transaction } from "../../src/transaction.ts";
import { arrivalOf } from "../impact/arrival-of.ts";
import { hopOf } from "../impact/hop-of.ts";
import { transactionOf } from "../impact/transaction-of.ts";

test("most of a request that waited for a new instance is its start", () => {
  const cold = coldStartOf(request({ waits: 4200, works: 800, initMs: 4100 }));
  assert.deepEqual([cold?.hop.resource, cold?.took, cold?.of], ["checkout", 4100, 5000]);
});

test("a start that is less than half of the request did not make it slow", () => {
  assert.equal(coldStartOf(request({ waits: 500, works: 4500, initMs: 400 })), null);
});

test("an instance that was started ahead held nothing up, although its first invocation reports the start", () => {
  assert.equal(coldStartOf(request({ waits: 10, works: 900, initMs: 4100 })), null);
});

test("an instance that had started before reports nothing", () => {
  assert.equal(coldStartOf(request({ waits: 4200, works: 800, initMs: null })), null);
});

test("the starts of two functions, one after the other, count together", () => {
  const cold = coldStartOf(
    transactionOf(
      [hopOf("apigateway shop", span(0, 6000))],
      [{ ...hopOf("lambda checkout", span(2000, 6000)), logs: reported(2000, 1900) }, 0],
      [{ ...hopOf("lambda pricing", span(4500, 5900)), logs: reported(4500, 2200) }, 1],
    ),
  );
  assert.deepEqual([cold?.hop.resource, cold?.took], ["pricing", 4100]);
});

test("where a tracer counts the start as a part of the function, it is still the request's", () => {
  const traced = transactionOf(
    [hopOf("apigateway shop", span(0, 5000))],
    [{ ...hopOf("lambda checkout", span(50, 5000)), logs: reported(4150, 4000) }, 0],
  );
  assert.equal(coldStartOf(traced)?.took, 4000);
});

test("the cause of slow requests that waited for new instances says so", () => {
  const slow = many(request({ waits: 4200, works: 800, initMs: 4100 }));
  const healthy = many(request({ waits: 10, works: 800, initMs: null }));
  const found = slownessOf({ ...measured(), examples: slow, whole: true, healthy }, WINDOW);
  assert.deepEqual([found?.cause?.detail, found?.cause?.certainty], ["cold-start", "proven"]);
  assert.equal(
    found?.cause?.text,
    "Most of a slow request is the start of a new instance of Lambda checkout: 4.1 s of 5.0 s.",
  );
  assert.deepEqual(found.cause.evidence, [found.view.step?.hop, slow[0]?.transaction.hops[1]?.id]);
  const warm = many(request({ waits: 4200, works: 800, initMs: null }));
  const other = slownessOf({ ...measured(), examples: warm, whole: true, healthy }, WINDOW);
  assert.doesNotMatch(other?.cause?.text ?? "", /new instance/);
});

test("a start that healthy requests waited for as well, or other slow ones did not, is not what made them slow", () => {
  const cold = request({ waits: 4200, works: 800, initMs: 4100 });
  const warm = request({ waits: 4200, works: 800, initMs: null });
  for (const [slow, healthy] of [
    [many(cold), many(request({ waits: 4200, works: 80, initMs: 4100 }))],
    [[...many(cold).slice(1), ...many(warm).slice(1)], many(request({ waits: 10, works: 800, initMs: null }))],
  ] as const) {
    const found = slownessOf({ ...measured(), examples: slow, whole: true, healthy }, WINDOW);
    assert.notEqual(found?.cause?.detail, "cold-start");
  }
});

const WINDOW = { from: micros(0), to: micros(1000 * SECOND) };

function many(one: Transaction): Judged[] {
  return [1, 2, 3].map(() => judge(one, EMPTY_CATALOG));
}

/** What was measured of an entry: one request is slow by an alarm's threshold. */
function measured(): Slow {
  const impact = new Impact();
  impact.add(judge(transactionOf([hopOf("apigateway shop", { arrival: arrivalOf({}) })]), EMPTY_CATALOG));
  const [tally] = impact.entries.values();
  assert.ok(tally !== undefined);
  const one: Answered = {
    transaction: "t",
    key: null,
    at: micros(9),
    took: micros(5 * SECOND),
    user: null,
    whole: true,
  };
  const slow = slowOf(
    { ...tally, answered: [one] },
    { limit: micros(SECOND), since: WINDOW.from },
    WINDOW,
    EMPTY_CATALOG,
  );
  assert.ok(slow !== null);
  return slow;
}

interface Words {
  /** How long the API waited before the function began, and how long that worked. Milliseconds. */
  readonly waits: number;
  readonly works: number;
  readonly initMs: number | null;
}

function request({ waits, works, initMs }: Words): Transaction {
  const end = waits + works;
  return transactionOf(
    [hopOf("apigateway shop", span(0, end))],
    [{ ...hopOf("lambda checkout", span(waits, end)), logs: reported(waits, initMs) }, 0],
  );
}

function span(from: number, to: number) {
  return { start: 100 + from / 1000, end: micros(100_000_000 + to * 1000) };
}

function reported(from: number, initMs: number | null): LogRecord[] {
  const at = 100_000_000 + from * 1000;
  return [
    line(at, { kind: "start", version: null, trace: null }),
    line(at, {
      kind: "report",
      status: "ok",
      errorType: null,
      durationMs: null,
      initMs,
      memoryMB: null,
      maxMemoryMB: null,
      trace: null,
    }),
  ];
}

function line(at: number, mark: Mark): LogRecord {
  return {
    id: `line ${at}`,
    origin: { source: "cloudwatch-logs" },
    keys: [],
    error: null,
    at: micros(at),
    ingestedAt: null,
    level: null,
    mark,
    requestId: null,
    positional: true,
    reported: null,
    named: null,
    text: "",
    body: null,
  };
}
