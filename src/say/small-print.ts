import { many } from "../many.ts";
import type { Report, Shown } from "../report.ts";
import { moment } from "./moment.ts";
import { escaped } from "./mrkdwn.ts";
import { duration } from "./names.ts";

const GAPS_TEXT = 300;

/** As of when, how long it took, what it cost, what was not seen. */
export function smallPrint(report: Shown<Report>): string {
  const parts = [`As of ${moment(report.asOf, "{time_secs}")}`, `took ${duration(report.tookMs)}`];
  if (report.cost.queries > 0)
    parts.push(
      `${many(report.cost.queries, "query", "queries")} in ${many(report.cost.rounds, "round")}, $${report.cost.usd.toFixed(4)}`,
    );
  if (report.gaps.length > 0) parts.push(`not in this picture: ${gapWords(report)}`);
  return parts.join(" · ");
}

/** The gaps that there is room for, whole; the first in any case, and the number of the others. */
function gapWords({ gaps }: Shown<Report>): string {
  const told: string[] = [];
  let room = GAPS_TEXT;
  for (const { what, why } of gaps) {
    const words = escaped(`${what} (${why})`, GAPS_TEXT);
    room -= words.length;
    if (told.length > 0 && room < 0) break;
    told.push(words);
  }
  const left = gaps.length - told.length;
  return [...told, ...(left > 0 ? [`_and ${left} more_`] : [])].join("; ");
}
