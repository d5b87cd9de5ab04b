import { styleText } from "node:util";
import { many } from "../many.ts";
import type { EntrySummary, EntryView, GapView, HopView, Report, Shown, TransactionView } from "../report.ts";
import { beforeWords } from "./before-words.ts";
import { errorLine } from "./error-line.ts";
import { healthyLine } from "./healthy-line.ts";
import { coverageWords, hitWords, outcomeCounts } from "./hit-words.ts";
import { hopPlaces } from "./hop-place.ts";
import { clockTime, duration, hopName, short } from "./names.ts";
import { skewLine } from "./skew-line.ts";
import { howManyStillFailing, stillFailing } from "./still-failing.ts";
import { treeOf } from "./tree.ts";

/** Colours text where the reader wants colour. */
export type Paint = (style: "bold" | "dim" | "red" | "green" | "yellow" | "cyan", text: string) => string;

export const plain: Paint = (_style, text) => text;
export const coloured: Paint = (style, text) => styleText(style, text, { validateStream: false });

/** What is painted here, and every sign that a terminal obeys. */
const PAINTED = /\p{Cc}\[(?:1|2|22|3[1236]|39)m/u;
const CONTROL = new RegExp(`(${PAINTED.source}|[\\n\\t])|\\p{Cc}`, "gu");

/** Text from logs cannot move the cursor, name the window or hide a line: of what a terminal obeys only our colours stay. */
export function harmless(text: string, paint: Paint): string {
  const safe = text.replace(CONTROL, (_sign, ours: string | undefined) => ours ?? "");
  return paint === plain ? safe.replaceAll(new RegExp(PAINTED, "gu"), "") : safe;
}

const DEEPEST_INDENT = 20;
const MOST_FRAMES = 4;
const MOST_PAYLOAD = 160;
const MOST_TAGS = 5;
const DECISION = { wake: "WAKE THE TEAM", wait: "IT CAN WAIT", unclear: "UNCLEAR" } as const;
const DECISION_STYLE = { wake: "red", wait: "green", unclear: "yellow" } as const;

const MOST_CHANGES = 3;

function causeLines({ cause, changes }: Shown<Report>): string[] {
  const found = cause === null ? [] : [`Cause     ${cause.text} (${cause.certainty})`];
  return [...found, ...changes.slice(0, MOST_CHANGES).map(({ at, text }) => `Changed   ${at} ${text}`)];
}

/** A report for the terminal: the verdict first, then why, who is hit, the cause, and one request as a tree. */
export function sayReport(report: Shown<Report>, paint: Paint): string {
  const { verdict, failing, users } = report;
  const lines = [
    `${paint("bold", paint(DECISION_STYLE[verdict.decision], DECISION[verdict.decision]))}${verdict.leaning === null ? "" : ` (leaning to ${verdict.leaning})`}  ${paint("dim", `rule: ${verdict.rule}`)}`,
    report.incident.title,
    "",
    ...verdict.reasons.map(({ text }) => `• ${text}`),
    ...verdict.wouldChange.map((text) => paint("dim", `  What would change it: ${text}`)),
    "",
  ];
  if (failing !== null) {
    const error = failing.error === null ? "" : `: ${errorLine(failing.error)}`;
    lines.push(`Failing   ${failing.function ?? "an unknown function"}${error}`);
    const since = `${failing.sinceIsWindowStart ? "at least since" : "since"} ${clockTime(failing.since, "UTC")} UTC`;
    lines.push(`          ${many(failing.requests, "request")}, ${since}, ${failing.trend}`);
  }
  lines.push(...report.entries.flatMap(entryLines));
  lines.push(`Users     ${usersLine(report)}`);
  for (const user of users.list.slice(0, 5)) {
    lines.push(
      paint(
        "dim",
        `          ${user.id}: ${user.outcome}, ${many(user.requests, "request")}${user.stillFailing ? `, ${stillFailing(report)}` : ""}`,
      ),
    );
  }
  if (users.listed > 5) lines.push(paint("dim", `          … and ${users.listed - 5} more (--json lists them)`));
  lines.push(...causeLines(report), ...besideLines(report), ...waitingLines(report));
  lines.push("", `As of ${report.asOf}, looking back to ${report.window.from}`);
  const [example] = report.transactions;
  if (example !== undefined) lines.push("", sayTransaction(example, paint));
  lines.push(...sayGaps(report.gaps, paint));
  return harmless(`${lines.join("\n")}\n`, paint);
}

function entryLines(entry: EntrySummary): string[] {
  const facing = { true: "customer-facing", false: "not customer-facing", null: "unknown whether customer-facing" }[
    `${entry.customerFacing}`
  ];
  const critical = entry.businessCritical === true ? ", business-critical" : "";
  const owner = entry.owner === null ? "" : `, owner ${entry.owner}`;
  const before = beforeWords(entry);
  return [
    `Entry     ${entry.name} (${entry.kind}): ${entry.requests} of ${many(entry.total, "request")}, ${facing}${critical}${owner}`,
    ...(before === null ? [] : [`          ${before}`]),
    ...(entry.runbook === null ? [] : [`          runbook ${entry.runbook}`]),
  ];
}

/** The first step at which what fails differs from what does not. */
function besideLines({ healthy, transactions }: Report): string[] {
  const hop = transactions.flatMap(({ hops }) => hops).find(({ id }) => id === healthy?.differs?.hop);
  const line = hop === undefined ? null : healthyLine(healthy, hop.id);
  return hop === undefined || line === null ? [] : [`Healthy   ${hop.n} ${hopName(hop)}: ${line}`];
}

/** Work that waits: behind what, and until when it is there. */
function waitingLines({ blocked, lossClock }: Report): string[] {
  const lines: string[] = [];
  if (blocked !== null)
    lines.push(
      `Blocked   ${many(blocked.items, "item")} in ${blocked.where}, the oldest for ${duration(blocked.oldestSeconds * 1000)}`,
    );
  if (lossClock !== null) {
    const lost =
      lossClock.firstLostAt === null ? "when it is lost is not known" : `the first is lost at ${lossClock.firstLostAt}`;
    lines.push(`Waiting   ${many(lossClock.items, "item")} to be done again; ${lost}`);
  }
  return lines;
}

function usersLine(report: Report): string {
  const { users } = report;
  const outcomes = outcomeCounts(users);
  const guests =
    users.unidentifiedRequests > 0 ? `; ${many(users.unidentifiedRequests, "request")} without identity` : "";
  const coverage = coverageWords(users);
  const why = coverage === null ? "" : `; ${coverage}`;
  const failing = howManyStillFailing(report) ?? "none still failing";
  return `${hitWords(users)}${outcomes === "" ? "" : ` (${outcomes})`}, ${failing}${guests}${why}`;
}

/** One transaction as a tree of hops, and under each that failed what it said. */
export function sayTransaction(transaction: TransactionView, paint: Paint): string {
  const lines = [
    `${paint("bold", entryLine(transaction.entry))} ${paint("dim", `— ${transaction.outcome}, ${transaction.query.kind} ${transaction.query.id}`)}`,
  ];
  const { foundIn = [] } = transaction.query;
  if (foundIn.length > 0) lines.push(paint("dim", `found in ${foundIn.join(", ")}`));
  if (transaction.user !== null)
    lines.push(paint("dim", `user ${transaction.user.id} (${transaction.user.kind}, ${transaction.user.from})`));
  for (const line of [...tagLines(transaction), ...transaction.skew.map(skewLine)]) lines.push(paint("dim", line));
  const told = errorsBelow(transaction);
  const placeOf = hopPlaces(transaction.hops);
  for (const { hop, depth, last } of treeOf(transaction)) {
    const indent = "  ".repeat(Math.min(depth, DEEPEST_INDENT));
    const branch = depth === 0 ? "" : last ? "└ " : "├ ";
    lines.push(`${indent}${branch}${hopLine(hop, placeOf(hop), paint)}`);
    const under = `${indent}${depth === 0 ? "" : "  "}  `;
    for (const line of told.has(errorAt(hop.n, hop)) ? [] : failureLines(hop))
      lines.push(paint("dim", `${under}${line}`));
  }
  return harmless(lines.join("\n"), paint);
}

/** What the hops of a request carry along, each id once. */
function tagLines({ hops }: TransactionView): string[] {
  const tags = new Set(hops.flatMap(({ tags: own }) => Object.entries(own).map(([name, value]) => `${name} ${value}`)));
  const more = tags.size - MOST_TAGS;
  return [...tags].slice(0, MOST_TAGS).concat(more > 0 ? `… and ${more} more (--json lists them)` : []);
}

function entryLine(entry: EntryView | null): string {
  if (entry === null) return "A request whose entry is unknown";
  const facing =
    entry.customerFacing === null ? "" : entry.customerFacing ? ", customer-facing" : ", not customer-facing";
  return `${entry.name}${facing}`;
}

function hopLine(hop: HopView, place: string, paint: Paint): string {
  const styles = { ok: "green", error: "red", throttled: "red", timeout: "red", unknown: "yellow" } as const;
  const details = [
    hop.durationMs === null ? null : duration(hop.durationMs),
    hop.dwellMs === null ? null : `after ${duration(hop.dwellMs)} of waiting`,
    hop.attempts > 1 ? `${hop.attempts} attempts` : null,
    hop.delivery > 1 ? `delivery ${hop.delivery}` : null,
    hop.from === null ? null : `${hop.from.certainty} by ${hop.from.by}`,
  ].filter((one) => one !== null);
  const others = hop.alsoFrom.length > 0 ? ` (+${many(hop.alsoFrom.length, "other parent")})` : "";
  return `${hop.n} ${hopName(hop)}${place} · ${hop.operation} · ${paint(styles[hop.outcome], hop.outcome)} ${paint("dim", details.join(", "))}${others}`;
}

/** By the hop above them, the errors of a transaction: the same one is told once, where it is deepest. */
function errorsBelow({ hops }: TransactionView): ReadonlySet<string> {
  return new Set(hops.flatMap((hop) => (hop.error === null ? [] : errorAt(hop.from?.hop ?? 0, hop))));
}

function errorAt(n: number, { error }: HopView): string {
  return `${n} ${error?.message}`;
}

function failureLines(hop: HopView): string[] {
  if (hop.error === null || hop.outcome === "ok") return [];
  const lines = [errorLine(hop.error), ...hop.error.stack.slice(0, MOST_FRAMES)];
  if (hop.input !== null) lines.push(`input ${short(JSON.stringify(hop.input), MOST_PAYLOAD)}`);
  return lines;
}

/** What was not seen. */
export function sayGaps(gaps: readonly GapView[], paint: Paint): string[] {
  if (gaps.length === 0) return [];
  return ["", paint("yellow", "Not seen"), ...gaps.map(({ what, why }) => `  ${what}: ${why}`)];
}

/** The answer to an id that nothing was found for. */
export function sayNotFound(id: string, gaps: readonly GapView[], paint: Paint): string {
  return harmless(`${[`Nothing was found for ${id}.`, ...sayGaps(gaps, paint)].join("\n")}\n`, paint);
}
