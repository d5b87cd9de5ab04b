import type { Clock } from "../clock.ts";
import type { FaultPlan } from "./faults.ts";
import type { Quotas } from "./limits.ts";
import type { LogStore } from "./log-store.ts";
import type { QueryRuns } from "./query-runs.ts";

/** What an operation works on. */
export interface Service {
  readonly clock: Clock;
  readonly account: string;
  readonly region: string;
  readonly quotas: Quotas;
  readonly store: LogStore;
  readonly runs: QueryRuns;
  readonly faults: FaultPlan;
  /** The accounts whose log groups this one sees, where it is a monitoring account. */
  readonly linked: readonly Service[];
}
