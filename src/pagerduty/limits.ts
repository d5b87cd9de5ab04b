/** What PagerDuty allows. https://developer.pagerduty.com/docs/rest-api-rate-limits and /docs/webhooks-overview */
export const LIMITS = {
  /** 960 a minute; a little is left to others who use the same key. */
  requestsPerSecond: 14,
  /** Deliveries above 256 KB are dropped by PagerDuty itself: anything larger is not from there. */
  webhookBytes: 512 * 1024,
  noteCharacters: 2000,
  summaryCharacters: 1024,
  /** Ours: a request that takes longer is given up. */
  requestMs: 5000,
  page: 100,
  /** It gives no more of a list. */
  listMost: 10_000,
  snoozeMostSeconds: 604_800,
} as const;
