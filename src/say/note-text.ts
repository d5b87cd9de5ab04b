import type { Report, Shown } from "../report.ts";
import { DECISION, happening } from "./headline.ts";
import { short } from "./names.ts";

/** The verdict as a note for PagerDuty: plain text, with the way to the thread. */
export function noteText(report: Shown<Report>, link: string): string {
  const { verdict, cause } = report;
  const lines = [
    `${DECISION[verdict.decision].toUpperCase()}: ${happening(report)}.`,
    ...verdict.reasons.map(({ text }) => `- ${text}`),
  ];
  if (cause !== null) lines.push(`Cause (${cause.certainty}): ${cause.text}`);
  lines.push(`As of ${report.asOf}. ${link}`);
  return short(lines.join("\n"), 2000);
}
