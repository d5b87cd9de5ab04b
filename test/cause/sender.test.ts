import assert from "node:assert/strict";
import { test } from "node:test";
import { type Walk, walkUpstream } from "../../src/cause/walk.ts";
import type { Json } from "../../src/json.ts";
import type { Certainty, Key } from "../../src/key.ts";
import type { Link, Transaction } from "../../src/transaction.ts";
import { arrivalOf } from "../impact/arrival-of.ts";
import { hopOf } from "../impact/hop-of.ts";
import { transactionOf } from "../impact/transaction-of.ts";

const RIDE_ID = { path: "rideId", complaint: "empty" } as const;
const GOOD = { orderId: "o-1", riderId: "u-1", rideId: "ride_1" };
const BAD = { ...GOOD, rideId: "" };

test("who sent one item of a batch is not blamed for another, of which nobody knows who sent it", () => {
  assert.equal(batch(1, [0]).firstBadHop, null);
  assert.equal(batch(1, [0]).trailEnds, "no line names who sent that item");
  assert.equal(batch(0, [0]).firstBadHop, "lambda p0 1");
});

test("of several known senders none is blamed for an item of another", () => {
  assert.equal(batch(2, [0, 1]).trailEnds, "no line names who sent that item");
  assert.equal(batch(1, [0, 1]).firstBadHop, "lambda p1 1");
});

test("a sender of whom it is not known what it sent may have sent any item", () => {
  assert.equal(batch(1, [undefined]).firstBadHop, "lambda p0 1");
});

test("an item that is at fault by its link is not blamed on the sender of the one whose field is bad", () => {
  assert.equal(batch(2, [0, 1], 0).trailEnds, "no line names who sent that item");
});

test("what came to a program that is not the entry, and of which nobody recorded who called it, came not from outside", () => {
  const entered = transactionOf(
    [hopOf("apigateway shop", { start: 1, kind: "server", drawn: true, arrival: arrivalOf(), input: GOOD })],
    [hopOf("lambda post", { start: 2, input: BAD, outcome: "error" })],
  );
  const walk = walkUpstream(entered, 1, RIDE_ID);
  assert.deepEqual([walk.fromOutside, walk.trailEnds], [false, "no line names who sent it to Lambda post"]);
});

test("an item is not known again by the value of the field itself, which stands elsewhere by chance", () => {
  const Records = [
    { body: JSON.stringify({ tenant: "acme", currency: "EUR" }) },
    { body: JSON.stringify({ tenant: "acme", currency: "EURO" }) },
  ];
  const below = { tenant: "acme", memo: "EUR", currency: "EURO" };
  const transaction = transactionOf(
    [hopOf("lambda dispatch", { start: 1, input: { Records } })],
    [hopOf("lambda post", { start: 2, input: below, outcome: "error" }), 0],
  );
  const field = { path: "currency", complaint: "enumeration", rule: { allowed: ["EUR", "USD"] } } as const;
  assert.equal(walkUpstream(transaction, 1, field).firstBadHop, null);
});

const TIES: readonly (readonly [certainty: Certainty, says: string])[] = [
  ["trace", "only a shared trace ties Lambda dispatch to SQS orders"],
  ["content", "only what they hold ties Lambda dispatch to SQS orders"],
  ["time", "only their times tie Lambda dispatch to SQS orders"],
];

for (const [certainty, says] of TIES) {
  test(`a tie by ${certainty} leads to no birthplace above it`, () => {
    const walk = tied(certainty, { dispatch: GOOD, bus: BAD });
    assert.deepEqual([walk.firstBadHop, walk.trailEnds], [null, says]);
    const nothing = tied(certainty, { dispatch: { other: "x" }, bus: BAD });
    assert.deepEqual([nothing.firstBadHop, nothing.trailEnds], [null, says]);
  });

  test(`a tie by ${certainty} is passed where the value is bad above it as well`, () => {
    assert.equal(tied(certainty, { rides: GOOD, dispatch: BAD, bus: BAD }).firstBadHop, "lambda rides 2");
  });
}

