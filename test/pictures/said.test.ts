import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { mapOf } from "../../src/pictures/map.ts";
import { waterfallOf } from "../../src/pictures/waterfall.ts";
import type { HopView } from "../../src/report.ts";
import { fittedName } from "../../src/say/fitted-name.ts";
import { duration, hopName } from "../../src/say/names.ts";
import { fileTitle } from "../../src/say/picture-words.ts";
import type { HopOutcome } from "../../src/span.ts";
import { from, textsIn, transactionOf } from "./hops.ts";

const AT = Date.UTC(2026, 10, 22, 2, 30);
/** As many as a message shows. */
const ROWS = 9;
const ENDED: Readonly<Record<HopOutcome, string>> = {
  ok: "ok",
  error: "failed",
  throttled: "throttled",
  timeout: "timed out",
  unknown: "end unknown",
};

const hop = fc.record({
  outcome: fc.constantFrom(...(Object.keys(ENDED) as HopOutcome[])),
  attempts: fc.integer({ min: 1, max: 4 }),
  dwellMs: fc.option(fc.integer({ min: 1, max: 500_000 })),
  durationMs: fc.option(fc.integer({ min: 1, max: 60_000 })),
  after: fc.integer({ min: 0, max: 5000 }),
  above: fc.nat(),
  long: fc.constantFrom(0, 30, 250),
});

test("what a picture shows of each hop is said to who does not see it: name, end, failed attempts and the wait before it", () => {
  fc.assert(
    fc.property(fc.array(hop, { minLength: 1, maxLength: 30 }), (hops) => {
      const transaction = transactionOf(hops.length, (n) => viewOf(hops[n - 1] ?? assert.fail(), n));
      for (const { svg, alt } of [mapOf(transaction, { cause: null, failing: null }), waterfallOf(transaction, ROWS)]) {
        assert.ok([...alt].length <= 2000);
        assert.doesNotMatch(alt, /more line/, "of what stands in a message nothing is left out");
        const shown = textsIn(svg);
        const lines = alt.split("\n");
        for (const one of transaction.hops) {
          if (
            !shown.some(
              (text) => text.startsWith(`Lambda s${one.n}-`) || (one.n === 1 && text.startsWith("API Gateway")),
            )
          )
            continue;
          const name = fittedName(hopName(one), 40);
          const line = lines.find((text) => text.startsWith(`${name}: `)) ?? assert.fail(`${name} in\n${alt}`);
          for (const words of wordsOf(one)) assert.ok(line.includes(words), `${words} in ${line}`);
        }
      }
    }),
    { numRuns: 150 },
  );
});

test("each row of which a part decides how long all took says how much, and what is drawn shorter is said to be", () => {
  const transaction = transactionOf(3, (n) => ({
    startedAt: new Date(AT + (n === 3 ? 600_000 : n * 10)).toISOString(),
    durationMs: n === 1 ? 600_200 : 100,
    from: n === 1 ? null : from(1),
  }));
  const { svg, alt } = waterfallOf(transaction);
  const rows = new Set(
    [...svg.matchAll(/<rect [^>]*y="([\d.]+)"[^>]*height="2\.4" fill="#ffffff"/g)].map(([, y]) => y),
  );
  // One of them is the legend's.
  assert.equal(alt.match(/of the critical path/g)?.length, rows.size - 1);
});

test("a picture that is opened by itself has the first of its words above it, and not its file's name", () => {
  const { alt } = mapOf(transactionOf(3), { cause: null, failing: null });
  assert.match(fileTitle(alt), /^Map of .+: one request, \w+ · 3 hops/);
  assert.ok([...fileTitle("x".repeat(5000))].length <= 150);
});

function wordsOf({ outcome, dwellMs, tries = [] }: HopView): string[] {
  const failed = tries.filter((one) => one.outcome === "error").length;
  return [
    `: ${ENDED[outcome]}`,
    ...(failed === 0 ? [] : [`${failed} failed attempt`]),
    ...(dwellMs === null ? [] : [`waited ${duration(dwellMs)}`]),
  ];
}

type Made = typeof hop extends fc.Arbitrary<infer T> ? T : never;

function viewOf({ outcome, attempts, dwellMs, durationMs, after, above, long }: Made, n: number): Partial<HopView> {
  const start = AT + n * 200 + after;
  const tries = Array.from({ length: attempts - 1 }, (_, i) => {
    return { startedAt: new Date(start + i * 10).toISOString(), durationMs: 5, outcome: "error" as const };
  });
  return {
    outcome,
    attempts,
    dwellMs,
    durationMs,
    startedAt: new Date(start).toISOString(),
    from: n === 1 ? null : from(1 + (above % (n - 1))),
    ...(n === 1 ? {} : { resource: `s${n}-${"long-name-".repeat(long / 10)}s${n}` }),
    ...(attempts > 1 ? { tries } : {}),
  };
}
