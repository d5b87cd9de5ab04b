import assert from "node:assert/strict";
import { test } from "node:test";
import { EMPTY_CATALOG } from "../../src/catalog.ts";
import { entryImpacts } from "../../src/impact/entry-impact.ts";
import { Impact } from "../../src/impact/impact.ts";
import type { Judged } from "../../src/impact/judge.ts";
import { HARMED } from "../../src/impact/outcome.ts";
import { overallTrend } from "../../src/impact/overall-trend.ts";
import type { Trend } from "../../src/impact/trend.ts";
import { micros, SECOND } from "../../src/time.ts";
import { judgedOf } from "./judged-of.ts";

const TO = 900;
const failing = (route: string, ...times: readonly number[]): Judged[] =>
  times.map((at) => judgedOf({ at, route, user: `u${at}`, outcome: "error" }));
const healthy = (route: string, from: number, count: number): Judged[] =>
  Array.from({ length: count }, (_, i) => judgedOf({ at: from + i, route }));

test("of two failures at once, the one that is over does not end the other", () => {
  const over = [...failing("/a", 300, 301, 302), ...healthy("/a", 400, 480)];
  assert.equal(trendOfAll(over), "stopped");
  // It fails a little later than the first, and nobody comes any more.
  assert.equal(trendOfAll([...over, ...failing("/b", 500, 510, 520)]), "quiet");
  assert.equal(trendOfAll([...over, ...failing("/b", 800, 880, 890)]), "steady");
  assert.equal(trendOfAll([...over, ...failing("/b", 350, 351), ...healthy("/b", 500, 50)]), "stopped");
});

test("the successes of one entry say nothing of failures that were followed to none", () => {
  const over = [...failing("/a", 300, 301, 302), ...healthy("/a", 850, 30)];
  const lost = failing("/b", 840).map((one): Judged => ({ ...one, entry: null }));
  assert.equal(trendOfAll([...over, ...lost]), "steady");
});

test("with nothing that fails there is no way it goes", () => {
  assert.equal(trendOfAll(healthy("/a", 1, 20)), "quiet");
});

function trendOfAll(all: readonly Judged[]): Trend {
  const impact = new Impact();
  for (const one of all) impact.add(one);
  const window = { from: micros(0), to: micros(TO * SECOND) };
  const entries = entryImpacts(impact.cases, impact, window, EMPTY_CATALOG);
  const harmed = impact.cases.filter(({ outcome }) => HARMED.has(outcome));
  return overallTrend(harmed, entries, impact, window.to, EMPTY_CATALOG.policy);
}
