import type { Outcome } from "./report.ts";

export interface UsersView {
  readonly hit: number;
  readonly atLeast: number;
  /** Null where it is not known how many requests fail. */
  readonly atMost: number | null;
  /** `counted`: it cannot be more, one for each request that was not followed; `likely`: the end of a 95 % interval. */
  readonly atMostIs: "counted" | "likely" | null;
  readonly exact: boolean;
  /** Which share of the requests was followed by which somebody is hit; null where it is not known how many there are. */
  readonly coverage: number | null;
  readonly stillFailing: number;
  readonly unidentifiedRequests: number;
  readonly outcomes: Readonly<Record<Exclude<Outcome, "ok">, number>>;
  readonly list: readonly {
    readonly id: string;
    readonly outcome: Outcome;
    readonly requests: number;
    readonly stillFailing: boolean;
    readonly example: string;
  }[];
  readonly listed: number;
}
