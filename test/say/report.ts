import { EMPTY_CATALOG } from "../../src/catalog.ts";
import type { IncidentState, Investigation } from "../../src/investigation.ts";
import { redact } from "../../src/redact/redact.ts";
import type { Decision, HopView, Report, Shown, TransactionView } from "../../src/report.ts";
import { fromMillis } from "../../src/time.ts";

const AT = Date.UTC(2026, 10, 22, 2, 30);

/** One hop of a chain: every one after the first was called by the one before. */
export function hopView(n: number, change: Partial<HopView> = {}): HopView {
  return {
    id: `t1#h${n}`,
    n,
    service: n === 1 ? "apigateway" : "lambda",
    resource: n === 1 ? "shop" : `step-${n}`,
    operation: n === 1 ? "POST /checkout" : "Invoke",
    requestId: `r-${n}`,
    account: "111122223333",
    region: "eu-central-1",
    startedAt: new Date(AT + n * 1000).toISOString(),
    durationMs: 120.5,
    dwellMs: null,
    outcome: "ok",
    decidedBy: null,
    attempts: 1,
    delivery: 1,
    error: null,
    from: n === 1 ? null : { hop: n - 1, certainty: "exact", by: "lambda-request", key: `r-${n}`, outcome: "ok" },
    alsoFrom: [],
    tags: {},
    input: null,
    output: null,
    environment: null,
    logs: [],
    source: ["cloudwatch-logs"],
    ...change,
  };
}

export function transactionView(hops: readonly HopView[], change: Partial<TransactionView> = {}): TransactionView {
  return {
    id: "t1",
    query: { id: "r-1", kind: "apigateway-request" },
    entry: {
      hop: 1,
      kind: "http",
      name: "POST /checkout",
      method: "POST",
      route: "/checkout",
      customerFacing: true,
      businessCritical: true,
      why: "the catalog says so",
    },
    user: { id: "user-7", kind: "person", from: "requestContext.authorizer.jwt.claims.sub" },
    outcome: "failed",
    hops,
    skew: [],
    gaps: [],
    ...change,
  };
}

/** A report in which `said` stands wherever a text comes from outside. */
export function reportSaying(said: string, change: Partial<Report> = {}): Shown<Report> {
  const error = { type: said, message: said, stack: [said, said], causes: [{ type: said, message: said }] };
  const logs = Array.from({ length: 40 }, (_, i) => ({
    id: `l${i}`,
    at: new Date(AT + i).toISOString(),
    level: "error",
    text: said,
  }));
  const hops = Array.from({ length: 30 }, (_, i) =>
    hopView(i + 1, {
      resource: said,
      operation: said,
      requestId: said,
      outcome: "error",
      decidedBy: said,
      error,
      logs: i === 2 ? logs : logs.slice(0, 1),
      tags: { [said]: said },
      input: { said },
      output: said,
      environment: { [said]: said },
    }),
  );
  const one = transactionView(hops, {
    query: { id: said, kind: "external" },
    user: { id: said, kind: "person", from: said },
    skew: [{ clock: said, ms: 2300, hops: ["h3"] }],
    gaps: [{ what: said, why: said }],
  });
  const entry = {
    name: said,
    kind: "http",
    customerFacing: true,
    businessCritical: true,
    requests: 90,
    total: 5120,
    share: 0.02,
    trend: "steady",
    before: { now: 0.02, dayAgo: 0, weekAgo: null },
    owner: said,
    runbook: said,
  } as const;
  return shown({
    incident: {
      id: "Q1",
      title: said,
      url: `https://example.pagerduty.com/${encodeURIComponent(said.slice(0, 20).toWellFormed())}`,
    },
    verdict: {
      decision: "wake",
      leaning: null,
      rule: "customers-are-failing",
      reasons: Array.from({ length: 5 }, () => ({ text: said, evidence: ["t1#h1"] })),
      ruledOut: [said],
      wouldChange: [said, said],
      until: "2026-11-22T08:00:00.000Z",
    },
    failing: { ...(CALM.failing ?? FAILING), function: said, error: { type: said, message: said } },
    entries: Array.from({ length: 8 }, () => entry),
    cause: {
      kind: "bad-input",
      transaction: "t1",
      hop: "t1#h30",
      evidence: ["t1#h30"],
      text: said,
      certainty: "proven",
      field: { path: said, firstBadHop: "t1#h3", seen: [{ hop: "t1#h30", value: said }], trailEnds: said },
    },
    transactions: [one],
    gaps: Array.from({ length: 9 }, () => ({ what: said, why: said })),
    ...change,
  });
}

