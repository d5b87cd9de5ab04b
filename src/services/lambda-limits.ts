import type { Seen } from "../record.ts";
import type { Limit } from "./limit.ts";

const SCALING = "https://docs.aws.amazon.com/lambda/latest/dg/scaling-behavior.html";
const CONCURRENCY = "https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html";
const INVOKE = "https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html";

/** `Reason` of a TooManyRequestsException. https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html#API_Invoke_Errors */
const LIMITS: Readonly<Record<string, Limit>> = {
  ReservedFunctionConcurrentInvocationLimitExceeded: {
    text: "the concurrency that is reserved for the function",
    healsItself: false,
    ends: "when fewer of its invocations run at once, or somebody raises the reservation",
    source: CONCURRENCY,
  },
  ConcurrentInvocationLimitExceeded: {
    text: "the concurrency of all functions of the account in this region",
    healsItself: false,
    ends: "when fewer functions run at once, or the quota is raised",
    source: CONCURRENCY,
  },
  FunctionInvocationRateLimitExceeded: {
    text: "the rate at which the function may be invoked",
    healsItself: null,
    ends: "when it is invoked less often, or the concurrency quota is raised: the rate is ten times the concurrency a second",
    source: SCALING,
  },
  ReservedFunctionInvocationRateLimitExceeded: {
    text: "the rate at which the function may be invoked with its reserved concurrency",
    healsItself: null,
    ends: "when it is invoked less often, or somebody raises the reservation: the rate is ten times the concurrency a second",
    source: SCALING,
  },
  CallerRateLimitExceeded: {
    text: "the rate at which this caller may call Lambda",
    healsItself: null,
    ends: "when the caller calls less often",
    source: INVOKE,
  },
  ConcurrentSnapshotCreateLimitExceeded: {
    text: "how many snapshots may be made at once",
    healsItself: null,
    ends: "when fewer functions are started from new snapshots at once",
    source: INVOKE,
  },
};

/** Which limit an invocation ran into. */
export function limitOfError({ reasons = [] }: Pick<Seen, "reasons">): Limit | null {
  for (const { reason } of reasons) if (Object.hasOwn(LIMITS, reason)) return LIMITS[reason] ?? null;
  return null;
}
