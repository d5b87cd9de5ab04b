import { many } from "../many.ts";
import type { Report, Shown } from "../report.ts";
import { moment } from "./moment.ts";
import { escaped } from "./mrkdwn.ts";
import { duration } from "./names.ts";

/** As of when, how long it took, what it cost, what was not seen. */
export function smallPrint(report: Shown<Report>): string {
  const parts = [`As of ${moment(report.asOf, "{time_secs}")}`, `took ${duration(report.tookMs)}`];
  if (report.cost.queries > 0)
    parts.push(
      `${many(report.cost.queries, "query", "queries")} in ${many(report.cost.rounds, "round")}, $${report.cost.usd.toFixed(4)}`,
    );
  const gaps = report.gaps.map(({ what, why }) => `${what} (${why})`);
  if (gaps.length > 0) parts.push(`not in this picture: ${escaped(gaps.join("; "), 300)}`);
  return parts.join(" · ");
}
