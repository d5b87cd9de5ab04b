import assert from "node:assert/strict";
import { test } from "node:test";
import { EMPTY_CATALOG } from "../../src/catalog.ts";
import { entryImpacts } from "../../src/impact/entry-impact.ts";
import { Impact, requestsIn } from "../../src/impact/impact.ts";
import type { Judged } from "../../src/impact/judge.ts";
import { micros, SECOND } from "../../src/time.ts";
import { hopOf } from "./hop-of.ts";
import { judgedOf } from "./judged-of.ts";

const WINDOW = { from: micros(0), to: micros(100 * SECOND) };
const THROTTLED = hopOf("dynamodb orders", { outcome: "throttled" });

test("an entry counts its requests by how they ended, and who stood behind them", () => {
  const impact = impactOf(
    judgedOf({ at: 1, user: "ana", outcome: "error" }),
    judgedOf({ at: 2, user: "ben", call: THROTTLED }),
    judgedOf({ at: 3, user: "cem" }),
    judgedOf({ at: 4, user: "cem" }),
    judgedOf({ at: 5, outcome: "unknown" }),
    judgedOf({ at: 500, user: "late" }),
  );
  const [entry, ...others] = entryImpacts(impact.cases, impact, WINDOW, EMPTY_CATALOG);
  assert.deepEqual(others, []);
  assert.deepEqual(
    [entry?.name, entry?.harmed, entry?.failed, entry?.recovered, entry?.total, entry?.customerFacing],
    ["POST /checkout", 1, 1, 1, 5, true],
  );
  assert.equal(entry?.people.failed, 1);
  assert.deepEqual(entry.evidence, ["f /checkout 1"]);
});

test("entries come worst first", () => {
  const impact = impactOf(
    judgedOf({ at: 1, user: "ana", outcome: "error", route: "/a" }),
    judgedOf({ at: 2, user: "ana", outcome: "error", route: "/b" }),
    judgedOf({ at: 3, user: "ana", outcome: "error", route: "/b" }),
    judgedOf({ at: 4, user: "ana", call: THROTTLED, route: "/c" }),
  );
  assert.deepEqual(
    entryImpacts(impact.cases, impact, WINDOW, EMPTY_CATALOG).map(({ name }) => name),
    ["POST /b", "POST /a", "POST /c"],
  );
});

test("both ends of the window belong to it", () => {
  const impact = impactOf(judgedOf({ at: 0 }), judgedOf({ at: 100 }), judgedOf({ at: 101 }));
  const tally = impact.entries.get("POST /checkout");
  assert.ok(tally !== undefined);
  assert.equal(requestsIn(tally, WINDOW), 2);
});

test("one customer makes an entry customer-facing, whoever else uses it", () => {
  const impact = impactOf(judgedOf({ at: 1 }), judgedOf({ at: 2, user: "ana" }), judgedOf({ at: 3 }));
  const tally = impact.entries.get("POST /checkout");
  assert.equal(tally?.customerFacing, true);
  assert.match(tally.why, /end user's identity/);
});

test("a canary among callers that say nothing of themselves does not make them harmless", () => {
  const canary = (at: number) => judgedOf({ at, userAgent: "Mozilla/5.0 CloudWatchSynthetics/arn" });
  const facing = (...all: readonly Judged[]) => impactOf(...all).entries.get("POST /checkout");
  assert.equal(facing(canary(1), canary(2))?.customerFacing, false);
  for (const all of [
    [canary(1), judgedOf({ at: 2 }), canary(3)],
    [judgedOf({ at: 1 }), canary(2)],
  ]) {
    assert.equal(facing(...all)?.customerFacing, null);
    assert.match(facing(...all)?.why ?? "", /neither an identity/);
  }
  assert.equal(
    facing(canary(1), judgedOf({ at: 2 }), judgedOf({ at: 3, user: "ana" }), canary(4))?.customerFacing,
    true,
  );
});

test("of requests that failed alike a few are kept whole, and of each other way a few more", () => {
  const alike = Array.from({ length: 50 }, (_, i) => judgedOf({ at: i, outcome: "error" }));
  const impact = impactOf(...alike, judgedOf({ at: 60, call: THROTTLED }));
  assert.equal(impact.cases.length, 51);
  assert.deepEqual(
    [...impact.examples.values()].map(({ at }) => at / SECOND),
    [0, 1, 2, 60],
  );
});

test("a healthy request leaves no case behind", () => {
  assert.deepEqual(impactOf(judgedOf({ at: 1 })).cases, []);
});

test("what was seen, and who called it, is known of every request", () => {
  const impact = impactOf(judgedOf({ at: 1, call: hopOf("dynamodb orders") }));
  assert.deepEqual([...(impact.callers.get("dynamodb orders") ?? [])], ["lambda checkout"]);
  assert.deepEqual([...(impact.seen.get("dynamodb orders") ?? [])], ["POST /checkout"]);
});

test("a case tells where it went wrong, in which function, and what it touched on the way", () => {
  const [one] = impactOf(
    judgedOf({ at: 1, user: "ana", outcome: "error", call: hopOf("dynamodb orders", { outcome: "throttled" }) }),
  ).cases;
  assert.deepEqual(
    [one?.hopName, one?.function, one?.functionHop, one?.requestId, one?.invocation, one?.outcome],
    ["dynamodb orders", "checkout", "f /checkout 1", "request 1", "invocation 1", "failed"],
  );
  assert.deepEqual(one?.touches, new Set(["apigateway shop", "lambda checkout", "dynamodb orders"]));
});

test("what went well beside the trouble is passed, and not touched", () => {
  const [one] = impactOf(judgedOf({ at: 1, outcome: "error", call: hopOf("dynamodb carts") })).cases;
  assert.equal(one?.touches.has("dynamodb carts"), false);
  assert.equal(one?.passes.has("dynamodb carts"), true);
});

function impactOf(...all: readonly Judged[]): Impact {
  const impact = new Impact();
  for (const one of all) impact.add(one);
  return impact;
}
