import assert from "node:assert/strict";
import { test } from "node:test";
import { endingOf } from "../../src/impact/ending.ts";
import { hopOf } from "./hop-of.ts";
import { transactionOf } from "./transaction-of.ts";

const API = hopOf("apigateway shop", { kind: "server" });

test("a request that nothing befell is ok", () => {
  const ending = endingOf(transactionOf([API], [hopOf("lambda checkout"), 0], [hopOf("dynamodb orders"), 1]));
  assert.deepEqual(ending, { outcome: "ok", hop: null, unknown: false, fates: [] });
});

test("a request that answered an error failed, and it went wrong as deep as anybody recorded", () => {
  const ending = endingOf(
    transactionOf(
      [{ ...API, outcome: "error" }],
      [hopOf("lambda checkout", { outcome: "error" }), 0],
      [hopOf("dynamodb carts"), 1],
      [hopOf("dynamodb orders", { outcome: "throttled" }), 1],
    ),
  );
  assert.deepEqual([ending.outcome, ending.hop], ["failed", 3]);
});

test("a call that failed inside of a request that succeeded was made good: it recovered", () => {
  const ending = endingOf(
    transactionOf([API], [hopOf("lambda checkout"), 0], [hopOf("dynamodb orders", { outcome: "throttled" }), 1]),
  );
  assert.deepEqual([ending.outcome, ending.hop], ["recovered", 2]);
});

test("of a call that failed inside of what ended nobody knows how, nobody knows whether it was made good", () => {
  const ending = endingOf(
    transactionOf(
      [hopOf("lambda checkout", { outcome: "unknown" })],
      [hopOf("dynamodb orders", { outcome: "throttled" }), 0],
    ),
  );
  assert.deepEqual([ending.outcome, ending.unknown], ["ok", true]);
});

test("a call that needed several attempts recovered as well", () => {
  const ending = endingOf(
    transactionOf([API], [hopOf("lambda checkout"), 0], [hopOf("dynamodb orders", { attempts: 2 }), 1]),
  );
  assert.deepEqual([ending.outcome, ending.hop], ["recovered", 2]);
});

test("a function that ran out of time failed whoever waited for it", () => {
  const ending = endingOf(
    transactionOf([{ ...API, outcome: "timeout" }], [hopOf("lambda checkout", { outcome: "timeout" }), 0]),
  );
  assert.deepEqual([ending.outcome, ending.hop], ["failed", 1]);
});

const BUS = hopOf("eventbridge rides", { kind: "producer" });
for (const [attempts, outcome] of [
  [1, "pending"],
  [2, "pending"],
  [3, "lost"],
] as const) {
  test(`work that was handed over and failed ${attempts} times of three is ${outcome}, although the caller was told 202`, () => {
    const post = hopOf("lambda post", { outcome: "error", attempts });
    const ending = endingOf(transactionOf([API], [hopOf("lambda rides"), 0], [BUS, 1], [post, 2]));
    assert.deepEqual([ending.outcome, ending.hop], [outcome, 3]);
  });
}

test("work that was handed over and done at the second attempt was delayed", () => {
  const post = hopOf("lambda post", { attempts: 2, tries: ["error", "ok"] });
  const ending = endingOf(transactionOf([API], [hopOf("lambda rides"), 0], [BUS, 1], [post, 2]));
  assert.deepEqual([ending.outcome, ending.hop], ["delayed", 3]);
});

test("an asynchronous invocation is handed over, although nothing stands between it and its caller", () => {
  const pricing = hopOf("lambda pricing", { operation: "InvokeAsync", outcome: "error" });
  assert.equal(endingOf(transactionOf([API], [hopOf("lambda rides"), 0], [pricing, 1])).outcome, "pending");
  const awaited = hopOf("lambda pricing", { outcome: "error" });
  assert.equal(endingOf(transactionOf([API], [hopOf("lambda rides"), 0], [awaited, 1])).outcome, "recovered");
});

const QUEUE = hopOf("sqs receipts", { kind: "producer" });

test("of several deliveries of one message the last counts", () => {
  const once = hopOf("lambda receipts", { outcome: "error", delivery: 1 });
  const again = hopOf("lambda receipts", { outcome: "ok", delivery: 2, start: 130 });
  assert.equal(endingOf(transactionOf([QUEUE], [once, 0])).outcome, "pending");
  const ending = endingOf(transactionOf([QUEUE], [once, 0], [again, 0]));
  assert.deepEqual([ending.outcome, ending.hop], ["delayed", 2]);
  const still = endingOf(transactionOf([QUEUE], [once, 0], [{ ...again, outcome: "error" }, 0]));
  assert.deepEqual([still.outcome, still.hop], ["pending", 2]);
});

