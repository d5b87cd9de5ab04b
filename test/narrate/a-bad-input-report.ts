import { EMPTY_CATALOG } from "../../src/catalog.ts";
import { redact } from "../../src/redact/redact.ts";
import type { HopView, Report, Shown } from "../../src/report.ts";
import { aReport } from "./a-report.ts";

const SECRET_LOOKING = "rider-7711";

/** A function leaves out an id since its version 41, and what reads it from the queue fails. */
export function aBadInputReport(): Shown<Report> {
  const plain = aReport();
  const [api, program, table] = plain.transactions[0]?.hops ?? [];
  if (api === undefined || program === undefined || table === undefined) throw new Error("it has three hops");
  const line = { id: "t1#l1", at: "2026-11-22T02:31:00.000Z", level: "error", text: "rideId of ada is empty" };
  const hops: HopView[] = [
    { ...api, resource: "rides-api", operation: "POST /rides", outcome: "ok", durationMs: 120 },
    { ...program, resource: "book-ride", outcome: "ok", durationMs: 90, input: { rider: "payload-of-ada" } },
    { ...table, service: "sqs", resource: "ride-events", operation: "SendMessage", outcome: "ok", attempts: 1 },
    {
      ...program,
      ...{ id: "t1#h4", n: 4, resource: "post-ride", operation: "Invoke", outcome: "error", attempts: 3, logs: [line] },
      error: { type: "ValidationError", message: "details.rideId of ada is empty", stack: [], causes: [] },
    },
  ];
  const report: Report = {
    ...plain,
    verdict: {
      ...plain.verdict,
      reasons: [{ text: "12 requests of 12 to POST /rides failed; it goes on.", evidence: ["t1#h4"] }],
    },
    failing: {
      ...{ function: "post-ride", hop: "t1#h4", requests: 12, since: "2026-11-22T02:18:00.000Z" },
      error: { type: "ValidationError", message: "details.rideId of ada is empty" },
      ...{ sinceIsWindowStart: false, trend: "steady" },
    },
    entries: plain.entries.map((one) => ({ ...one, name: "POST /rides", requests: 12, total: 12, share: 1 })),
    users: {
      ...{ ...plain.users, hit: 9, atLeast: 9, atMost: 9, stillFailing: 9 },
      outcomes: { lost: 0, failed: 0, parked: 9, pending: 0, delayed: 0, recovered: 0 },
    },
    cause: {
      ...{ kind: "bad-input", transaction: "t1", hop: "t1#h4", text: "Lambda post-ride refused its input." },
      field: {
        ...{ path: "details.rideId", firstBadHop: "t1#h2", trailEnds: null },
        seen: [{ hop: "t1#h4", value: "" }],
        steps: [
          { hop: "t1#h4", state: "bad", value: "", path: "Records[0].body.rideId", in: "input" },
          { hop: "t1#h3", state: "unrecorded", value: null, path: null, in: "input" },
          { hop: "t1#h2", state: "good", value: SECRET_LOOKING, path: "rideId", in: "input" },
        ],
      },
      ...{ certainty: "proven", evidence: ["t1#h4"] },
    },
    lossClock: { items: 12, firstLostAt: "2026-11-26T02:18:00.000Z" },
    changes: [
      {
        ...{ kind: "version", at: "2026-11-22T02:17:00.000Z", text: "book-ride runs version 41" },
        ...{ function: "book-ride", version: "41", previous: "40", url: null },
      },
    ],
    transactions: plain.transactions.map((one) => ({ ...one, hops })),
  };
  return redact(report, EMPTY_CATALOG);
}
