import assert from "node:assert/strict";
import { test } from "node:test";
import { EMPTY_CATALOG } from "../../src/catalog.ts";
import { judgedIn } from "../../src/judged-in.ts";
import type { Span } from "../../src/span.ts";
import { stitch } from "../../src/stitch/stitch.ts";
import type { Transaction } from "../../src/transaction.ts";
import { spanOf } from "./span-of.ts";

/** Shapes that no healthy system records, and that any recorder can send. `n`: how many spans. */
const SHAPES: Readonly<Record<string, (n: number) => Span[]>> = {
  "a chain": (n) => spans(n, (i) => (i === 0 ? null : i - 1)),
  "a parent of everything": (n) => spans(n, (i) => (i === 0 ? null : 0)),
  "a tree": (n) => spans(n, (i) => (i === 0 ? null : (i - 1) >> 1)),
  "nothing but self-parents": (n) => spans(n, (i) => i),
  "circles of two": (n) => spans(n, (i) => i ^ 1),
  "one circle": (n) => spans(n, (i) => (i + 1) % n),
  "parents that nobody recorded": (n) => spans(n, (i) => n + i),
  "one id for all": (n) =>
    spans(
      n,
      () => 0,
      () => 0,
    ),
  "an id that everybody sent and received": (n) =>
    Array.from({ length: n }, (_, i) => {
      const key = { kind: "external", value: "same", path: "test" } as const;
      const keys = [{ ...key, role: "sent" } as const, { ...key, role: "received" } as const];
      return spanOf({ id: `${i}`, start: i, keys });
    }),
  "an id that everybody writes down": (n) =>
    Array.from({ length: n }, (_, i) => {
      const key = { kind: "external", value: "same", path: "test" } as const;
      const own = { kind: "external", value: `${i}`, path: "test", role: "self" } as const;
      return spanOf({ id: `${i}`, start: i, keys: [{ ...key, role: i === 0 ? "self" : "mentioned" }, own] });
    }),
  "one trace for all": (n) =>
    Array.from({ length: n }, (_, i) =>
      spanOf({ id: `${i}`, start: i, keys: [{ kind: "xray-trace", value: "same", role: "shared", path: "test" }] }),
    ),
  "a clock for each": (n) =>
    spans(
      n,
      (i) => (i % 2 === 0 ? null : i - 1),
      undefined,
      (i) => `clock ${i}`,
    ),
};

/** Those that are looked at over a longer stretch, because it is theirs to be long. */
const LONG = new Set(["a chain", "one id for all"]);

for (const [name, shape] of Object.entries(SHAPES)) {
  test(`of ${name}, every span is shown once, whatever of it is a hop`, () => {
    const made = shape(2000);
    const transactions = stitch({ spans: made, invocations: [], loose: [], makers: new Map(), sessions: new Map() });
    const shown = transactions.flatMap(({ hops }) => hops.flatMap((hop) => hop.spans.map((span) => span.id)));
    assert.deepEqual(shown.sort(), made.map(({ id }) => id).sort());
    for (const transaction of transactions) assert.ok(isOrdered(transaction));
  });

  test(`of ${name}, so many times as much takes about so many times as long`, (t) => {
    const most = LONG.has(name) ? LARGE : MIDDLE;
    // A machine that is busy with something else may make one run slow, and none fast: the best of a few tells.
    let exponent = exponentOf(shape, most);
    for (let more = 5; more > 0 && exponent >= LIMIT; more--) exponent = Math.min(exponent, exponentOf(shape, most));
    t.diagnostic(`${name}: growth exponent ${exponent.toFixed(2)}`);
    assert.ok(exponent < LIMIT, `${name} grows with the power ${exponent.toFixed(2)}`);
  });
}

test("a parent has a hundred thousand children", () => {
  const made = SHAPES["a parent of everything"]?.(100_001) ?? [];
  const [judged, ...others] = judgedIn(
    { spans: made, invocations: [], loose: [], makers: new Map(), sessions: new Map() },
    EMPTY_CATALOG,
  );
  assert.equal(others.length, 0);
  assert.equal(judged?.transaction.links.filter(({ parent }) => parent === 0).length, 100_000);
});

test("twenty thousand recordings of one span are one hop", () => {
  const made = Array.from({ length: 20_000 }, (_, i) => ({ ...spanOf({ id: "same", start: i }), id: `span:${i}` }));
  const [transaction, ...others] = stitch({
    spans: made,
    invocations: [],
    loose: [],
    makers: new Map(),
    sessions: new Map(),
  });
  assert.equal(others.length, 0);
  assert.equal(transaction?.hops.length, 1);
  assert.equal(transaction.hops[0]?.spans.length, 20_000);
});

/** The task is linear but for sorting; a square has the exponent 2. */
const LIMIT = 1.2;
const SMALL = 10_000;
const MIDDLE = 60_000;
const LARGE = 300_000;

/**
 * One large piece against as many small ones, all of which are kept: both hold the same memory in the end, so that what is
 * compared is the work, and not how well it fits into a cache.
 */
function exponentOf(shape: (n: number) => Span[], most: number): number {
  stitched(shape(SMALL));
  const pieces = most / SMALL;
  const parts = Array.from({ length: pieces }, () => shape(SMALL));
  const kept: Transaction[][] = [];
  const small = timeOf(() => {
    for (const part of parts) kept.push(stitched(part));
  });
  const whole = shape(most);
  const large = timeOf(() => kept.push(stitched(whole)));
  assert.equal(kept.length, pieces + 1);
  return 1 + Math.log(large / small) / Math.log(pieces);
}

function stitched(made: Span[]): Transaction[] {
  return stitch({ spans: made, invocations: [], loose: [], makers: new Map(), sessions: new Map() });
}

/** Of this thread alone, in ms. */
function timeOf(work: () => void): number {
  const before = process.threadCpuUsage();
  work();
  const { user, system } = process.threadCpuUsage(before);
  return (user + system) / 1000;
}

function spans(
  n: number,
  parentOf: (i: number) => number | null,
  idOf: (i: number) => number = (i) => i,
  clockOf: (i: number) => string = () => "one",
): Span[] {
  return Array.from({ length: n }, (_, i) => {
    const parent = parentOf(i);
    const plain = { id: `${idOf(i)}`, parent: parent === null ? null : `${parent}`, start: i, clock: clockOf(i) };
    return { ...spanOf(plain), id: `span:${i}` };
  });
}

function isOrdered({ links, hops }: Transaction): boolean {
  return links.every(({ parent, child }) => parent < child && child < hops.length);
}
