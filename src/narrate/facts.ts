import type { HopView, Report, Shown } from "../report.ts";

/** `hidden`: a user group alone may read what applications said, and a model's words are for everybody. */
export type Payloads = "shown" | "hidden";

const MOST_HOPS = 20;
const MOST_REASONS = 6;
const MOST_LINES = 4;
const MOST_TEXT = 300;

/**
 * What a model is told of a report: what the message says, and the hops of one request with a few lines of each. What its
 * sentences may hold is another thing: vocabulary.ts. Redacted, and cut. `payloads`: whether what
 * applications said of their own, lines and messages of errors, may be among it.
 */
export function factsOf(report: Shown<Report>, payloads: Payloads): object {
  const { verdict, failing, entries, users, cause, slow = null, healthy = null, transactions, window, asOf } = report;
  const lead = transactions.find(({ id }) => id === cause?.transaction) ?? transactions[0];
  return {
    incident: text(report.incident.title),
    window,
    asOf,
    verdict: {
      decision: verdict.decision,
      reasons: verdict.reasons.slice(0, MOST_REASONS).map((reason) => text(reason.text)),
    },
    failing: failing === null ? null : { ...failing, error: errorOf(failing.error, payloads) },
    entries: entries
      .slice(0, MOST_REASONS)
      .map(({ name, customerFacing, businessCritical, requests, total, owner }) => {
        return { name: text(name), customerFacing, businessCritical, failed: requests, total, owner };
      }),
    users: { hit: users.hit, stillFailing: users.stillFailing, outcomes: users.outcomes },
    cause:
      cause === null ? null : { kind: cause.kind, hop: cause.hop, text: text(cause.text), certainty: cause.certainty },
    firstBadHop: cause?.field?.firstBadHop ?? null,
    slow: slow === null ? null : { ...slow, path: undefined },
    healthy: healthy?.differs ?? null,
    hops: hopsOf(lead?.hops ?? [], cause?.hop ?? null).map((hop) => hopFacts(hop, payloads)),
    notSeen: report.gaps.slice(0, MOST_REASONS).map(({ what, why }) => text(`${what}: ${why}`)),
  };
}

/** Those around where it went wrong. */
function hopsOf(hops: readonly HopView[], middle: string | null): readonly HopView[] {
  const place = Math.max(
    0,
    hops.findIndex(({ id }) => id === middle),
  );
  const from = Math.max(0, Math.min(hops.length - MOST_HOPS, place - MOST_HOPS / 2));
  return hops.slice(from, from + MOST_HOPS);
}

function hopFacts(hop: HopView, payloads: Payloads): object {
  const { id, n, service, resource, operation, outcome, durationMs, attempts, error, from, logs } = hop;
  const trouble = (payloads === "hidden" ? [] : logs)
    .filter(({ level }) => level === "error" || level === "warn")
    .slice(0, MOST_LINES);
  return {
    ...{ id, n, service, resource, operation: text(operation), outcome, durationMs, attempts },
    ...{ error: errorOf(error, payloads), calledBy: from?.hop ?? null, lines: trouble.map((line) => text(line.text)) },
  };
}

function errorOf(
  error: { readonly type: string | null; readonly message: string } | null,
  payloads: Payloads,
): object | null {
  if (error === null) return null;
  return { type: error.type, message: payloads === "hidden" ? null : text(error.message) };
}

function text(long: string): string {
  return long.length <= MOST_TEXT ? long : `${long.slice(0, MOST_TEXT)} …`;
}
