import assert from "node:assert/strict";
import { test } from "node:test";
import { EMPTY_CATALOG } from "../../src/catalog.ts";
import { judgedIn } from "../../src/judged-in.ts";
import type { Span } from "../../src/span.ts";
import { stitch } from "../../src/stitch/stitch.ts";
import type { Transaction } from "../../src/transaction.ts";
import { testGrowth } from "../growth/growth-of.ts";
import { spanOf } from "./span-of.ts";

/** No other component has to do with it. */
const ALONE = { makers: new Map(), sessions: new Map() };

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

for (const [name, shape] of Object.entries(SHAPES)) {
  test(`of ${name}, every span is shown once, whatever of it is a hop`, () => {
    const made = shape(2000);
    const transactions = stitch({ spans: made, invocations: [], loose: [], makers: new Map(), sessions: new Map() });
    const shown = transactions.flatMap(({ hops }) => hops.flatMap((hop) => hop.spans.map((span) => span.id)));
    assert.deepEqual(shown.sort(), made.map(({ id }) => id).sort());
    for (const transaction of transactions) assert.ok(isOrdered(transaction));
  });

  testGrowth(name, 300_000, { make: shape, work: (spans) => stitch({ spans, invocations: [], loose: [], ...ALONE }) });
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
