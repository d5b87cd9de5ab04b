import { type JsonObject, numberAt, objectAt, textAt } from "../json.ts";
import type { Key } from "../key.ts";
import type { HopOutcome } from "../span.ts";

/** What every SDK adds to an answer or an error: `$metadata` in JavaScript, `ResponseMetadata` in Python. */
export interface CallMetadata {
  readonly status: number | null;
  readonly attempts: number | null;
  readonly requestId: string | null;
  readonly path: string;
}

export function callMetadata(payload: JsonObject): CallMetadata | null {
  const js = objectAt(payload, "$metadata");
  if (js !== null) {
    return {
      status: numberAt(js, "httpStatusCode"),
      attempts: numberAt(js, "attempts"),
      requestId: textAt(js, "requestId"),
      path: "$metadata.requestId",
    };
  }
  const python = objectAt(payload, "ResponseMetadata");
  if (python === null) return null;
  const retries = numberAt(python, "RetryAttempts");
  return {
    status: numberAt(python, "HTTPStatusCode"),
    attempts: retries === null ? null : retries + 1,
    requestId: textAt(python, "RequestId"),
    path: "ResponseMetadata.RequestId",
  };
}

/** The id that AWS gave the call: two recordings of one call carry the same one. */
export function callKeys(metadata: CallMetadata | null): Key[] {
  if (metadata === null || metadata.requestId === null) return [];
  return [{ kind: "aws-request", value: metadata.requestId, role: "self", path: metadata.path }];
}

const THROTTLED =
  /^(ProvisionedThroughputExceeded|Throttling|Throttled|ThrottlingException|RequestLimitExceeded|TooManyRequests|SlowDown|RequestThrottled|LimitExceeded|KMSThrottling|Bandwidth)/;
const TIMED_OUT =
  /^(TimeoutError|RequestTimeout|ETIMEDOUT|ESOCKETTIMEDOUT|ReadTimeoutError|ConnectTimeoutError|Sandbox\.Timedout)/;
/** Answers that well-written code asks for: a condition that did not hold, a thing that is not there or has gone, a conflict. */
const EXPECTED =
  /^(ConditionalCheckFailed|NoSuchKey|NotFound|NoSuchBucketPolicy|ResourceInUse|ResourceAlreadyExists|EntityAlreadyExists|PreconditionFailed|IdempotentParameterMismatch|ExecutionAlreadyExists|GoneException)/;

/** How a call ended that answered with this error. */
export function outcomeOfError(type: string | null): HopOutcome {
  if (type === null) return "error";
  const name = type.split(/[.#]/).at(-1) ?? type;
  if (THROTTLED.test(name)) return "throttled";
  if (TIMED_OUT.test(name) || TIMED_OUT.test(type)) return "timeout";
  return EXPECTED.test(name) ? "ok" : "error";
}

/** How a call ended that answered with this status. */
export function outcomeOfStatus(status: number): HopOutcome {
  if (status === 429) return "throttled";
  if (status === 408 || status === 504) return "timeout";
  return status >= 500 ? "error" : "ok";
}
