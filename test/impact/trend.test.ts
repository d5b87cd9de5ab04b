import assert from "node:assert/strict";
import { test } from "node:test";
import { EMPTY_CATALOG } from "../../src/catalog.ts";
import { type Trend, trendOf } from "../../src/impact/trend.ts";
import { MINUTE, micros, SECOND } from "../../src/time.ts";

/** The minute at which is judged. */
const NOW = 60;

const CASES: readonly (readonly [
  what: string,
  harmed: readonly number[],
  succeeded: readonly number[],
  trend: Trend,
])[] = [
  ["as many as before", each(50, 60, 1), each(50, 60, 1), "steady"],
  ["many more than before", [...each(50, 55, 2), ...each(55, 60, 0.5)], [59.9], "rising"],
  ["many fewer than before", [...each(50, 55, 0.5), ...each(55.1, 60, 2)], [59.9], "falling"],
  [
    "twice as many, of twice as much traffic",
    [...each(50, 55, 1), ...each(55, 60, 0.5)],
    [...each(50, 55, 0.1), ...each(55, 60, 0.05)],
    "steady",
  ],
  ["as many, of half as much traffic", each(50, 60, 0.5), [...each(50, 55, 0.1), ...each(55, 60, 0.2)], "rising"],
  [
    "half as many, of half as much traffic",
    [...each(50, 55, 0.5), ...each(55, 60, 1)],
    [...each(50, 55, 0.1), ...each(55, 60, 0.2)],
    "steady",
  ],
  ["too few to say", [58, 59, 59.5], [59.9], "steady"],
  ["ten successes after the last failure", each(50, 55, 0.5), each(56, 60, 0.4), "stopped"],
  [
    "a failure a minute, and of sixty requests a minute the last thirty succeeded",
    each(40, 60, 1),
    oneASecond(40, 59.5),
    "steady",
  ],
  [
    "a failure a minute, and of sixty requests a minute the last four hundred succeeded",
    each(40, 53, 1),
    oneASecond(40, 60),
    "stopped",
  ],
  [
    "one that failed long ago among many does not make the last ones rare",
    [10, ...each(55, 56, 0.1)],
    [...oneASecond(10, 55), ...each(56.1, 60, 0.3)],
    "stopped",
  ],
  ["nine successes after the last failure", each(50, 55, 0.5), each(56, 59.6, 0.4), "falling"],
  ["no traffic since for three minutes", each(50, 57.5, 0.5), each(40, 50, 1), "quiet"],
  ["no traffic since for less than that", each(50, 58, 0.5), [], "falling"],
  ["successes that began after the moment prove nothing", each(50, 55, 0.5), each(61, 70, 0.5), "quiet"],
];

for (const [what, harmed, succeeded, trend] of CASES) {
  test(`${what}: ${trend}`, () => {
    assert.equal(of(harmed, succeeded), trend);
  });
}

test("how many successes and how many minutes it takes is the team's policy", () => {
  const policy = { ...EMPTY_CATALOG.policy, successesToStop: 2, quietMinutes: 10 };
  assert.equal(of([50], [51, 52], policy), "stopped");
  assert.equal(of([51], [], policy), "steady");
});

/** From a minute to another, by steps. */
function each(from: number, to: number, step: number): number[] {
  return Array.from({ length: Math.round((to - from) / step) }, (_, i) => from + i * step);
}

function oneASecond(from: number, to: number): number[] {
  return each(from + 1 / 120, to, 1 / 60);
}

function of(harmed: readonly number[], succeeded: readonly number[], policy = EMPTY_CATALOG.policy): Trend {
  const moments = (minutes: readonly number[]) => minutes.map((one) => micros(one * MINUTE + SECOND));
  return trendOf(moments(harmed), moments(succeeded), micros(NOW * MINUTE + SECOND), policy);
}
