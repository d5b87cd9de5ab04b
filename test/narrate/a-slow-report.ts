import { EMPTY_CATALOG } from "../../src/catalog.ts";
import { redact } from "../../src/redact/redact.ts";
import type { HopView, Report, Shown } from "../../src/report.ts";
import { aReport } from "./a-report.ts";

/** A function waits for a third party that does not answer, and runs out of time. */
export function aSlowReport(): Shown<Report> {
  const plain = aReport();
  const [api, program, table] = plain.transactions[0]?.hops ?? [];
  if (api === undefined || program === undefined || table === undefined) throw new Error("it has three hops");
  const hops: HopView[] = [
    { ...api, resource: "pay-api", operation: "POST /pay", durationMs: 29_000 },
    { ...program, resource: "charge", outcome: "timeout", durationMs: 28_000 },
    {
      ...{ ...table, service: "http", resource: "api.bank.example", operation: "POST /v1/charges" },
      ...{ outcome: "timeout", attempts: 2, durationMs: 27_400 },
    },
  ];
  const report: Report = {
    ...plain,
    verdict: { ...plain.verdict, reasons: [{ text: "40 requests of 80 to POST /pay failed.", evidence: ["t1#h3"] }] },
    failing: {
      ...{ function: "charge", hop: "t1#h3", requests: 40, since: "2026-11-22T02:25:00.000Z", error: null },
      ...{ sinceIsWindowStart: false, trend: "rising" },
    },
    entries: plain.entries.map((one) => ({ ...one, name: "POST /pay", requests: 40, total: 80, share: 0.5 })),
    users: { ...plain.users, hit: 21, atLeast: 21, atMost: 40, exact: false, stillFailing: 18 },
    cause: {
      ...{ kind: "timeout", transaction: "t1", hop: "t1#h3", text: "HTTP api.bank.example ran out of time." },
      ...{ field: null, certainty: "proven", evidence: ["t1#h3"] },
    },
    slow: {
      ...{ entry: "POST /pay", requests: 6, total: 80, limitMs: 3000, against: "alarm", usualMs: 240, worstMs: 29_000 },
      step: { transaction: "t1", hop: "t1#h3", ms: 27_400, usualMs: 180 },
      path: [{ hop: "t1#h3", ms: 27_400, waiting: false }],
    },
    transactions: plain.transactions.map((one) => ({ ...one, hops })),
  };
  return redact(report, EMPTY_CATALOG);
}
