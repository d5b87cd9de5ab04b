import type { Clock } from "../clock.ts";
import type { FaultPlan } from "./faults.ts";
import type { Quotas } from "./limits.ts";
import type { TraceStore } from "./trace-store.ts";

/** What an operation works on. */
export interface Service {
  readonly clock: Clock;
  readonly quotas: Quotas;
  readonly store: TraceStore;
  readonly faults: FaultPlan;
}
