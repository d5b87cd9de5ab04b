import { EMPTY_CATALOG } from "../../src/catalog.ts";
import { redact } from "../../src/redact/redact.ts";
import type { HopView, LogView, Report, Shown } from "../../src/report.ts";

/** A table is throttled behind an API and a function; `line` is what the function logged. */
export function aReport(line?: LogView): Shown<Report> {
  const hops = [
    hop(1, "apigateway", "shop-api", "POST /checkout", { outcome: "error" }),
    hop(2, "lambda", "checkout", "Invoke", { outcome: "error", logs: line === undefined ? [] : [line] }),
    hop(3, "dynamodb", "orders", "PutItem", { outcome: "throttled", attempts: 3, durationMs: 2400 }),
  ];
  const report: Report = {
    incident: { id: "Q1", title: "DynamoDB is throttling (orders)", url: "" },
    subject: { service: "dynamodb", resource: "orders", signal: "throttle" },
    subjects: [],
    window: { from: "2026-11-22T02:15:00.000Z", to: "2026-11-22T02:31:30.000Z" },
    asOf: "2026-11-22T02:31:30.000Z",
    verdict: {
      ...{ decision: "wake", leaning: null, rule: "customers-are-failing", ruledOut: [], wouldChange: [], until: null },
      reasons: [{ text: "214 requests of 5120 to POST /checkout failed.", evidence: ["t1#h3"] }],
    },
    failing: {
      ...{ function: "checkout", hop: "t1#h3", requests: 214, since: "2026-11-22T02:20:00.000Z" },
      error: { type: "ThrottlingException", message: "Rate exceeded" },
      ...{ sinceIsWindowStart: false, trend: "rising" },
    },
    entries: [
      {
        ...{ name: "POST /checkout", kind: "http", customerFacing: true, businessCritical: null },
        ...{ requests: 214, total: 5120, share: 0.04, trend: "rising", owner: null, runbook: null, before: null },
      },
    ],
    users: {
      ...{
        hit: 37,
        atLeast: 37,
        atMost: 37,
        exact: true,
        stillFailing: 29,
        unidentifiedRequests: 0,
        atMostIs: "counted",
        coverage: 1,
      },
      outcomes: { lost: 0, failed: 37, parked: 0, pending: 0, delayed: 0, recovered: 0 },
      ...{ list: [], listed: 0 },
    },
    blocked: null,
    cause: {
      ...{ kind: "throttled", transaction: "t1", hop: "t1#h3", text: "DynamoDB orders is throttled.", field: null },
      ...{ certainty: "proven", evidence: ["t1#h3"] },
    },
    lossClock: null,
    transactions: [
      {
        ...{ id: "t1", query: { id: "r1", kind: "apigateway-request" }, entry: null, user: null, outcome: "failed" },
        ...{ hops, skew: [], gaps: [] },
      },
    ],
    changes: [],
    metrics: [],
    reads: [],
    gaps: [],
    cost: { queries: 6, bytesScanned: 0, usd: 0, rounds: 2 },
    tookMs: 900,
  };
  return redact(report, EMPTY_CATALOG);
}

function hop(
  n: number,
  service: HopView["service"],
  resource: string,
  operation: string,
  own: Partial<HopView>,
): HopView {
  return {
    ...{ id: `t1#h${n}`, n, service, resource, operation, requestId: null, account: null, region: null },
    ...{ startedAt: "2026-11-22T02:31:00.000Z", durationMs: 2450, dwellMs: null, outcome: "ok", decidedBy: null },
    ...{ attempts: 1, delivery: 1, error: null, from: null, alsoFrom: [], tags: {}, input: null, output: null },
    ...{ environment: null, logs: [], source: ["cloudwatch-logs"] },
    ...own,
  };
}
