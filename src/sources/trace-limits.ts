/** All ours: what one question may cost a store of traces that everybody else looks at, too. */
export const TRACE_LIMITS = {
  /** Requests at the same time. */
  parallel: 6,
  /** Traces in one answer. Those of Jaeger and Zipkin hold every span. */
  tracesInAnswer: 100,
  /** A search whose answer is full is split in time this often. */
  splits: 7,
  /** Traces that one question brings. */
  traces: 1000,
  /** Ids of traces that one question looks up. */
  lookups: 500,
  /** Searches for other ids: each is one request. One id is searched for even where it takes more than these, up to the second. */
  idSearches: 48,
  idSearchesForOne: 300,
  /** Services of Jaeger, which is asked for failures by service. */
  services: 200,
  /** After so many faults the rest is not asked for. */
  faults: 5,
} as const;