test("two consumers of one topic are judged apart: the worse decides", () => {
  const topic = hopOf("sns rides", { kind: "producer" });
  const good = hopOf("lambda pricing", { attempts: 1 });
  const bad = hopOf("lambda post", { outcome: "error", attempts: 3 });
  const ending = endingOf(transactionOf([topic], [bad, 0], [good, 0]));
  assert.deepEqual([ending.outcome, ending.hop], ["lost", 1]);
});

test("what a batch left undone is lost, unless the application asked again and it was done", () => {
  const left = hopOf("dynamodb orders", { operation: "BatchWriteItem", outcome: "error", partial: true });
  const again = hopOf("dynamodb orders", { operation: "BatchWriteItem", start: 101 });
  const lost = endingOf(transactionOf([API], [hopOf("lambda checkout"), 0], [left, 1]));
  assert.deepEqual([lost.outcome, lost.hop], ["lost", 2]);
  assert.equal(
    endingOf(transactionOf([API], [hopOf("lambda checkout"), 0], [left, 1], [again, 1])).outcome,
    "recovered",
  );
  const before = { ...again, start: left.start };
  assert.equal(endingOf(transactionOf([API], [hopOf("lambda checkout"), 0], [before, 1], [left, 1])).outcome, "lost");
});

test("the next batch of other items makes nothing good of what the first left undone", () => {
  const batch = (start: number, ids: readonly string[], left: boolean) =>
    hopOf("dynamodb orders", {
      ...{
        operation: "BatchWriteItem",
        start,
        input: { RequestItems: { orders: ids.map((id) => ({ PutRequest: { id } })) } },
      },
      ...(left ? ({ outcome: "error", partial: true } as const) : {}),
    });
  const ending = (...all: readonly ReturnType<typeof batch>[]) =>
    endingOf(transactionOf([API], [hopOf("lambda checkout"), 0], ...all.map((one) => [one, 1] as const))).outcome;
  const first = batch(100, ["a", "b", "c"], true);
  assert.equal(ending(first, batch(101, ["d", "e"], false)), "lost");
  assert.equal(ending(first, batch(101, ["d", "e"], false), batch(102, ["c"], false)), "recovered");
  assert.equal(ending(first, { ...batch(101, [], false), input: null }), "recovered", "nobody recorded what it was");
});

test("a 4xx is the caller's own mistake, unless something beneath it failed", () => {
  const refused = { ...API, output: { statusCode: 400 } };
  const checkout = hopOf("lambda checkout", { output: { statusCode: 400 } });
  assert.equal(endingOf(transactionOf([refused], [checkout, 0])).outcome, "ok");
  const broken = hopOf("dynamodb orders", { outcome: "error" });
  const ending = endingOf(transactionOf([refused], [checkout, 0], [broken, 1]));
  assert.equal(ending.outcome, "failed");
  const repeated = hopOf("dynamodb orders", { start: 101 });
  assert.equal(endingOf(transactionOf([refused], [checkout, 0], [broken, 1], [repeated, 1])).outcome, "recovered");
});

test("a request of which nobody recorded an end is ok only for want of evidence", () => {
  const running = hopOf("lambda checkout", { outcome: "unknown" });
  assert.deepEqual(endingOf(transactionOf([{ ...API, outcome: "unknown" }], [running, 0])), {
    outcome: "ok",
    hop: null,
    unknown: true,
    fates: [],
  });
});

test("what a request handed on and nobody recorded the end of does not make the request unknown", () => {
  const running = hopOf("lambda post", { outcome: "unknown" });
  assert.equal(endingOf(transactionOf([API], [hopOf("lambda rides"), 0], [BUS, 1], [running, 2])).unknown, false);
});

test("a chain of 20,000 calls that failed all the way ends at the last", () => {
  const length = 20_000;
  const chain = Array.from({ length }, (_, i) => {
    const hop = hopOf(`service n${i}`, { outcome: "error", start: i, kind: "server" });
    return i === 0 ? ([hop] as const) : ([hop, i - 1] as const);
  });
  assert.deepEqual(
    [endingOf(transactionOf(...chain)).outcome, endingOf(transactionOf(...chain)).hop],
    ["failed", length - 1],
  );
});
