import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { changedVariables } from "../../src/cause/changed-variables.ts";
import type { Json } from "../../src/json.ts";
import type { Hop } from "../../src/transaction.ts";
import { hopOf } from "../impact/hop-of.ts";

const FULL = { STAGE: "prod", TAX_TABLE: "taxes", QUEUE: "orders" };

test("a variable that is missing, empty or another in every failing invocation is named, and its value is not", () => {
  const { TAX_TABLE: _, ...without } = FULL;
  assert.deepEqual(named(twice(without), twice(FULL)), [["TAX_TABLE", "missing", "set"]]);
  assert.deepEqual(named(twice({ ...FULL, TAX_TABLE: "" }), twice(FULL)), [["TAX_TABLE", "empty", "set"]]);
  assert.deepEqual(named(twice({ ...FULL, TAX_TABLE: "old" }), twice(FULL)), [["TAX_TABLE", "set", "set"]]);
  assert.deepEqual(named(twice(FULL), twice(without)), [["TAX_TABLE", "set", "missing"]]);
});

test("one invocation of a side, or one that nobody recorded or that was cut, proves nothing", () => {
  const other = { ...FULL, TAX_TABLE: "" };
  assert.deepEqual(named([other], twice(FULL)), []);
  assert.deepEqual(named(twice(other), [FULL]), []);
  assert.deepEqual(named([other, null], twice(FULL)), []);
  assert.deepEqual(named(twice({ STAGE: "prod", $cut: 4000 }), twice(FULL)), []);
  assert.deepEqual(named(twice({ ...FULL, TAX_TABLE: { $cut: 40 } }), twice(FULL)), []);
});

test("one invocation that ran for several requests of a batch is one", () => {
  const ran = (environment: Json, requestId: string): Hop => hopOf("lambda checkout", { requestId, environment });
  const good = [ran(FULL, "c"), ran(FULL, "d")];
  const other = { ...FULL, TAX_TABLE: "" };
  assert.deepEqual(changedVariables([ran(other, "a"), ran(other, "a")], good), []);
  assert.equal(changedVariables([ran(other, "a"), ran(other, "b")], good).length, 1);
});

test("what one healthy invocation shows too, or one failing one does not, is no difference", () => {
  const other = { ...FULL, TAX_TABLE: "" };
  assert.deepEqual(named(twice(other), [FULL, FULL, other]), []);
  assert.deepEqual(named([other, other, FULL], twice(FULL)), []);
});

test("what the platform sets anew for each instance, credentials, and what names a build are no configuration", () => {
  const names = [
    "_X_AMZN_TRACE_ID",
    "AWS_LAMBDA_LOG_STREAM_NAME",
    "AWS_LAMBDA_FUNCTION_VERSION",
    "AWS_ACCESS_KEY_ID",
    "AWS_SECRET_ACCESS_KEY",
    "AWS_SESSION_TOKEN",
    "GIT_SHA",
    "DD_VERSION",
    "SENTRY_RELEASE",
    "BUILD_NUMBER",
    "DEPLOYED_AT",
  ];
  const all = (value: string): Json => ({ ...FULL, ...Object.fromEntries(names.map((name) => [name, value])) });
  assert.deepEqual(named(twice(all("a")), twice(all("b"))), []);
});

test("a name that only begins like that of a build is configuration", () => {
  for (const name of ["API_VERSION", "BUILD_QUEUE", "DEPLOYMENT_BUCKET", "RELEASE_TABLE", "AWS_REGION"])
    assert.deepEqual(named(twice({ ...FULL, [name]: "a" }), twice({ ...FULL, [name]: "b" })), [[name, "set", "set"]]);
});

test("environments that have little in common were recorded otherwise, and nothing is missing in them", () => {
  assert.deepEqual(named(twice({ STAGE: "prod" }), twice(FULL)), []);
  assert.deepEqual(named(twice({}), twice(FULL)), []);
});

const anyEnvironment = fc.dictionary(
  fc.oneof(fc.constantFrom("A", "B", "__proto__", "constructor", "$cut"), fc.string()),
  fc.oneof(fc.string(), fc.constant(""), fc.constant(null), fc.integer(), fc.constant({ $cut: 9 })),
);

test("equal environments name nothing, whatever they hold and however many there are", () => {
  fc.assert(
    fc.property(anyEnvironment, fc.nat(6), fc.nat(6), (one, bad, good) => {
      const copies = (count: number): Json[] => Array.from({ length: count }, () => structuredClone(one));
      assert.deepEqual(named(copies(bad), copies(good)), []);
    }),
  );
});

test("a variable that a healthy invocation holds as a failing one does is never named", () => {
  fc.assert(
    fc.property(fc.array(anyEnvironment, { maxLength: 5 }), fc.array(anyEnvironment, { maxLength: 5 }), (bad, good) => {
      for (const [name = ""] of named(bad, good)) {
        const held = (one: (typeof bad)[number]): unknown => (Object.hasOwn(one, name) ? one[name] : null) ?? null;
        const kept = (all: typeof bad): unknown[] => all.filter((one) => !Object.hasOwn(one, "$cut")).map(held);
        assert.ok(kept(bad).every((value) => !kept(good).includes(value)));
      }
    }),
  );
});

function twice(environment: Json): Json[] {
  return [environment, structuredClone(environment)];
}

function named(failing: readonly Json[], healthy: readonly Json[]): string[][] {
  const changed = changedVariables(failing.map(ran), healthy.map(ran));
  return changed.map((one) => [one.name, one.failing, one.healthy]);
}

function ran(environment: Json, n: number): Hop {
  return hopOf("lambda checkout", { id: `${n}`, environment });
}
