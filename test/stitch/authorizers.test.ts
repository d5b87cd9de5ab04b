import assert from "node:assert/strict";
import { test } from "node:test";
import type { JsonObject } from "../../src/json.ts";
import type { Transaction } from "../../src/transaction.ts";
import type { LoggedStream } from "../decode/log-chunk.ts";
import { restEvent, tokenEvent } from "../services/handed-events.ts";
import { functionLog } from "./function-log.ts";
import { outline } from "./outline.ts";
import { transactionsOf } from "./transactions-of.ts";
import { uuid } from "./uuid.ts";

const AT = Date.UTC(2026, 10, 22, 2, 31);
const ARN = tokenEvent()["methodArn"];

test("who is asked about a token is a part of the request that the token came with, as surely as time tells", () => {
  const [transaction, ...others] = transactionsOf(authorizer({}), request({}));
  assert.deepEqual(others, []);
  assert.deepEqual(outlineOf(transaction), [
    "- > 0 apigateway abcdef1234 PUT /rides/{rideId}: ok",
    "0 time > 1 lambda authorizer Invoke: ok",
    "0 > 2 lambda rides Invoke: ok",
  ]);
  assert.equal(transaction?.entry?.arrival.route, "/rides/{rideId}");
});

test("of two requests to one path at the same time the token tells which it was; without it neither is counted twice", () => {
  const both = (one: string, other: string): Transaction[] =>
    transactionsOf(authorizer({}), request({ token: one }), request({ token: other, n: 2 }));
  const told = both("Bearer secret", "Bearer other");
  assert.deepEqual(told.map(({ hops }) => hops.length).sort(), [2, 3]);
  const untold = both("****", "****");
  assert.equal(untold.length, 3);
  assert.equal(untold.filter(({ entry }) => entry !== null).length, 2);
});

test("a request to another path, of another method or of another minute asks for itself", () => {
  for (const [other, at] of [
    ["GET/rides/r-1", 0],
    ["PUT/rides/r-2", 0],
    ["PUT/rides/r-1", 60_000],
  ] as const) {
    const transactions = transactionsOf(authorizer({ other, at: AT + at }), request({}));
    assert.deepEqual(transactions.map(({ entry }) => entry !== null).sort(), [false, true], other);
  }
});

test("an authorizer that is healthy and alone is no entry: the request is counted where it went on", () => {
  const [transaction] = transactionsOf(authorizer({}));
  assert.equal(transaction?.entry, null);
});

test("an authorizer that breaks is where a request ended, of which nobody else is told", () => {
  const [transaction] = transactionsOf(authorizer({ end: "error" }));
  assert.equal(transaction?.entry?.kind, "http");
  assert.equal(transaction?.hops[0]?.operation, "PUT /rides/r-1");
});

test("an authorizer that is shown the whole request is joined by the request's id", () => {
  const event = { ...restEvent(idsOf(1)), type: "REQUEST", methodArn: ARN ?? "" };
  const [transaction, ...others] = transactionsOf(
    functionLog({
      name: "authorizer",
      requestId: uuid("a"),
      at: AT + 20,
      lines: [`INFO\tEVENT ${JSON.stringify(event)}`],
    }),
    request({}),
  );
  assert.deepEqual(others, []);
  assert.deepEqual(
    transaction?.links.map(({ certainty }) => certainty),
    ["exact", "exact"],
  );
});

interface Asked {
  readonly other?: string;
  readonly at?: number;
  readonly end?: "ok" | "error";
}

function authorizer({ other = "PUT/rides/r-1", at = AT, end = "ok" }: Asked): LoggedStream {
  const event = { ...tokenEvent(), methodArn: String(ARN).replace("GET/rides/r-1", other) };
  const lines = [`INFO\tEVENT ${JSON.stringify(event)}`];
  return functionLog({ name: "authorizer", requestId: uuid("authorizer"), at: at + 20, lines, end });
}

function request({ token = "Bearer secret", n = 1 }: { token?: string; n?: number }): LoggedStream {
  const event = { ...restEvent({ ...idsOf(n), requestTimeEpoch: AT }), headers: { Authorization: token } };
  const lines = [`INFO\tEVENT ${JSON.stringify(event)}`, 'INFO\tresponse {"statusCode":200,"body":"{}"}'];
  return functionLog({ name: "rides", requestId: uuid(`rides ${n}`), at: AT + 120, lines });
}

function idsOf(n: number): JsonObject {
  return { requestId: uuid(`request ${n}`), extendedRequestId: `TWegAcC4EowCHn${n}=` };
}

function outlineOf(transaction: Transaction | undefined): string[] {
  return transaction === undefined ? [] : outline(transaction);
}
