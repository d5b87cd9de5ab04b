import type { StackShown, Told } from "../investigation.ts";
import { many } from "../many.ts";
import type { Report, Shown } from "../report.ts";
import { causeWords, DECISION, lockScreen } from "./headline.ts";
import { momentOf } from "./moment.ts";
import { escaped } from "./mrkdwn.ts";
import { section } from "./mrkdwn-blocks.ts";
import { MOST_REASONS, reasonLines } from "./reason-lines.ts";
import type { Words } from "./words.ts";

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
  stack: StackShown | undefined = undefined,
): Words {
  const turned = before === null ? [] : [`_Since ${momentOf(before.at)} it was: ${DECISION[before.decision]}._`];
  const rung = rang === null ? [] : [escaped(rang, MOST_TEXT)];
  const first = escaped(lockScreen(report), 1000);
  const to = mention === null ? [] : [`<@${mention}>`];
  const left = report.verdict.reasons.length - MOST_REASONS;
  const more = left > 0 ? [`_and ${many(left, "more reason")}_`] : [];
  const cause = report.cause === null ? [] : [`*${escaped(causeWords(report))}* (${report.cause.certainty})`];
  const head = [first, ...turned, ...rung].join("\n");
  const why = [...reasonLines(report, stack), ...more, ...cause, ...to];
  return {
    text: [head, ...why].join("\n"),
    blocks: [section(head), ...(why.length === 0 ? [] : [section(why.join("\n"))])],
  };
}
