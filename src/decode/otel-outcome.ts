import { outcomeOfError, outcomeOfStatus } from "../services/aws-call.ts";
import type { HopOutcome } from "../span.ts";
import { attribute, type OtelSpan } from "./otel.ts";

const EXPECTED_STATUS: ReadonlySet<number> = new Set([404, 409, 412]);

/**
 * How a span ended. An HTTP status goes before the span's own one, which instrumentations leave unset on a 502 and set on every
 * 4xx of a client; of the caller's own mistakes nothing failed.
 */
export function otelOutcome(one: OtelSpan): { outcome: HopOutcome; decidedBy: string | null } {
  const status = Number(attribute(one, "http.response.status_code", "http.status_code") ?? Number.NaN);
  if (status >= 500 || status === 429 || status === 408)
    return { outcome: outcomeOfStatus(status), decidedBy: `its span: status ${status}` };
  if (one.status === "error") {
    const caller = status >= 400 && (one.kind === "server" || EXPECTED_STATUS.has(status));
    if (caller) return { outcome: "ok", decidedBy: `its span: status ${status}` };
    return { outcome: outcomeOfError(attribute(one, "error.type", "exception.type")), decidedBy: "its span: error" };
  }
  return one.end === null ? { outcome: "unknown", decidedBy: null } : { outcome: "ok", decidedBy: "its span" };
}
