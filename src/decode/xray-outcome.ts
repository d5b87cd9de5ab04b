import { arrayAt, isObject, type JsonObject, numberAt, textAt } from "../json.ts";
import { outcomeOfError, outcomeOfStatus } from "../services/aws-call.ts";
import { FAILING, type HopOutcome, type SpanKind } from "../span.ts";

/**
 * Whether a call inside of a segment failed, which the code may have answered with an error of its own. `phases`: what of the
 * segment is no hop, with what is inside of it; calls stand in their subsegments.
 */
export function hasTroubleInside(segment: JsonObject, phases: readonly JsonObject[]): boolean {
  return [segment, ...phases].some((one) =>
    arrayAt(one, "subsegments").some(
      (call) =>
        isObject(call) && call["namespace"] !== undefined && FAILING.has(segmentOutcome(call, "client").outcome),
    ),
  );
}

/**
 * How a segment ended. X-Ray's `error` is any 4xx: of a call that can be an answer the code asked for (a condition that
 * did not hold), of an API it is the caller's own mistake; only of a program's own segment does it mean that it failed.
 */
export function segmentOutcome(segment: JsonObject, kind: SpanKind): { outcome: HopOutcome; decidedBy: string | null } {
  const status = numberAt(segment, "http", "response", "status");
  const type = textAt(segment, "cause", "exceptions", 0, "type");
  if (segment["throttle"] === true) return { outcome: "throttled", decidedBy: "X-Ray: throttle" };
  if (segment["fault"] === true) return { outcome: faultOf(type, status), decidedBy: "X-Ray: fault" };
  if (segment["error"] === true) return { outcome: errorOf(segment, kind, type, status), decidedBy: "X-Ray: error" };
  if (status !== null) return { outcome: outcomeOfStatus(status), decidedBy: `X-Ray: status ${status}` };
  if (segment["in_progress"] === true || segment["end_time"] === undefined)
    return { outcome: "unknown", decidedBy: null };
  return { outcome: "ok", decidedBy: "X-Ray" };
}

function faultOf(type: string | null, status: number | null): HopOutcome {
  const byType = outcomeOfError(type);
  if (byType === "timeout" || byType === "throttled") return byType;
  return status === 504 ? "timeout" : "error";
}

function errorOf(segment: JsonObject, kind: SpanKind, type: string | null, status: number | null): HopOutcome {
  if (kind === "client")
    return type === null ? (status === 404 || status === 409 ? "ok" : "error") : outcomeOfError(type);
  const isApi = textAt(segment, "http", "request", "method") !== null;
  return isApi && status !== null ? outcomeOfStatus(status) : "error";
}
