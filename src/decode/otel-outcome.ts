import { numberAt } from "../json.ts";
import { outcomeOfError, outcomeOfStatus } from "../services/aws-call.ts";
import type { HopOutcome } from "../span.ts";
import { attribute, type OtelSpan } from "./otel.ts";

const EXPECTED_STATUS: ReadonlySet<number> = new Set([404, 409, 412]);
/** Of gRPC's codes, those that are the callee's failure. https://opentelemetry.io/docs/specs/semconv/rpc/grpc/ */
const GRPC: ReadonlyMap<string, HopOutcome> = new Map([
  ["2", "error"],
  ["4", "timeout"],
  ["8", "throttled"],
  ["12", "error"],
  ["13", "error"],
  ["14", "error"],
  ["15", "error"],
  ["UNKNOWN", "error"],
  ["DEADLINE_EXCEEDED", "timeout"],
  ["RESOURCE_EXHAUSTED", "throttled"],
  ["UNIMPLEMENTED", "error"],
  ["INTERNAL", "error"],
  ["UNAVAILABLE", "error"],
  ["DATA_LOSS", "error"],
]);

/** The status that an HTTP request was answered with, by names of any age; Zipkin writes it as text. */
export function httpStatus({ attributes }: OtelSpan): number | null {
  for (const name of ["http.response.status_code", "http.status_code", "client_status_code", "status_code"]) {
    const status = numberAt(attributes, name);
    if (status !== null) return status;
  }
  return null;
}

/**
 * How a span ended. An HTTP status goes before the span's own one, which instrumentations leave unset on a 502 and set on every
 * 4xx of a client; of the caller's own mistakes nothing failed.
 */
export function otelOutcome(one: OtelSpan): { outcome: HopOutcome; decidedBy: string | null } {
  const status = httpStatus(one);
  if (status !== null && (status >= 500 || status === 429 || status === 408))
    return { outcome: outcomeOfStatus(status), decidedBy: `its span: status ${status}` };
  const code = attribute(one, "rpc.response.status_code", "rpc.status_code", "rpc.grpc.status_code");
  const grpc = GRPC.get(code ?? "");
  if (grpc !== undefined) return { outcome: grpc, decidedBy: `its span: gRPC status ${code}` };
  if (one.status === "error") {
    const caller = status !== null && status >= 400 && (one.kind === "server" || EXPECTED_STATUS.has(status));
    if (caller) return { outcome: "ok", decidedBy: `its span: status ${status}` };
    return { outcome: outcomeOfError(errorType(one)), decidedBy: "its span: error" };
  }
  return one.end === null ? { outcome: "unknown", decidedBy: null } : { outcome: "ok", decidedBy: "its span" };
}

/** The class of the error: of the newest exception, or as the span names it, where that is more than a status. */
export function errorType(one: OtelSpan): string | null {
  const recorded = one.exceptions.at(-1)?.["exception.type"];
  if (typeof recorded === "string" && recorded !== "") return recorded;
  const type = attribute(one, "error.type", "exception.type", "error.kind", "aws.error.code");
  return type === null || /^(\d+|_OTHER)$/.test(type) ? null : type;
}
