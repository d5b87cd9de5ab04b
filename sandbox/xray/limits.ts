/**
 * Every limit of X-Ray that this server enforces.
 * https://docs.aws.amazon.com/xray/latest/api/API_BatchGetTraces.html,
 * https://docs.aws.amazon.com/xray/latest/api/API_GetTraceSummaries.html. Entries marked "ours" are not documented by AWS.
 */
export const LIMITS = {
  traceIds: 5,
  filterLength: 2000,
  rangeMs: 6 * 3_600_000,
} as const;

/** Limits that depend on the account, and that a test may set. */
export interface Quotas {
  /** Ours: requests a second, by operation; an operation that is absent is not throttled. */
  readonly requestsPerSecond: Readonly<Record<string, number>>;
  /** Ours: so many traces are looked at for one page of summaries, which may hold none of them. */
  readonly tracesPerPage: number;
}

export const QUOTAS: Quotas = {
  requestsPerSecond: { BatchGetTraces: 20, GetTraceSummaries: 20 },
  tracesPerPage: 1000,
};
