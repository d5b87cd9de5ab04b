import type { EntrySummary } from "../report.ts";

/** What CloudWatch counts as failed at an entry, now and on earlier days; null where nothing is known of those. */
export function beforeWords({ before }: EntrySummary): string | null {
  if (before === null || (before.dayAgo === null && before.weekAgo === null)) return null;
  const { now, dayAgo, weekAgo } = before;
  return `${percent(now)} fail by CloudWatch's count, ${percent(dayAgo)} at the same time a day ago, ${percent(weekAgo)} a week ago`;
}

function percent(share: number | null): string {
  return share === null ? "unknown" : `${(share * 100).toFixed(share > 0 && share < 0.1 ? 1 : 0)} %`;
}
