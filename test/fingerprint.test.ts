import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { errorTemplate, fingerprintOf } from "../src/fingerprint.ts";
import type { Report } from "../src/report.ts";
import { A_REPORT } from "./contracts/a-report.ts";
import { hopView, shown, transactionView } from "./say/report.ts";

test("an error is the same whatever value it was about", () => {
  const same: readonly (readonly [one: string, other: string, template: string])[] = [
    ["no price for order 17", "no price for order 4711", "no price for order #"],
    [
      "ride 4c9a3d1e-0d1c-4d5e-9a70-000000000001 is gone",
      "ride 9b7a3d1e-0d1c-4d5e-9a70-000000000002 is gone",
      "ride # is gone",
    ],
    [`Can't find 'maya' in "users"`, `Can't find 'omar okafor' in "people"`, "Can't find … in …"],
    ["mail to maya@example.com bounced", "mail to omar@example.org bounced", "mail to # bounced"],
    ["GET https://a.example/x failed", "GET https://b.example/y failed", "GET # failed"],
    ["Task timed out after 3.00 seconds", "Task timed out after 29.01 seconds", "Task timed out after # seconds"],
  ];
  for (const [one, other, template] of same) {
    assert.equal(errorTemplate(one), template);
    assert.equal(errorTemplate(other), template);
  }
  assert.notEqual(errorTemplate("no price for order 17"), errorTemplate("no stock for order 17"));
});

test("any message has a template, the same each time, and never a long one", () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 3000 }), (message) => {
      const template = errorTemplate(message);
      assert.ok(template.length <= 1000);
      assert.equal(errorTemplate(message), template);
    }),
  );
});

test("the same failure has the same fingerprint another night, and another function, error or way another one", () => {
  const night = failing({});
  assert.ok(fingerprintOf(night) !== null);
  assert.equal(fingerprintOf(failing({ message: "no price for order 99" })), fingerprintOf(night));
  for (const other of [
    { function: "refund" },
    { message: "no stock for order 17" },
    { type: "RangeError" },
    { hop: 1 },
  ])
    assert.notEqual(fingerprintOf(failing(other)), fingerprintOf(night), JSON.stringify(other));
  assert.equal(fingerprintOf({ ...A_REPORT, failing: null }), null);
});

interface Differs {
  readonly function?: string;
  readonly type?: string;
  readonly message?: string;
  /** The place of the hop that fails. */
  readonly hop?: number;
}

function failing({
  function: name = "checkout",
  type = "Error",
  message = "no price for order 17",
  hop = 0,
}: Differs): Report {
  const from = { hop: 1, certainty: "exact", by: "lambda-request", key: "k", outcome: "error" } as const;
  const hops = [hopView(1), hopView(2, { resource: "orders", from })];
  const report = shown({ transactions: [transactionView(hops)] });
  const id = report.transactions[0]?.hops[hop]?.id ?? assert.fail("there is no such hop");
  const error = { type, message };
  const rest = { requests: 3, since: report.asOf, sinceIsWindowStart: false, trend: "steady" } as const;
  return { ...report, failing: { function: name, hop: id, error, ...rest } };
}
