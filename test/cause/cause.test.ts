import assert from "node:assert/strict";
import { test } from "node:test";
import { EMPTY_CATALOG } from "../../src/catalog.ts";
import { causeOf } from "../../src/cause/cause.ts";
import { judge } from "../../src/impact/judge.ts";
import type { CauseView } from "../../src/report.ts";
import type { Subject } from "../../src/subject.ts";
import type { Hop } from "../../src/transaction.ts";
import { arrivalOf } from "../impact/arrival-of.ts";
import { hopOf } from "../impact/hop-of.ts";
import { judgedOf } from "../impact/judged-of.ts";
import { transactionOf } from "../impact/transaction-of.ts";

const ORDERS: Subject = { service: "dynamodb", resource: "orders", signal: "throttle" };
const THROTTLED = hopOf("dynamodb orders", {
  outcome: "throttled",
  error: { type: "ThrottlingException", message: "Rate exceeded.", stack: [], causes: [] },
});

test("a request that nothing befell has no cause", () => {
  assert.equal(causeOf(judgedOf({ at: 1 }), []), null);
});

test("a throttled call is the cause where a line says so", () => {
  const cause = causeOf(judgedOf({ at: 1, outcome: "error", call: THROTTLED }), []);
  assert.deepEqual(
    [cause?.kind, cause?.certainty, cause?.hop, cause?.text, cause?.field],
    ["throttled", "proven", THROTTLED.id, "DynamoDB orders is throttled: ThrottlingException: Rate exceeded.", null],
  );
});

test("a function that ran out of time while the alarm says that what it calls is throttled: likely, by the alarm", () => {
  const late = judgedOf({ at: 1, outcome: "timeout", call: hopOf("dynamodb orders", { outcome: "unknown" }) });
  const cause = causeOf(late, [ORDERS]);
  assert.deepEqual([cause?.kind, cause?.certainty], ["throttled", "likely"]);
  assert.match(cause?.text ?? "", /Lambda checkout ran out of time while DynamoDB orders was throttled/);
  assert.equal(causeOf(late, [])?.kind, "timeout");
  assert.equal(causeOf(late, [{ ...ORDERS, signal: "latency" }])?.kind, "timeout");
});

test("a function that waited for something else than what is throttled did not back off", () => {
  const bank = hopOf("http api.bank.example", { start: 2, outcome: "unknown" });
  const cause = causeOf(judgedOf({ at: 1, outcome: "timeout", call: bank }), [ORDERS]);
  assert.deepEqual([cause?.kind, cause?.detail], ["timeout", "own-timeout"]);
  assert.match(cause?.text ?? "", /It was waiting for HTTP api\.bank\.example\./i);
  const other = hopOf("dynamodb ", { start: 2, outcome: "unknown" });
  assert.equal(causeOf(judgedOf({ at: 1, outcome: "timeout", call: other }), [ORDERS])?.kind, "throttled");
});

test("an alarm about the function itself explains nothing of why it ran out of time", () => {
  const own: Subject = { service: "lambda", resource: "checkout", signal: "throttle" };
  assert.equal(causeOf(judgedOf({ at: 1, outcome: "timeout" }), [own])?.kind, "timeout");
});

test("a retry that succeeded and named no error is what the alarm says, if it is about that resource", () => {
  const retried = judgedOf({ at: 1, call: hopOf("dynamodb orders", { attempts: 2 }) });
  assert.deepEqual([causeOf(retried, [ORDERS])?.kind, causeOf(retried, [ORDERS])?.certainty], ["throttled", "likely"]);
  assert.equal(causeOf(retried, [{ ...ORDERS, resource: "carts" }])?.kind, "unknown");
});

test("what a batch left undone without a word is what the alarm says, if it is about that table", () => {
  const undone = { type: "UnprocessedItems", message: "1 items of orders were not processed", stack: [], causes: [] };
  const batch = hopOf("dynamodb orders", { kind: "client", outcome: "error", error: undone });
  const example = judgedOf({ at: 1, outcome: "error", call: batch });
  assert.equal(causeOf(example, [ORDERS])?.kind, "throttled");
  assert.equal(causeOf(example, [])?.kind, "dependency");
});

test("an error that names a field is followed to where its value was born", () => {
  const cause = emptyRide({ details: { rideId: "ride_1" } });
  assert.deepEqual([cause?.kind, cause?.certainty, cause?.field?.path], ["bad-input", "proven", "details.rideId"]);
  assert.equal(cause?.field?.firstBadHop, "lambda dispatch 1");
  assert.equal(
    cause.text,
    "Lambda post refused its input: ValidationError: details.rideId cannot be an empty string. The bad details.rideId was born in Lambda dispatch.",
  );
});

test("where the trail ends in missing evidence the text says so and blames nobody", () => {
  const cause = emptyRide(null);
  assert.equal(cause?.field?.firstBadHop, null);
  assert.match(
    cause.text,
    /Where the bad details\.rideId came from is not proven: the input of Lambda dispatch was not recorded\.$/,
  );
});

test("code that broke over a field that was not there was given bad input", () => {
  const error = {
    type: "TypeError",
    message: "Cannot read properties of undefined (reading 'rideId')",
    stack: [],
    causes: [],
  };
  assert.equal(emptyRide({ details: { rideId: "ride_1" } }, error)?.kind, "bad-input");
});

/** A function dispatch, given an input, puts an event without a ride's id, and a function behind the bus refuses it. */
function emptyRide(input: Hop["input"], error: Hop["error"] = null): CauseView | null {
  const refused = {
    type: "ValidationError",
    message: "details.rideId cannot be an empty string",
    stack: ["at check (/var/task/index.js:1:2)"],
    causes: [],
  };
  const bad = { details: { rideId: "" } };
  const transaction = transactionOf(
    [hopOf("apigateway shop", { start: 0, kind: "server", drawn: true, arrival: arrivalOf() })],
    [hopOf("lambda dispatch", { start: 1, input }), 0],
    [hopOf("eventbridge rides", { start: 2, kind: "producer", input: bad }), 1],
    [hopOf("lambda post", { start: 3, input: bad, outcome: "error", attempts: 3, error: error ?? refused }), 2],
  );
  return causeOf(judge(transaction, EMPTY_CATALOG), []);
}
