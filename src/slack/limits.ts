/** What Slack allows. https://docs.slack.dev/reference/block-kit/blocks and /apis/web-api/rate-limits */
export const LIMITS = {
  /** Of a call that somebody waits for. */
  requestMs: 10_000,
  retries: 2,
  /** Messages looked through for one's own after a crash: so many of a channel, and so many times that of a thread. */
  historyPage: 100,
  threadPages: 10,
  /** Members of a channel in one answer: fewer than 1,000, Slack asks. */
  membersPage: 999,
} as const;
