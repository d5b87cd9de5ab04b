import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { slowHop } from "../../src/cause/slow-hop.ts";
import { micros } from "../../src/time.ts";
import type { Transaction } from "../../src/transaction.ts";
import { hopOf } from "../impact/hop-of.ts";
import { transactionOf } from "../impact/transaction-of.ts";

test("the step is named that takes more than in healthy requests, although another takes longer in all of them", () => {
  const found = slowHop(
    [request(900, 400), request(905, 390), request(910, 420)],
    [request(900, 20), request(910, 30)],
  );
  assert.equal(found?.hop.resource, "quotes");
  assert.deepEqual([found.took, found.usual], [400, 20]);
});

test("what every slow request shows and no healthy one comes near is proven, with three of each", () => {
  const slow = [request(50, 400), request(50, 390), request(50, 420)] as const;
  const healthy = [request(50, 20), request(50, 30), request(50, 10)];
  assert.equal(slowHop(slow, healthy)?.proven, true);
  assert.equal(slowHop(slow, healthy.slice(1))?.proven, false);
  assert.equal(slowHop([slow[0], slow[1]], healthy)?.proven, false);
  assert.equal(slowHop([...slow, request(400, 20)], healthy)?.proven, false);
});

test("what ran beside something slower held nothing up", () => {
  const beside = (ms: number): Transaction =>
    transactionOf(
      [hopOf("apigateway shop", span(0, 1000))],
      [hopOf("lambda shop", span(0, 1000)), 0],
      [hopOf("dynamodb rides", span(0, 900)), 1],
      [hopOf("dynamodb quotes", span(0, ms)), 1],
    );
  assert.notEqual(slowHop([beside(800)], [beside(10)])?.hop.resource, "quotes");
});

test("without healthy requests the step that takes most is named, and nothing that is usual", () => {
  const found = slowHop([request(900, 400)], []);
  assert.deepEqual([found?.hop.resource, found?.usual, found?.proven], ["rides", null, false]);
});

test("where no times were recorded no step is named", () => {
  const bare = transactionOf([hopOf("apigateway shop")], [hopOf("lambda shop"), 0]);
  assert.equal(slowHop([bare], [request(1, 1)]), null);
});

test("the path of a request is as long as the request", () => {
  fc.assert(
    fc.property(fc.nat(5000), fc.nat(5000), (first, second) => {
      const found = slowHop([request(first, second)], []);
      const sum = found?.path.reduce((total, { took }) => total + took, 0);
      assert.equal(sum, 10 + first + second);
    }),
  );
});

/** A function that asks two tables one after the other, so many milliseconds each, and works for ten itself. */
function request(rides: number, quotes: number): Transaction {
  const end = 10 + rides + quotes;
  return transactionOf(
    [hopOf("apigateway shop", span(0, end))],
    [hopOf("lambda shop", span(0, end)), 0],
    [hopOf("dynamodb rides", span(5, 5 + rides)), 1],
    [hopOf("dynamodb quotes", span(5 + rides, 5 + rides + quotes)), 1],
  );
}

function span(from: number, to: number) {
  return { start: 100 + from / 1000, end: micros(100_000_000 + to * 1000) };
}
