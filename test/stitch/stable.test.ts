import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { Transaction } from "../../src/transaction.ts";
import type { LoggedStream } from "../decode/log-chunk.ts";
import { xrayChunk } from "../decode/xray-chunk.ts";
import { ride } from "./ride.ts";
import { transactionsOf } from "./transactions-of.ts";
import { uuid } from "./uuid.ts";
import { xraySegment } from "./xray-segment.ts";

const AT = Date.UTC(2026, 10, 22, 2, 31);
const RIDES = ["r1", "r2", "r3"].map((name, i) => ride(name, AT + 70 * i));
const STREAMS = RIDES.flatMap(({ streams }) => streams);

test("hops keep their ids when what follows is read later, and when what was read is read again", () => {
  const [first, second, third] = RIDES[0]?.streams ?? [];
  assert.ok(first !== undefined && second !== undefined && third !== undefined);
  const little = idsOf(transactionsOf(first));
  const more = idsOf(transactionsOf(first, second));
  const all = idsOf(transactionsOf(first, second, third, second, first));
  assert.equal(little.length, 3);
  assert.equal(more.length, 6);
  assert.equal(all.length, 7);
  assert.deepEqual(
    little.filter((id) => !more.includes(id)),
    [],
  );
  assert.deepEqual(
    more.filter((id) => !all.includes(id)),
    [],
  );
});

test("hops keep their ids when the end of an invocation is read later", () => {
  const [first] = RIDES[0]?.streams ?? [];
  assert.ok(first !== undefined);
  const early = { ...first, lines: first.lines.slice(0, 2) };
  const before = idsOf(transactionsOf(early));
  const after = idsOf(transactionsOf(early, first));
  assert.equal(before.length, 2);
  assert.deepEqual(
    before.filter((id) => !after.includes(id)),
    [],
  );
});

test("hops keep their ids when a trace is read as well", () => {
  const [first] = RIDES[0]?.streams ?? [];
  assert.ok(first !== undefined);
  const segment = xraySegment({
    id: "a",
    name: "ride-service",
    origin: "AWS::Lambda",
    start: AT / 1000,
    more: { aws: { request_id: uuid("r1 rides") } },
  });
  assert.deepEqual(idsOf(transactionsOf(first, xrayChunk(segment))), idsOf(transactionsOf(first)));
});

test("every hop of many transactions has an id of its own, which holds its transaction's", () => {
  const transactions = transactionsOf(...STREAMS);
  const ids = idsOf(transactions);
  assert.equal(new Set(ids).size, ids.length);
  for (const { id, hops } of transactions) assert.ok(hops.every((hop) => hop.id.startsWith(`${id}#`)));
});

test("the order in which streams are read changes nothing", () => {
  const wanted = transactionsOf(...STREAMS);
  assert.equal(wanted.length, 3);
  fc.assert(
    fc.property(fc.shuffledSubarray(STREAMS, { minLength: STREAMS.length }), (shuffled) => {
      assert.deepEqual(transactionsOf(...shuffled), wanted);
    }),
    { numRuns: 25, seed: 5 },
  );
});

test("the order in which lines are read changes nothing, and neither does reading some of them twice", () => {
  const wanted = transactionsOf(...STREAMS.map(spread));
  const single = STREAMS.map(spread).flatMap((stream) => stream.lines.map((line) => ({ ...stream, lines: [line] })));
  fc.assert(
    fc.property(
      fc.shuffledSubarray(single, { minLength: single.length }),
      fc.subarray(single, { maxLength: 5 }),
      (shuffled, again) => {
        assert.deepEqual(transactionsOf(...shuffled, ...again), wanted);
      },
    ),
    { numRuns: 25, seed: 5 },
  );
});

test("the order in which segments are read changes nothing", () => {
  const segments = Array.from({ length: 12 }, (_, i) =>
    xraySegment({
      id: `s${i}`,
      ...(i === 0 ? {} : { parent: `s${Math.floor((i - 1) / 2)}` }),
      name: `n${i}`,
      start: 1763778665 + (i % 3),
    }),
  );
  const wanted = transactionsOf(xrayChunk(...segments));
  fc.assert(
    fc.property(fc.shuffledSubarray(segments, { minLength: segments.length }), (shuffled) => {
      assert.deepEqual(transactionsOf(xrayChunk(...shuffled)), wanted);
    }),
    { numRuns: 50, seed: 5 },
  );
});

/** Lines of one millisecond have no order but that in which they stand: here each has its own. */
function spread(stream: LoggedStream): LoggedStream {
  return { ...stream, lines: stream.lines.map(({ at, message }, i) => ({ at: at + i, message })) };
}

function idsOf(transactions: readonly Transaction[]): string[] {
  return transactions.flatMap(({ hops }) => hops.map(({ id }) => id));
}
