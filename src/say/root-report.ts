import type { KnownBlock } from "@slack/types";
import type { StackShown } from "../investigation.ts";
import { many } from "../many.ts";
import type { Report, Shown } from "../report.ts";
import { beforeWords } from "./before-words.ts";
import { errorLine } from "./error-line.ts";
import { functionInTrouble } from "./function-in-trouble.ts";
import { causeWords, decisionWords, happening, SIGN } from "./headline.ts";
import { coverageWords, hitWords, outcomeCounts } from "./hit-words.ts";
import { moment } from "./moment.ts";
import { bold, code, escaped, linked } from "./mrkdwn.ts";
import { section } from "./mrkdwn-blocks.ts";
import { MOST_REASONS, reasonLines } from "./reason-lines.ts";
import { howManyStillFailing } from "./still-failing.ts";

const MOST_CHANGES = 2;
const MOST_ENTRIES = 3;
/** A phone shows the buttons without scrolling only if AWS's longer sentences are cut; the hop has the whole of them. */
const MOST_ERROR = 90;
/** Slack takes 3,000 characters in a section; log text is cut long before. */
const MOST_TEXT = 600;

/** All that the message says of a report above its buttons. */
export function rootReport(report: Shown<Report>, stack: StackShown | undefined): KnownBlock[] {
  const blocks: KnownBlock[] = [
    section(reportHead(report)),
    section([...failingLines(report), ...entryLines(report), usersLine(report)].join("\n")),
  ];
  const until = report.verdict.until === null ? [] : [`*Until* ${moment(report.verdict.until)}`];
  blocks.push(
    section([whyHead(report), ...reasonLines(report, stack), ...until, ...wouldChangeLine(report)].join("\n")),
  );
  // In a few words: the error stands above, and the whole sentence in PagerDuty's note.
  const cause =
    report.cause === null ? [] : [`*Cause* (${report.cause.certainty}) ${escaped(causeWords(report), MOST_TEXT)}`];
  const origin = [...cause, ...changeLines(report)];
  return origin.length === 0 ? blocks : [...blocks, section(origin.join("\n"))];
}

function wouldChangeLine({ verdict: { wouldChange } }: Shown<Report>): string[] {
  const [first] = wouldChange;
  if (first === undefined) return [];
  const more = wouldChange.length > 1 ? ` _(and ${wouldChange.length - 1} more)_` : "";
  return [`_What would change it:_ ${escaped(first, MOST_TEXT)}${more}`];
}

function changeLines({ changes }: Shown<Report>): string[] {
  const lines = changes.slice(0, MOST_CHANGES).map(({ at, text, url }) => {
    const way = url === null ? "" : ` · ${linked(url, "what changed")}`;
    return `*Changed* ${moment(at)} ${escaped(text, MOST_TEXT)}${way}`;
  });
  return withMore(lines, changes.length, "more change");
}

/** Lines of which the last says how many more there would be: on a phone a line of its own is one too many. */
function withMore(lines: readonly string[], all: number, one: string, more = `${one}s`): string[] {
  const left = all - lines.length;
  const last = lines.at(-1);
  if (last === undefined || left <= 0) return [...lines];
  return [...lines.slice(0, -1), `${last} · _and ${many(left, one, more)}_`];
}

/** That there are more reasons costs no line of its own. */
function whyHead({ verdict: { reasons } }: Shown<Report>): string {
  return reasons.length > MOST_REASONS ? `*Why* (${MOST_REASONS} of ${many(reasons.length, "reason")})` : "*Why*";
}

function reportHead(report: Shown<Report>): string {
  return `${SIGN[report.verdict.decision]} *${escaped(decisionWords(report))}* — ${escaped(happening(report), MOST_TEXT)}`;
}

function failingLines(report: Shown<Report>): string[] {
  const { failing } = report;
  if (failing === null) {
    const name = functionInTrouble(report);
    return [name === null ? "*Failing* nothing" : `*Failing* nothing; ${bold(name)} had trouble, and got through`];
  }
  const error = failing.error === null ? "" : ` — ${code(errorLine(failing.error), MOST_ERROR)}`;
  const since = `${failing.sinceIsWindowStart ? "at least since" : "since"} ${moment(failing.since)}`;
  return [`*Failing* ${bold(failing.function ?? "an unknown function")}${error}, ${since}, ${failing.trend}`];
}

function entryLines({ entries }: Shown<Report>): string[] {
  const lines = entries.slice(0, MOST_ENTRIES).map((entry) => {
    const facing =
      entry.customerFacing === null
        ? "customer-facing: unknown"
        : entry.customerFacing
          ? "customer-facing"
          : "not customer-facing";
    const critical = entry.businessCritical === true ? ", business-critical" : "";
    const count = `${entry.requests} of ${many(entry.total, "request")} failed`;
    const owner = entry.owner === null ? "" : ` · owner ${escaped(entry.owner, 60)}`;
    const runbook = entry.runbook === null ? "" : ` · ${linked(entry.runbook, "runbook")}`;
    const words = beforeWords(entry);
    const before = words === null ? "" : ` (${words})`;
    return `*API* ${bold(entry.name, 120)} — ${facing}${critical} — ${count}${before}${owner}${runbook}`;
  });
  return withMore(lines, entries.length, "other entry", "other entries");
}

function usersLine(report: Shown<Report>): string {
  const { users } = report;
  const counts = outcomeCounts(users);
  const outcomes = counts === "" ? "" : `: ${counts}`;
  const failing = howManyStillFailing(report);
  const still = failing === null ? "" : ` · ${failing}`;
  const guests =
    users.unidentifiedRequests > 0 ? ` · ${many(users.unidentifiedRequests, "request")} without identity` : "";
  const coverage = coverageWords(users);
  const why = coverage === null ? "" : ` · ${coverage}`;
  return `*Users* ${hitWords(users)}${outcomes}${still}${guests}${why}`;
}
