/** What we allow a store of traces to take, and how long we let it make us wait. */
export const HTTP_LIMITS = {
  /** The longest body that is read. A trace is seldom larger than some megabytes. */
  bodyBytes: 32 * 1024 * 1024,
  /** One request, to the last byte of its answer. */
  requestMs: 10_000,
  attempts: 3,
  /** The pause after a refusal that does not say how long it lasts; doubled each time. */
  pauseMs: 250,
  /** A longer pause than this is not waited for. */
  longestPauseMs: 60_000,
  redirects: 3,
} as const;

export type HttpLimits = { readonly [name in keyof typeof HTTP_LIMITS]: number };
