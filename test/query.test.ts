import assert from "node:assert/strict";
import { test } from "node:test";
import type { Key, KeyKind, Role } from "../src/key.ts";
import { keyToFind, queryFor } from "../src/query.ts";
import { micros } from "../src/time.ts";
import type { Hop, Transaction } from "../src/transaction.ts";

const ID = "4c9a3d1e-0d1c-4d5e-9a70-0c0a4a3f2b11";
const X_RAY = "1-6742f0a1-3c9b1f2e8d7a6b5c4d3e2f10";
const W3C = "6742f0a13c9b1f2e8d7a6b5c4d3e2f10";

test("a trace id is looked for as X-Ray writes it, in whichever form it was asked", () => {
  for (const text of [X_RAY, W3C, ` ${X_RAY}\n`]) {
    assert.deepEqual(keyToFind(text), { kind: "xray-trace", value: X_RAY, role: "shared", path: "query" });
  }
  assert.equal(queryFor(X_RAY, null).kind, "xray-trace");
  assert.equal(queryFor(W3C, null).kind, "w3c-trace");
});

test("every other id is looked for as it stands", () => {
  assert.deepEqual(keyToFind(` ${ID} `), { kind: "external", value: ID, role: "mentioned", path: "query" });
});

test("an id is of the kind of whoever has it as its own, before those who received or mention it", () => {
  const found = transaction(
    key("external", "mentioned"),
    key("sqs-message", "received"),
    key("lambda-request", "self"),
  );
  assert.deepEqual(queryFor(ID, found), { id: ID, kind: "lambda-request" });
  assert.equal(
    queryFor(ID, transaction(key("external", "mentioned"), key("sqs-message", "received"))).kind,
    "sqs-message",
  );
  assert.equal(queryFor(ID, transaction(key("correlation", "shared"))).kind, "correlation");
});

test("an id that is only mentioned is external, and one that nobody has is unknown", () => {
  assert.equal(queryFor(ID, transaction(key("external", "mentioned"))).kind, "external");
  assert.equal(queryFor(ID, transaction({ ...key("lambda-request", "self"), value: "another" })).kind, "unknown");
  assert.equal(queryFor(ID, null).kind, "unknown");
});

test("the recorder's own links are no kind that people know", () => {
  for (const kind of ["invocation", "span"] as const) {
    assert.equal(queryFor(ID, transaction(key(kind, "self"))).kind, "external");
  }
});

function key(kind: KeyKind, role: Role): Key {
  return { kind, value: ID, role, path: "somewhere" };
}

function transaction(...keys: readonly Key[]): Transaction {
  const hop: Hop = {
    id: "t#1",
    service: "lambda",
    resource: "checkout",
    operation: "Invoke",
    requestId: null,
    account: null,
    region: null,
    start: micros(0),
    end: null,
    clock: "c",
    outcome: "ok",
    decidedBy: null,
    named: null,
    attempts: 1,
    tries: [],
    delivery: null,
    dwell: null,
    error: null,
    suspect: false,
    partial: false,
    drawn: false,
    input: null,
    output: null,
    environment: null,
    logs: [],
    arrival: null,
    keys,
    sources: [],
    spans: [],
  };
  return {
    id: "t",
    hops: [hop],
    links: [],
    outside: [],
    entry: null,
    user: null,
    session: null,
    gaps: [],
    skew: new Map(),
  };
}
