import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import type { Investigation } from "../src/investigation.ts";
import type { Decision } from "../src/report.ts";
import { followersOf, leaderOf, leads, traitsOf } from "../src/storm.ts";
import { fromMillis } from "../src/time.ts";
import { hopView, row, shown, transactionView } from "./say/report.ts";

const AT = Date.parse("2026-11-22T02:32:00Z");
const TABLE = { service: "dynamodb", resource: "orders", signal: "throttle" } as const;
const failing = {
  function: "checkout",
  hop: "t1#h2",
  error: { type: "ThrottlingException", message: "slow down" },
  requests: 4,
  since: "2026-11-22T02:30:00.000Z",
  sinceIsWindowStart: false,
  trend: "rising",
} as const;

describe("what an alert turned out to be about", () => {
  const seen = transactionView([hopView(1), hopView(2, { service: "dynamodb", resource: "orders" })]);

  test("is its resource, what fails with which error, and the entry by its API", () => {
    assert.deepEqual(traitsOf(shown({ subjects: [TABLE], failing, transactions: [seen] })), [
      "entry shop POST /checkout",
      "failing checkout ThrottlingException",
      "subject dynamodb orders",
    ]);
  });

  test("is its resource alone, where only other things were found to fail", () => {
    const other = { ...TABLE, resource: "sessions" };
    assert.deepEqual(traitsOf(shown({ subjects: [other], failing, transactions: [seen] })), [
      "subject dynamodb sessions",
    ]);
  });

  test("is no entry that got through", () => {
    const through = { ...seen, outcome: "recovered" as const };
    assert.deepEqual(traitsOf(shown({ subjects: [TABLE], failing: null, transactions: [through] })), [
      "subject dynamodb orders",
    ]);
  });
});

describe("who leads a storm", () => {
  test("is the oldest that says as much", () => {
    const [first, second, third] = [told("Q1", 0), told("Q2", 1), told("Q3", 2)];
    assert.equal(leaderOf(third, "wake", [second, first])?.id, "Q1");
  });

  for (const [what, other] of [
    ["says that it can wait, where this one wakes", told("Q1", 0, { decision: "wait" })],
    ["shares nothing with it", { ...told("Q1", 0), traits: ["subject dynamodb sessions"] }],
    ["came much earlier", told("Q1", -30)],
    ["is younger", told("Q1", 3)],
    ["was not told yet", { ...told("Q1", 0), told: null }],
    ["is told in another one itself", { ...told("Q1", 0), foldedInto: "Q0" }],
    ["is resolved", withStatus(told("Q1", 0), "resolved")],
  ] as const) {
    test(`is none that ${what}`, () => {
      assert.equal(leaderOf(told("Q2", 2), "wake", [other]), null);
    });
  }

  test("also one whose own alert is long ago, while others of its storm still come", () => {
    const leader = { ...told("Q1", 0), others: [told("Q2", 8).incident] };
    assert.equal(leaderOf(told("Q3", 15), "wake", [leader])?.id, "Q1");
  });

  test("calls those that were told before it was", () => {
    assert.deepEqual(
      followersOf(told("Q1", 0), [told("Q2", 1), told("Q0", -1), { ...told("Q3", 1), foldedInto: "Q1" }]).map(
        ({ id }) => id,
      ),
      ["Q2"],
    );
  });

  test("is of any two exactly one, and never in a circle", () => {
    const one = fc.record({ id: fc.constantFrom("Q1", "Q2", "Q3", "Q4"), minute: fc.integer({ min: 0, max: 2 }) });
    fc.assert(
      fc.property(one, one, one, (...three) => {
        const [a, b, c] = three.map(({ id, minute }) => told(id, minute)) as [
          Investigation,
          Investigation,
          Investigation,
        ];
        const same = a.id === b.id && a.incident.createdAt === b.incident.createdAt;
        assert.equal(leads(a, b) !== leads(b, a), !same);
        if (leads(a, b) && leads(b, c)) assert.ok(leads(a, c));
      }),
    );
  });
});

function told(id: string, minute: number, { decision = "wake" }: { decision?: Decision } = {}): Investigation {
  const at = fromMillis(AT + minute * 60_000);
  return {
    ...row({ id, createdAt: at }),
    id,
    posted: { channel: "C1", root: "1.2", stack: null },
    told: { decision, at, noted: true, unclearSince: null },
    traits: ["subject dynamodb orders"],
  };
}

function withStatus(one: Investigation, status: "resolved"): Investigation {
  return { ...one, incident: { ...one.incident, status } };
}
