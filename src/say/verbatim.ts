import type { MrkdwnElement } from "@slack/types";

/**
 * A text with Slack's markup, as it was written: Slack makes no links of what looks like an address, a channel or a person in it,
 * because names and log lines do. https://docs.slack.dev/reference/block-kit/composition-objects/text-object
 */
export function verbatim(text: string): MrkdwnElement {
  return { type: "mrkdwn", text, verbatim: true };
}