test("a queue that is tied by a shared trace alone, and of which nobody recorded what it carried, is not passed by", () => {
  assert.equal(
    tied("trace", { dispatch: GOOD, bus: null }, 4).trailEnds,
    "only a shared trace ties SQS orders to Lambda post",
  );
});

test("an answer is no birthplace where only a shared trace ties who gave it to who asked", () => {
  const transaction = transactionOf(
    [hopOf("lambda dispatch", { start: 1, input: { orderId: "o-1", riderId: "u-1" } })],
    [hopOf("dynamodb rides", { start: 2, input: {}, output: { Item: BAD } }), 0],
    [hopOf("lambda post", { start: 3, input: BAD, outcome: "error" }), 0],
  );
  assert.equal(walkUpstream(transaction, 2, RIDE_ID).firstBadHop, "dynamodb rides 2");
  const walk = walkUpstream(loosened(transaction, 1, "trace"), 2, RIDE_ID);
  assert.deepEqual(
    [walk.firstBadHop, walk.trailEnds],
    [null, "only a shared trace ties Lambda dispatch to DynamoDB rides"],
  );
});

test("records that come in a list for each partition are counted through all of them", () => {
  const record = (value: Json) => ({ value: Buffer.from(JSON.stringify(value)).toString("base64") });
  const records = {
    "rides-0": [record({ ...GOOD, orderId: "o-2" }), record({ ...GOOD, orderId: "o-3" })],
    "rides-1": [record(BAD)],
  };
  assert.equal(carried({ records }, [0, 2]).firstBadHop, "lambda p1 1");
  assert.equal(carried({ records }, [0, 1]).trailEnds, "no line names who sent that item");
});

/** A batch of three, of which one is bad; `senders`: which item each of those that are known sent. */
function batch(bad: number, senders: readonly (number | undefined)[], atFault?: number): Walk {
  const Records = [0, 1, 2].map((item) => ({
    body: JSON.stringify(item === bad ? BAD : { ...GOOD, orderId: `o${item}` }),
  }));
  return carried({ Records }, senders, atFault);
}

function carried(input: Json, senders: readonly (number | undefined)[], atFault?: number): Walk {
  const above = senders.map((_, i) => hopOf(`lambda p${i}`, { start: 1, input: { orderId: "o-1", riderId: "u-1" } }));
  const post = hopOf("lambda post", { start: 3, input, outcome: "error" });
  const links = senders.map((item, i): Link => {
    const key: Key = { kind: "span", value: `${i}`, role: "sent", path: "test" };
    const received: Key = { ...key, role: "received", ...(item === undefined ? {} : { item }) };
    const blamed = atFault === undefined ? {} : { atFault: i === atFault };
    return { parent: i, child: above.length, certainty: "exact", by: [key, received], outcome: "ok", ...blamed };
  });
  const transaction = { ...transactionOf(...above.map((hop) => [hop] as const), [post]), links };
  return walkUpstream(transaction, above.length, RIDE_ID);
}

interface Inputs {
  readonly rides?: Json;
  readonly dispatch: Json;
  readonly bus: Json;
}

/** An API, two functions, a queue and a last function that fails; the link to one of the hops is not exact. */
function tied(certainty: Certainty, { rides = GOOD, dispatch, bus }: Inputs, child = 3): Walk {
  const transaction = transactionOf(
    [hopOf("apigateway shop", { start: 1, kind: "server", drawn: true, arrival: arrivalOf(), input: rides })],
    [hopOf("lambda rides", { start: 2, input: rides }), 0],
    [hopOf("lambda dispatch", { start: 3, input: dispatch }), 1],
    [hopOf("sqs orders", { start: 4, kind: "producer", input: bus }), 2],
    [hopOf("lambda post", { start: 5, input: BAD, outcome: "error" }), 3],
  );
  return walkUpstream(loosened(transaction, child, certainty), 4, RIDE_ID);
}

function loosened(transaction: Transaction, child: number, certainty: Certainty): Transaction {
  const links = transaction.links.map((link) => (link.child === child ? { ...link, certainty } : link));
  return { ...transaction, links };
}
