import type { Told } from "../investigation.ts";
import type { Report, Shown } from "../report.ts";
import { causeWords, DECISION, lockScreen } from "./headline.ts";
import { momentOf } from "./moment.ts";
import { escaped } from "./mrkdwn.ts";
import { section } from "./mrkdwn-blocks.ts";
import type { Words } from "./words.ts";

const MOST_REASONS = 3;
/** Slack takes 3,000 characters in a section; log text is cut long before. */
const MOST_TEXT = 600;

/**
 * The reply that rings phones: the whole verdict first, then whom it is for, and the reasons; of a verdict that turned, what
 * was told before, and what rang because of it.
 */
export function verdictWords(
  report: Shown<Report>,
  mention: string | null,
  before: Told | null,
  rang: string | null,
): Words {
  const turned = before === null ? [] : [`_Since ${momentOf(before.at)} it was: ${DECISION[before.decision]}._`];
  const rung = rang === null ? [] : [escaped(rang, MOST_TEXT)];
  const first = escaped(lockScreen(report), 1000);
  const to = mention === null ? "" : `<@${mention}> `;
  const reasons = report.verdict.reasons.slice(0, MOST_REASONS).map(({ text }) => `• ${escaped(text, MOST_TEXT)}`);
  const cause = report.cause === null ? [] : [`*${escaped(causeWords(report))}* (${report.cause.certainty})`];
  const body = [first, ...turned, ...rung, ...reasons, ...cause].join("\n");
  return { text: `${first} ${to}`.trim(), blocks: [section(`${body}${to === "" ? "" : `\n${to.trim()}`}`)] };
}
