import assert from "node:assert/strict";
import { test } from "node:test";
import { EMPTY_CATALOG } from "../../src/catalog.ts";
import { EvidenceInMemory } from "../../src/evidence/evidence.ts";
import { AGO, type Before, beforeOf } from "../../src/impact/before.ts";
import type { EntryTally } from "../../src/impact/impact.ts";
import { Impact } from "../../src/impact/impact.ts";
import { Meters, metricsBefore } from "../../src/impact/meters.ts";
import type { Ago } from "../../src/metric.ts";
import { fromMillis, toMillis } from "../../src/time.ts";
import { judgedOf } from "./judged-of.ts";

const AT = Date.UTC(2026, 10, 22, 2, 30);
const MINUTE_MS = 60_000;
const WINDOW = { from: fromMillis(AT - 30 * MINUTE_MS), to: fromMillis(AT) };

test("of an entry it is known which share failed at the same time a day and a week ago", () => {
  const before = beforeAt([
    ...api({ requests: 200, failures: 10 }),
    ...api({ requests: 400, failures: 4, ago: "day" }),
    ...api({ requests: 100, failures: 0, ago: "week" }),
  ]);
  assert.deepEqual([before?.where, before?.now, before?.dayAgo, before?.weekAgo], ["API Gateway shop", 0.05, 0.01, 0]);
  assert.ok(before?.evidence.every((id) => id.startsWith("metric:AWS/ApiGateway/")));
  assert.ok(before?.evidence.some((id) => id.includes("@2026-11-21T02:")));
  assert.ok(before?.evidence.some((id) => id.includes("@2026-11-15T02:")));
});

test("a file tells of earlier days in one list, or in a list for each day", () => {
  const days = [
    { requests: 200, failures: 10 },
    { requests: 200, failures: 8, daysAgo: 1 },
    { requests: 200, failures: 6, daysAgo: 7 },
  ];
  const before = beforeAt(days.flatMap(api));
  assert.deepEqual([before?.now, before?.dayAgo, before?.weekAgo], [0.05, 0.04, 0.03]);
});

test("what was not read of a day, or came too seldom, is unknown", () => {
  const now = api({ requests: 200, failures: 10 });
  assert.equal(beforeAt([])?.now, undefined);
  assert.deepEqual([beforeAt(now)?.dayAgo, beforeAt(now)?.weekAgo], [null, null]);
  assert.equal(beforeAt([...now, ...api({ requests: 19, failures: 1, ago: "day" })])?.dayAgo, null);
  const [requests] = api({ requests: 200, failures: 1, ago: "day" });
  assert.ok(requests !== undefined);
  assert.equal(
    beforeAt([...now, requests])?.dayAgo,
    null,
    "that nobody asked for failures is not that there were none",
  );
});

test("what was asked of another day tells nothing of now", () => {
  const evidence = evidenceOf([...api({ requests: 200, failures: 10, ago: "day" })]);
  const meters = new Meters(evidence.metrics, EMPTY_CATALOG);
  const place = { service: "apigateway", resource: "shop" } as const;
  assert.equal(meters.count(place, "failures", WINDOW), null);
  assert.equal(meters.wasRead(place, ["failures"]), false);
  assert.equal(meters.series(place, "failures"), null);
  assert.deepEqual(meters.placesOf("failures"), []);
});

test("where others come in by the same API, the function behind it tells more of the entry", () => {
  const counts = [
    ...api({ requests: 200, failures: 10 }),
    ...lambda({ requests: 100, failures: 50 }),
    ...lambda({ requests: 100, failures: 2, ago: "day" }),
  ];
  const before = beforeAt(counts, ["/checkout", "/history"]);
  // Both run in one function: nothing is counted of the entry alone.
  assert.deepEqual([before?.where, before?.alone], ["API Gateway shop", false]);
  const other = new Map([["lambda checkout", new Set(["POST /checkout"])]]);
  const alone = beforeAt(counts, ["/checkout", "/history"], other);
  assert.deepEqual([alone?.where, alone?.alone, alone?.now, alone?.dayAgo], ["Lambda checkout", true, 0.5, 0.02]);
});

test("of an earlier day only requests and failures are asked for", () => {
  const places = [
    { service: "lambda", resource: "pay" },
    { service: "sqs", resource: "orders" },
  ] as const;
  const wanted = metricsBefore(places, EMPTY_CATALOG, "week");
  assert.deepEqual(
    wanted.map(({ name, ago, periodSeconds }) => [name, ago, periodSeconds]),
    [
      ["Invocations", "week", 300],
      ["Errors", "week", 300],
    ],
  );
});

interface Counted {
  readonly requests: number;
  readonly failures: number;
  /** As a live source reads it; `daysAgo`: as a file has it. */
  readonly ago?: Ago;
  readonly daysAgo?: number;
}

function api(counted: Counted): object[] {
  return counts("AWS/ApiGateway", { Name: "ApiId", Value: "shop" }, ["Count", "5xx"], counted);
}

function lambda(counted: Counted): object[] {
  return counts("AWS/Lambda", { Name: "FunctionName", Value: "checkout" }, ["Invocations", "Errors"], counted);
}

function counts(
  Namespace: string,
  dimension: object,
  names: readonly string[],
  { requests, failures, ago, daysAgo = 0 }: Counted,
): object[] {
  const back = ago === undefined ? daysAgo * 86_400_000 : toMillis(AGO[ago]);
  return [requests, failures].map((count, i) => ({
    Metric: { Namespace, MetricName: names[i], Dimensions: [dimension] },
    Stat: "Sum",
    Period: 300,
    ...(ago === undefined ? {} : { Ago: ago }),
    Timestamps: [10, 20].map((minutes) => new Date(AT - back - minutes * MINUTE_MS).toISOString()),
    Values: [Math.floor(count / 2), Math.ceil(count / 2)],
  }));
}

function evidenceOf(metrics: readonly object[]): EvidenceInMemory {
  const evidence = new EvidenceInMemory();
  const bytes = Buffer.from(JSON.stringify(metrics));
  assert.deepEqual(evidence.add({ origin: { source: "cloudwatch" }, format: "metrics", bytes }), []);
  return evidence;
}

function beforeAt(
  metrics: readonly object[],
  routes: readonly string[] = ["/checkout"],
  seen: ReadonlyMap<string, Set<string>> = new Map(),
): Before | null {
  const impact = new Impact();
  for (const route of routes) impact.add(judgedOf({ at: AT / 1000 - 60, route, outcome: "error" }));
  for (const [name, entries] of seen) impact.seen.set(name, entries);
  const meters = new Meters(evidenceOf(metrics).metrics, EMPTY_CATALOG);
  const tally: EntryTally = impact.entries.get("POST /checkout") ?? assert.fail();
  return beforeOf(tally, impact, meters, WINDOW);
}
