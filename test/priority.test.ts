import assert from "node:assert/strict";
import { test } from "node:test";
import { fittingPriority } from "../src/priority.ts";
import { decided, shown } from "./say/report.ts";

const ALL = ["P1", "P2", "P3"].map((name) => ({ id: name, name }));
const [entry] = shown().entries;
const customers = { entries: entry === undefined ? [] : [{ ...entry, customerFacing: true, requests: 3 }] };
const inside = { entries: entry === undefined ? [] : [{ ...entry, customerFacing: false, requests: 3 }] };

for (const [what, report, fits] of [
  ["is the first where people get up for customers", decided("wake", customers), "P1"],
  ["is the second where they get up for anything else", decided("wake", inside), "P2"],
  ["is the second where it is unclear", decided("unclear", customers), "P2"],
  ["is none for what can wait", decided("wait", customers), undefined],
] as const) {
  test(`the priority that fits ${what}`, () => {
    assert.ok(customers.entries.length > 0);
    assert.equal(fittingPriority(report, ALL)?.name, fits);
  });
}

test("no priority fits where the account has none, or not so many", () => {
  assert.equal(fittingPriority(decided("wake", customers), []), null);
  assert.equal(fittingPriority(decided("unclear", customers), ALL.slice(0, 1)), null);
});
