import type { Report, Shown } from "../report.ts";
import { DECISION, happening } from "./headline.ts";
import { short } from "./names.ts";

/** The verdict as a note for PagerDuty: plain text, with the way to the thread; null where Slack took no message. */
export function noteText(report: Shown<Report>, link: string | null): string {
  const { verdict, cause } = report;
  const lines = [
    `${DECISION[verdict.decision].toUpperCase()}: ${happening(report)}.`,
    ...verdict.reasons.map(({ text }) => `- ${text}`),
  ];
  if (cause !== null) lines.push(`Cause (${cause.certainty}): ${cause.text}`);
  lines.push(`As of ${report.asOf}. ${link ?? "Slack took no message, so there is no thread to read yet."}`);
  return short(lines.join("\n"), 2000);
}
