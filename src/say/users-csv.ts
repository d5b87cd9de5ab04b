import type { UsersView } from "../users-view.ts";

/** What a spreadsheet takes for a formula at the beginning of a cell. https://owasp.org/www-community/attacks/CSV_Injection */
const FORMULA = /^[=+\-@\t\r]/;

/** The people of a report, worst first, as RFC 4180 has it. What looks like a formula gets an apostrophe before it. */
export function usersCsv({ list }: UsersView): string {
  const rows = list.map(({ id, outcome, requests, stillFailing, example }) => [
    id,
    outcome,
    `${requests}`,
    stillFailing ? "yes" : "no",
    example,
  ]);
  return [["user", "outcome", "requests", "still failing", "example request"], ...rows]
    .map((row) => `${row.map(cell).join(",")}\r\n`)
    .join("");
}

function cell(text: string): string {
  const safe = FORMULA.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
