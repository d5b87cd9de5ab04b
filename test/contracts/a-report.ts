import { redact } from "../../src/redact/redact.ts";
import type { Report, Shown } from "../../src/report.ts";

const REPORT: Report = {
  incident: { id: "Q1", title: "DynamoDB is throttling", url: "https://example.pagerduty.com/incidents/Q1" },
  subject: { service: "dynamodb", resource: "orders", signal: "throttle" },
  subjects: [],
  window: { from: "2026-11-22T02:02:00.000Z", to: "2026-11-22T02:31:00.000Z" },
  asOf: "2026-11-22T02:31:00.000Z",
  verdict: {
    decision: "unclear",
    leaning: null,
    rule: "unclear",
    reasons: [{ text: "Too little was seen.", evidence: [] }],
    ruledOut: [],
    wouldChange: [],
    until: null,
  },
  failing: null,
  entries: [],
  users: {
    hit: 0,
    atLeast: 0,
    atMost: 0,
    atMostIs: "counted",
    coverage: 1,
    exact: true,
    stillFailing: 0,
    unidentifiedRequests: 0,
    outcomes: { lost: 0, failed: 0, parked: 0, pending: 0, delayed: 0, recovered: 0 },
    list: [],
    listed: 0,
  },
  blocked: null,
  cause: null,
  lossClock: null,
  transactions: [],
  changes: [],
  metrics: [],
  reads: [],
  gaps: [],
  cost: { queries: 0, bytesScanned: 0, usd: 0, rounds: 0 },
  tookMs: 12,
};

/** A report in which nothing was found: what is stored and shown does not depend on what it says. */
export const A_REPORT: Shown<Report> = redact(REPORT, { redaction: { keys: [], users: "full" } });
