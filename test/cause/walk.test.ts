import assert from "node:assert/strict";
import { test } from "node:test";
import { walkUpstream } from "../../src/cause/walk.ts";
import type { Json } from "../../src/json.ts";
import { micros } from "../../src/time.ts";
import type { Hop, Transaction } from "../../src/transaction.ts";
import { arrivalOf } from "../impact/arrival-of.ts";
import { hopOf } from "../impact/hop-of.ts";
import { transactionOf } from "../impact/transaction-of.ts";

const RIDE_ID = { path: "details.rideId", complaint: "empty" } as const;
const GOOD = { details: { rideId: "ride_1" } };
const BAD = { details: { rideId: "" } };

test("the value was born in the first hop whose input was good and whose output was bad", () => {
  const walk = walkUpstream(line({ dispatch: GOOD, bus: BAD, post: BAD }), 4, RIDE_ID);
  assert.equal(walk.firstBadHop, "lambda dispatch 3");
  assert.equal(walk.trailEnds, null);
  assert.deepEqual(walk.seen, [
    { hop: "lambda post 5", value: "" },
    { hop: "eventbridge rides 4", value: "" },
    { hop: "lambda dispatch 3", value: "ride_1" },
  ]);
});

test("a hop that got no such value at all made it itself", () => {
  const walk = walkUpstream(line({ dispatch: { riderId: "u-1" }, bus: BAD, post: BAD }), 4, RIDE_ID);
  assert.equal(walk.firstBadHop, "lambda dispatch 3");
});

test("what carries messages is passed by where nobody recorded what it carried", () => {
  const walk = walkUpstream(line({ dispatch: GOOD, bus: null, post: BAD }), 4, RIDE_ID);
  assert.equal(walk.firstBadHop, "lambda dispatch 3");
});

test("a carrier that was good makes the hop behind it the one, never the carrier's own sender", () => {
  const walk = walkUpstream(line({ dispatch: GOOD, bus: GOOD, post: BAD }), 4, RIDE_ID);
  assert.equal(walk.firstBadHop, "eventbridge rides 4");
});

test("where a program's input was not recorded the trail ends, and says where", () => {
  const walk = walkUpstream(line({ dispatch: null, bus: BAD, post: BAD }), 4, RIDE_ID);
  assert.equal(walk.firstBadHop, null);
  assert.equal(walk.trailEnds, "the input of Lambda dispatch was not recorded");
});

test("a value that was bad all the way came in from outside", () => {
  const walk = walkUpstream(line({ rides: BAD, dispatch: BAD, bus: BAD, post: BAD }), 4, RIDE_ID);
  assert.equal(walk.firstBadHop, null);
  assert.equal(walk.trailEnds, "it came in bad from outside, at API Gateway shop");
});

test("where nobody is known to have sent it, that is where the trail ends", () => {
  const transaction = transactionOf(
    [hopOf("eventbridge rides", { kind: "producer", input: BAD })],
    [hopOf("lambda post", { input: BAD }), 0],
  );
  assert.equal(walkUpstream(transaction, 1, RIDE_ID).trailEnds, "no line names who sent it to EventBridge rides");
});

test("the failing hop itself has to show the bad value, or nothing is claimed", () => {
  assert.equal(walkUpstream(line({ post: null }), 4, RIDE_ID).trailEnds, "the input of Lambda post was not recorded");
  const good = walkUpstream(line({ post: GOOD }), 4, RIDE_ID);
  assert.equal(good.trailEnds, "the input of Lambda post shows no bad details.rideId");
  assert.equal(good.firstBadHop, null);
});

test("a program that had the value from something it asked leads there", () => {
  const lookup = hopOf("dynamodb riders", { start: 3.5, input: { Key: { riderId: "u-1" } }, output: { Item: BAD } });
  const transaction = line({ dispatch: { riderId: "u-1" }, bus: BAD, post: BAD }, lookup);
  const walk = walkUpstream(transaction, 4, RIDE_ID);
  assert.equal(walk.firstBadHop, "dynamodb riders 3.5");
  assert.deepEqual(walk.seen.at(-1), { hop: "dynamodb riders 3.5", value: "" });
});

test("which came first is told by clocks that were set right", () => {
  const asks = hopOf("dynamodb rides", { start: 4, input: { Key: {} }, output: { Item: { userId: "u-1", ...BAD } } });
  const late = {
    ...hopOf("lambda post", { start: 3, input: { userId: "u-1", ...BAD }, outcome: "error" }),
    clock: "two",
  };
  const transaction = {
    ...transactionOf([hopOf("lambda dispatch", { start: 1, input: { userId: "u-1" } })], [asks, 0], [late, 0]),
    skew: new Map([["two", micros(2_000_000)]]),
  };
  assert.equal(walkUpstream(transaction, 2, RIDE_ID).firstBadHop, "dynamodb rides 4");
});

test("what was asked after the value was handed on is not where it came from", () => {
  const late = hopOf("dynamodb riders", { start: 9, input: { Key: {} }, output: { Item: BAD } });
  const walk = walkUpstream(line({ dispatch: GOOD, bus: BAD, post: BAD }, late), 4, RIDE_ID);
  assert.equal(walk.firstBadHop, "lambda dispatch 3");
});

test("a value that is missing is missing where the object that should hold it is there", () => {
  const missing = { path: "details.rideId", complaint: "missing" } as const;
  const walk = walkUpstream(line({ dispatch: GOOD, bus: { details: {} }, post: { details: {} } }), 4, missing);
  assert.equal(walk.firstBadHop, "lambda dispatch 3");
  assert.deepEqual(walk.seen.at(0), { hop: "lambda post 5", value: null });
});

test("of a wrong type, which only the error knows, the very value that did the harm is followed", () => {
  const type = { path: "fare", complaint: "type" } as const;
  const walk = walkUpstream(line({ dispatch: { fare: 12 }, bus: { fare: "12" }, post: { fare: "12" } }), 4, type);
  assert.equal(walk.firstBadHop, "lambda dispatch 3");
});

test("a chain of 20,000 hops is walked to its end", () => {
  const length = 20_000;
  const chain = Array.from({ length }, (_, i) => {
    const hop = hopOf(`service n${i}`, { kind: "server", input: i === 0 ? GOOD : BAD, start: i });
    return i === 0 ? ([hop] as const) : ([hop, i - 1] as const);
  });
  assert.equal(walkUpstream(transactionOf(...chain), length - 1, RIDE_ID).firstBadHop, "service n0 0");
});

interface Inputs {
  readonly rides?: Json;
  readonly dispatch?: Json;
  readonly bus?: Json;
  readonly post?: Json;
}

/** An API, two functions, a bus and a last function that fails, with what is recorded of each one's input. */
function line({ rides = GOOD, dispatch = GOOD, bus = BAD, post = BAD }: Inputs, asked?: Hop): Transaction {
  const arrival = arrivalOf();
  return transactionOf(
    [hopOf("apigateway shop", { kind: "server", drawn: true, arrival, start: 1, input: rides })],
    [hopOf("lambda rides", { start: 2, input: rides }), 0],
    [hopOf("lambda dispatch", { start: 3, input: dispatch }), 1],
    [hopOf("eventbridge rides", { start: 4, kind: "producer", input: bus }), 2],
    [hopOf("lambda post", { start: 5, input: post, outcome: "error" }), 3],
    ...(asked === undefined ? [] : [[asked, 2] as const]),
  );
}
