import type { KnownBlock } from "@slack/types";

/**
 * A message: its blocks, and the text that lock screens and screen readers get instead of them.
 *
 * What people read in Slack and PagerDuty is worded in this folder, so that a translation begins and ends here. Two kinds of sentences
 * come from elsewhere, in English: what stands in a report (reasons, causes, gaps), because its JSON is a contract; and what a fault says
 * of the place that did not answer.
 */
export interface Words {
  readonly text: string;
  readonly blocks: readonly KnownBlock[];
}
