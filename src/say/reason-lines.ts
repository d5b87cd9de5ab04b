import type { Posted, StackShown } from "../investigation.ts";
import type { Reason, Report, Shown } from "../report.ts";
import { escaped, isLink, linked } from "./mrkdwn.ts";

export const MOST_REASONS = 3;
/** With their links, what would change the verdict, and a head, these fit into the 3,000 characters of a section. */
const MOST_TEXT = 500;
const LONGEST_LINK = 200;

/** Why, a line a reason, each with the way to the message that shows a hop that it cites; of more than three, the first three. */
export function reasonLines(report: Shown<Report>, stack: StackShown | undefined): string[] {
  return report.verdict.reasons.slice(0, MOST_REASONS).map((reason) => {
    const hop = stack === undefined ? null : hopShown(reason, report, new Map(Object.entries(stack.hops)));
    const way =
      hop === null || stack === undefined || !mayBeLinked(stack.url) ? "" : ` ${linked(stack.url, `hop ${hop}`)}`;
    return `• ${escaped(reason.text, MOST_TEXT)}${way}`;
  });
}

/** Whether the reasons lead to other hops, or to another message, than before. */
export function leadsElsewhere(report: Shown<Report>, before: Posted | null, after: Posted | null): boolean {
  const [was, is] = [before, after].map((posted) => reasonLines(report, posted?.shows).join("\n"));
  return was !== is;
}

function mayBeLinked(url: string): boolean {
  return url.length <= LONGEST_LINK && isLink(url);
}

/** The number of the first hop that a reason cites, itself or by one of its log lines, among those that are shown. */
function hopShown({ evidence }: Reason, { transactions }: Report, shown: ReadonlyMap<string, number>): number | null {
  const cited = new Set(evidence);
  const [hop] = evidence.flatMap((id) => shown.get(id) ?? []);
  if (hop !== undefined) return hop;
  const hops = transactions.flatMap((one) => one.hops.filter(({ id }) => shown.has(id)));
  const logging = hops.find(({ logs }) => logs.some(({ id }) => cited.has(id)));
  return shown.get(logging?.id ?? "") ?? null;
}