const FAILING = {
  function: "checkout",
  hop: "t1#h2",
  error: { type: "Error", message: "no price" },
  requests: 90,
  since: "2026-11-22T02:20:00.000Z",
  sinceIsWindowStart: false,
  trend: "rising",
} as const;

const CALM: Report = {
  incident: { id: "Q1", title: "checkout fails", url: "https://example.pagerduty.com/incidents/Q1" },
  subject: { service: "dynamodb", resource: "orders", signal: "throttle" },
  subjects: [],
  window: { from: "2026-11-22T02:15:00.000Z", to: "2026-11-22T02:31:30.000Z" },
  asOf: "2026-11-22T02:31:30.000Z",
  verdict: {
    decision: "wake",
    leaning: null,
    rule: "customers-are-failing",
    reasons: [{ text: "90 requests of 5120 to POST /checkout failed.", evidence: ["t1#h1"] }],
    ruledOut: [],
    wouldChange: ["If the failures stop, it can wait."],
    until: null,
  },
  failing: FAILING,
  entries: [
    {
      name: "POST /checkout",
      kind: "http",
      customerFacing: true,
      businessCritical: true,
      requests: 90,
      total: 5120,
      share: 0.02,
      trend: "rising",
      before: null,
      owner: "payments",
      runbook: "https://wiki.example.com/checkout",
    },
  ],
  users: {
    hit: 37,
    atLeast: 37,
    atMost: 37,
    atMostIs: "counted",
    coverage: 1,
    exact: true,
    stillFailing: 29,
    unidentifiedRequests: 3,
    outcomes: { lost: 0, failed: 37, parked: 0, pending: 0, delayed: 0, recovered: 18 },
    list: [{ id: "user-7", outcome: "failed", requests: 3, stillFailing: true, example: "r-1" }],
    listed: 1,
  },
  blocked: null,
  cause: {
    kind: "throttled",
    transaction: "t1",
    hop: "t1#h3",
    evidence: ["t1#h3"],
    text: "DynamoDB orders refuses writes.",
    certainty: "proven",
    field: null,
  },
  lossClock: null,
  transactions: [
    transactionView([
      hopView(1, { outcome: "error" }),
      hopView(2, { outcome: "error" }),
      hopView(3, { service: "dynamodb", resource: "orders", operation: "PutItem", outcome: "throttled", attempts: 3 }),
    ]),
  ],
  changes: [],
  metrics: [],
  reads: [],
  gaps: [],
  cost: { queries: 6, bytesScanned: 1000, usd: 0.0012, rounds: 2 },
  tookMs: 4200,
};

export function shown(change: Partial<Report> = {}): Shown<Report> {
  return redact({ ...CALM, ...change }, EMPTY_CATALOG);
}

export function decided(decision: Decision, change: Partial<Report> = {}): Shown<Report> {
  const leaning = decision === "unclear" ? "wake" : null;
  return shown({ verdict: { ...CALM.verdict, decision, leaning }, ...change });
}

export function row(incident: Partial<IncidentState> = {}, change: Partial<Investigation> = {}): Investigation {
  return {
    id: "i-1",
    incident: {
      id: "Q1",
      title: "checkout fails",
      url: "https://example.pagerduty.com/incidents/Q1",
      status: "triggered",
      urgency: "high",
      service: "Shop",
      escalationPolicy: "P1",
      assignees: [{ id: "U1", name: "Maya Okafor" }],
      priority: null,
      key: null,
      createdAt: fromMillis(AT),
      ...incident,
    },
    inbox: [],
    due: {},
    revision: 3,
    posted: null,
    told: null,
    done: [],
    traits: [],
    others: [],
    foldedInto: null,
    suggested: null,
    answers: [],
    queued: null,
    ...change,
  };
}
