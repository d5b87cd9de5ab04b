/** What Slack allows. https://docs.slack.dev/reference/block-kit/blocks and /apis/web-api/rate-limits */
export const LIMITS = {
  /** Of a call that somebody waits for. */
  requestMs: 10_000,
  retries: 2,
  /**
   * Of the fifty edits a minute that a workspace grants an app, so many at most may do no more than show how far something is:
   * those that tell a verdict are never refused for them.
   */
  progressEditsPerMinute: 20,
  /** Until a file that was just uploaded can be shown in a message. */
  untilFileMs: 1500,
  /** Messages looked through for one's own after a crash: so many of a channel, and so many times that of a thread. */
  historyPage: 100,
  threadPages: 10,
  /** Members of a channel in one answer: fewer than 1,000, Slack asks. */
  membersPage: 999,
} as const;
