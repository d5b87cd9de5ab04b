import assert from "node:assert/strict";
import { test } from "node:test";
import { tellDeployRolledBack } from "../../sandbox/scenarios/deploy-rolled-back/story.ts";
import { EMPTY_CATALOG } from "../../src/catalog.ts";
import { causeOf } from "../../src/cause/cause.ts";
import { withChange } from "../../src/cause/change.ts";
import { judge } from "../../src/impact/judge.ts";
import type { Json } from "../../src/json.ts";
import type { Seen } from "../../src/record.ts";
import type { CauseView } from "../../src/report.ts";
import { arrivalOf } from "../impact/arrival-of.ts";
import { hopOf } from "../impact/hop-of.ts";
import { transactionOf } from "../impact/transaction-of.ts";
import { storyReport } from "../story-report.ts";

const ORDER = { productId: "p-1", quantity: 2 };
const PRICE = "Cannot read properties of undefined (reading 'price')";
const STACK = ["at total (/var/task/src/order.js:12:3)"];

/** Errors over a name that nothing in the request bears: a variable, a local, a key of a table in the code, a word. */
const NOT_OF_THE_INPUT: readonly (readonly [type: string, message: string])[] = [
  ["TypeError", PRICE],
  ["KeyError", "'TABLE_NAME'"],
  ["KeyError", "'EUR'"],
  ["Error", "STRIPE_SECRET_KEY is required"],
  ["Error", "Environment variable TABLE_NAME is missing"],
  ["java.lang.NullPointerException", 'Cannot invoke "Rule.apply()" because "rule" is null'],
  ["Error", "Customer record is missing"],
  ["Error", "Authentication is required"],
  [
    "ZodError",
    '[{"code":"invalid_type","expected":"string","received":"undefined","path":["TABLE_NAME"],"message":"Required"}]',
  ],
];

for (const [type, message] of NOT_OF_THE_INPUT) {
  test(`"${type}: ${message.slice(0, 60)}" blames no caller whose request never had such a field`, () => {
    const cause = broken({ type, message }, ORDER);
    assert.equal(cause?.field, null);
    assert.notEqual(cause.detail, "caller");
    assert.notEqual(cause.kind, "bad-input");
    assert.doesNotMatch(cause.text, /refused its input/);
  });
}

test("code that broke over a name that no payload shows keeps its frame", () => {
  const cause = broken({ type: "TypeError", message: PRICE }, ORDER);
  assert.deepEqual([cause?.kind, cause?.frame?.line], ["code", 12]);
});

test("a variable that an error names stays the configuration's fault", () => {
  const cause = broken({ type: "Error", message: "Environment variable TABLE_NAME is missing" }, ORDER);
  assert.equal(cause?.detail, "configuration");
});

test("a name that the failing program was given with a value is not what was missing", () => {
  const cause = broken({ type: "TypeError", message: PRICE }, { ...ORDER, price: 12.5 });
  assert.deepEqual([cause?.kind, cause?.field], ["code", null]);
});

test("what only the envelope of a request bears is no field of it", () => {
  const event = { id: "e-1", detail: ORDER };
  const cause = broken({ type: "TypeError", message: "Cannot read properties of undefined (reading 'id')" }, event);
  assert.equal(cause?.field, null);
});

test("a field that another hop shows, and the one that broke was not given, is followed; no caller is blamed for a guess", () => {
  const cause = broken({ type: "KeyError", message: "'price'" }, ORDER, { ...ORDER, price: 12.5 });
  assert.deepEqual([cause?.kind, cause?.field?.firstBadHop], ["bad-input", "lambda dispatch 1"]);
});

test("a validator's word that a field is missing is still the caller's fault", () => {
  const cause = broken({ type: "AjvValidationError", message: "data must have required property 'price'" }, ORDER);
  assert.deepEqual([cause?.kind, cause?.detail], ["bad-input", "caller"]);
});

test("a field whose way leads nowhere does not stand before a deploy that is proven", () => {
  const cause = broken({ type: "ValidationError", message: "price must not be null" }, { ...ORDER, price: null }, null);
  assert.equal(cause?.field?.firstBadHop, null);
  assert.ok(cause.field !== null);
  const said = { text: "16 of 16 failures are on version 13.", certainty: "proven", beside: true } as const;
  assert.equal(withChange(cause, { views: [], said }).kind, "deploy");
});

test("a field whose birthplace is shown stands before a deploy", () => {
  const cause = broken({ type: "KeyError", message: "'price'" }, ORDER, { ...ORDER, price: 12.5 });
  assert.ok(cause !== null);
  const said = { text: "16 of 16 failures are on version 13.", certainty: "proven", beside: true } as const;
  assert.equal(withChange(cause, { views: [], said }).kind, "bad-input");
});

test("a deploy that is proven stays so where its code breaks over a name that is undefined", () => {
  const told = tellDeployRolledBack(1, Date.UTC(2026, 10, 22));
  const streams = told.streams.map((stream) => ({
    ...stream,
    lines: stream.lines.map((line) => ({
      ...line,
      message: line.message.replaceAll("surcharge is not defined", PRICE).replaceAll("ReferenceError", "TypeError"),
    })),
  }));
  const { cause } = storyReport({ ...told, streams });
  assert.deepEqual([cause?.kind, cause?.certainty], ["deploy", "proven"]);
  assert.match(cause?.text ?? "", /reading 'price'/);
});

/** A request through an API and a function to the one that breaks. */
function broken(error: Pick<Seen, "type" | "message">, input: Json, before: Json = input): CauseView | null {
  const transaction = transactionOf(
    [hopOf("apigateway shop", { start: 0, kind: "server", drawn: true, arrival: arrivalOf(), input: before })],
    [hopOf("lambda dispatch", { start: 1, input: before }), 0],
    [
      hopOf("lambda order", {
        ...{ start: 2, input, outcome: "error" },
        error: { ...error, stack: STACK, causes: [] },
      }),
      1,
    ],
  );
  return causeOf(judge(transaction, EMPTY_CATALOG), []);
}
