import assert from "node:assert/strict";
import { test } from "node:test";
import { parseCatalog } from "../../src/catalog.ts";
import { judge } from "../../src/impact/judge.ts";
import { eventbridge } from "../../src/services/eventbridge.ts";
import { eventbridgeEvent } from "../services/eventbridge-event.ts";
import { hopOf } from "./hop-of.ts";
import { transactionOf } from "./transaction-of.ts";

const CATALOG = parseCatalog(
  JSON.stringify({
    functions: { "till-sale": { entry: true, customerFacing: true } },
    workflows: { refunds: { entry: true } },
  }),
  "catalog",
);

test("a function that the outside invokes is an entry where the catalog says so, and nowhere else", () => {
  const { entry } = judge(transactionOf([hopOf("lambda till-sale")]), CATALOG);
  assert.deepEqual([entry?.kind, entry?.name, entry?.customerFacing], ["invoke", "till-sale", true]);
  assert.equal(judge(transactionOf([hopOf("lambda other")]), CATALOG).entry, null);
});

test("a function that was called by somebody is no entry, whatever the catalog says", () => {
  const called = transactionOf([hopOf("lambda other")], [hopOf("lambda till-sale"), 0]);
  assert.equal(judge(called, CATALOG).entry, null);
});

test("a workflow that the outside starts is an entry where the catalog says so", () => {
  const { entry } = judge(transactionOf([hopOf("stepfunctions refunds", { kind: "server" })]), CATALOG);
  assert.deepEqual([entry?.kind, entry?.name, entry?.customerFacing], ["workflow", "refunds", null]);
});

test("what a partner sends begins at the bus that bears the name of its source; what else is on a bus somebody sent", () => {
  const event = eventbridgeEvent({ id: "6f1d2c3b-4a59-4e68-8d77-1b2c3d4e5f60", detailType: "Paid", detail: {}, at: 0 });
  const source = "aws.partner/example.com/1234/payments";
  const partner = eventbridge.received?.({ ...event, source });
  assert.deepEqual([partner?.items[0]?.resource, partner?.arrival.root, partner?.arrival.name], [source, true, "Paid"]);
  const own = eventbridge.received?.(event);
  assert.deepEqual([own?.items[0]?.resource, own?.arrival.root], [null, false]);
});
