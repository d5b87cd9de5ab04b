import type { ActionsBlock, KnownBlock } from "@slack/types";
import type { Done, IncidentState, Investigation, Told } from "../investigation.ts";
import { many } from "../many.ts";
import type { Aim, PressName } from "../press.ts";
import type { Report, Shown } from "../report.ts";
import { incidentsOf, isOver } from "../storm.ts";
import { iso, type Micros, parseTime } from "../time.ts";
import { beforeWords } from "./before-words.ts";
import { button, fitsMenu, isForAll, labelOf, type MenuItem, menu } from "./button.ts";
import { errorLine } from "./error-line.ts";
import { functionInTrouble } from "./function-in-trouble.ts";
import { causeWords, DECISION, decisionWords, happening, lockScreen, SIGN } from "./headline.ts";
import { coverageWords, hitWords } from "./hit-words.ts";
import { bold, code, escaped, linked } from "./mrkdwn.ts";
import { duration, short } from "./names.ts";
import { pictureBlock } from "./picture-block.ts";
import type { Words } from "./words.ts";

const MOST_CHANGES = 2;
const MOST_REASONS = 3;
const MOST_TITLE = 120;
const MOST_ENTRIES = 3;
const MOST_DONE = 6;
/** Characters for the names of a storm's incidents: Slack takes 13,171 of a message, and the verdict comes first. */
const INCIDENTS_TEXT = 6000;
/** Of the longest titles and addresses no more fit into the 3,000 characters of one text. */
const INCIDENTS_A_BLOCK = 6;
/** A phone shows the buttons without scrolling only if AWS's longer sentences are cut; the hop has the whole of them. */
const MOST_ERROR = 90;
/** Slack takes 3,000 characters in a section; log text is cut long before. */
const MOST_TEXT = 600;

/** How far the investigation is. */
export type Stage = "looking" | "told";

/** The one message of an incident, as it stands now: looking, or with the newest report, and what people did since. */
export function rootWords(row: Investigation, report: Shown<Report> | null, stage: Stage): Words {
  const aim: Aim = { investigation: row.id, revision: row.revision };
  const told = stage === "told" ? report : null;
  const blocks: KnownBlock[] = [
    ...(told === null ? lookingBlocks(row, report) : [...reportBlocks(told), ...beforeBlocks(row)]),
    ...(isOver(row) && row.told !== null ? [section(`*Was it right?* ${DECISION[row.told.decision]}`)] : []),
    pressesFor(row, told, aim),
    // Below the buttons: a phone shows them without scrolling.
    ...(told === null ? [] : [...pictureBlock(row, "map"), ...pictureBlock(row, "chart")]),
    ...incidentBlocks(row, told === null ? [] : [smallPrint(told)]),
    ...(row.done.length === 0 ? [] : [context(row.done.slice(-MOST_DONE).map((one) => doneLine(one, row)))]),
  ];
  const text = told === null ? `🔎 Looking into: ${row.incident.title}` : lockScreen(told);
  return { text: escaped(text, 1000), blocks };
}

/** The same failure of another time: what was decided then, and where it stands. */
function beforeBlocks({ before }: Investigation): KnownBlock[] {
  if (before == null) return [];
  const { at, title, decision, times, url } = before;
  const name = url === null ? escaped(title, MOST_TITLE) : linked(url, title.slice(0, MOST_TITLE));
  const often = times > 1 ? `, and ${many(times - 1, "time")} before` : "";
  return [context([`*Same failure before* ${moment(iso(at))}${often}: ${escaped(DECISION[decision])} · ${name}`])];
}

/** While it is looked into: what was found so far, and no verdict, because more evidence may turn it. */
function lookingBlocks({ incident }: Investigation, report: Shown<Report> | null): KnownBlock[] {
  const head = `🔎 *Looking…* ${escaped(incident.title, MOST_TEXT)}`;
  if (report === null) return [section(head)];
  const { failing, cost } = report;
  const found =
    failing === null
      ? "no failing request"
      : `${many(failing.requests, "request")} failing, most of them in ${bold(failing.function ?? "an unknown function")}`;
  return [section(head), section(`_So far:_ ${found}, after ${many(cost.queries, "query", "queries")}`)];
}

function reportHead(report: Shown<Report>): string {
  return `${SIGN[report.verdict.decision]} *${escaped(decisionWords(report))}* — ${escaped(happening(report), MOST_TEXT)}`;
}

function reportBlocks(report: Shown<Report>): KnownBlock[] {
  const blocks: KnownBlock[] = [
    section(reportHead(report)),
    section([...failingLines(report), ...entryLines(report), usersLine(report)].join("\n")),
  ];
  const why = report.verdict.reasons.slice(0, MOST_REASONS).map(({ text }) => `• ${escaped(text, MOST_TEXT)}`);
  const change = report.verdict.wouldChange[0];
  const until = report.verdict.until === null ? [] : [`*Until* ${moment(report.verdict.until)}`];
  blocks.push(
    section(
      [
        "*Why*",
        ...why,
        ...until,
        ...(change === undefined ? [] : [`_What would change it:_ ${escaped(change, MOST_TEXT)}`]),
      ].join("\n"),
    ),
  );
  if (report.cause !== null) {
    // In a few words: the error stands above, and the whole sentence in PagerDuty's note.
    const changes = report.changes.slice(0, MOST_CHANGES).map(({ at, text, url }) => {
      const more = url === null ? "" : ` · ${linked(url, "what changed")}`;
      return `*Changed* ${moment(at)} ${escaped(text, MOST_TEXT)}${more}`;
    });
    const cause = `*Cause* (${report.cause.certainty}) ${escaped(causeWords(report), MOST_TEXT)}`;
    blocks.push(section([cause, ...changes].join("\n")));
  }
  return blocks;
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
  const more = entries.length - MOST_ENTRIES;
  return more > 0 ? [...lines, `_and ${many(more, "other entry", "other entries")}_`] : lines;
}

function usersLine({ users }: Shown<Report>): string {
  const counts = Object.entries(users.outcomes).filter(([, count]) => count > 0);
  const outcomes = counts.length === 0 ? "" : `: ${counts.map(([outcome, count]) => `${count} ${outcome}`).join(", ")}`;
  const still = users.stillFailing > 0 ? ` · ${users.stillFailing} still failing` : "";
  const guests =
    users.unidentifiedRequests > 0 ? ` · ${many(users.unidentifiedRequests, "request")} without identity` : "";
  const coverage = coverageWords(users);
  const why = coverage === null ? "" : ` · ${coverage}`;
  return `*Users* ${hitWords(users)}${outcomes}${still}${guests}${why}`;
}

/** What makes sense in the state that PagerDuty says the incident is in: few buttons, and the rest in a menu that says what it does. */
function pressesFor(row: Investigation, report: Report | null, aim: Aim): ActionsBlock {
  const buttons = buttonsFor(row).map((name) => button(name, aim, name, `${labelOf(name)}${ofAll(row, name)}`));
  const items = menuFor(row, report, aim);
  const fitting = items.filter(fitsMenu);
  const others = items
    .filter((item) => !fitsMenu(item))
    .map(({ name, label, aim: at }) => button(name, at, name, label));
  return {
    type: "actions",
    block_id: "presses",
    elements: [...buttons, ...others, ...(fitting.length === 0 ? [] : [menu(fitting)])],
  };
}

function buttonsFor(row: Investigation): PressName[] {
  if (isOver(row)) return row.told === null ? [] : ["was-right", "was-wrong"];
  const ringing = incidentsOf(row).some(({ status }) => status === "triggered");
  return [...(ringing ? (["acknowledge"] as const) : []), "escalate", "wake-team", "wait-until-morning"];
}

function menuFor(row: Investigation, report: Report | null, aim: Aim): MenuItem[] {
  const items: MenuItem[] = [];
  if (report !== null && report.users.hit > 0 && report.users.list.length > 0)
    items.push({ name: "open-users", aim, label: `Who is hit: ${many(report.users.hit, "user")}, worst first` });
  const { suggested } = row;
  const fits = incidentsOf(row).every(({ status, priority }) => status === "resolved" || priority === suggested?.id);
  if (!isOver(row) && suggested !== null && !fits) {
    const label = `Set priority ${short(suggested.name, 30)} in PagerDuty${ofAll(row, "set-priority")}`;
    items.push({ name: "set-priority", aim: { ...aim, priority: suggested.id }, label });
  }
  return [...items, { name: "look-again", aim, label: "Look again: judge by the evidence of now" }];
}

/** Where several incidents are told in one message, what acts on all of them says so. */
function ofAll(row: Investigation, name: PressName): string {
  const open = incidentsOf(row).filter(({ status }) => status !== "resolved").length;
  return open > 1 && isForAll(name) ? ` (all ${open})` : "";
}

/** Every incident by its name, the oldest first: one that is not named was not seen by whoever reads this. */
function incidentBlocks(row: Investigation, small: readonly string[]): KnownBlock[] {
  const all = incidentsOf(row).toSorted((a, b) => a.createdAt - b.createdAt);
  if (all.length === 1) return [context([`PagerDuty: ${incidentLine(row.incident)}`, ...small])];
  const lines: string[] = [];
  for (let room = INCIDENTS_TEXT; lines.length < all.length; ) {
    const line = `• ${incidentLine(all[lines.length] ?? row.incident)}`;
    room -= line.length;
    if (room < 0) break;
    lines.push(line);
  }
  const more = all.length - lines.length;
  if (more > 0) lines.push(`_and ${many(more, "other incident")}_`);
  const head = `PagerDuty: ${many(all.length, "incident")} of one storm`;
  const parts: KnownBlock[] = [];
  for (let at = 0; at < lines.length; at += INCIDENTS_A_BLOCK)
    parts.push(context([[...(at === 0 ? [head] : []), ...lines.slice(at, at + INCIDENTS_A_BLOCK)].join("\n")]));
  return [...parts, ...small.map((text) => context([text]))];
}

function incidentLine(incident: IncidentState): string {
  const name = linked(incident.url, incident.title);
  const people =
    incident.assignees.length === 0 ? "" : `, with ${incident.assignees.map((one) => escaped(one.name)).join(", ")}`;
  return `${name} — *${incident.status}*${people}`;
}

/** As of when, how long it took, what it cost, what was not seen. */
function smallPrint(report: Shown<Report>): string {
  const parts = [`As of ${moment(report.asOf, "{time_secs}")}`, `took ${duration(report.tookMs)}`];
  if (report.cost.queries > 0)
    parts.push(
      `${many(report.cost.queries, "query", "queries")} in ${many(report.cost.rounds, "round")}, $${report.cost.usd.toFixed(4)}`,
    );
  const gaps = report.gaps.map(({ what, why }) => `${what} (${why})`);
  if (gaps.length > 0) parts.push(`not in this picture: ${escaped(gaps.join("; "), 300)}`);
  return parts.join(" · ");
}

function doneLine({ at, did, who, of }: Done, row: Investigation): string {
  const [first] = of;
  const title = incidentsOf(row).find(({ id }) => id === first)?.title ?? "";
  const about =
    of.length > 1
      ? ` (${many(of.length, "incident")})`
      : row.others.length > 0 && title !== ""
        ? ` (${escaped(title, 80)})`
        : "";
  return `${momentOf(at)} ${escaped(did)}${about}${who === null ? "" : ` by ${escaped(who)}`}`;
}

/** A moment in the reader's own zone, as Slack writes it. https://docs.slack.dev/messaging/formatting-message-text#date-formatting */
function moment(isoTime: string, format = "{time}"): string {
  const at = parseTime(isoTime);
  return at === null ? isoTime : momentOf(at, format);
}

function momentOf(at: Micros, format = "{time}"): string {
  const seconds = Math.floor(at / 1_000_000);
  const fallback = `${new Date(seconds * 1000).toISOString().slice(11, 16)} UTC`;
  return `<!date^${seconds}^${format}|${fallback}>`;
}

/** What is left of a second message about an incident: the way to the first. */
export function foldedWords({ title }: IncidentState, link: string): Words {
  return { text: `Told elsewhere: ${escaped(title, 200)}`, blocks: [context([`Told in ${linked(link, title)}`])] };
}

function section(text: string): KnownBlock {
  return { type: "section", text: { type: "mrkdwn", text } };
}

function context(texts: readonly string[]): KnownBlock {
  return { type: "context", elements: texts.map((text) => ({ type: "mrkdwn", text })) };
}

/**
 * The reply that rings phones: the whole verdict first, then whom it is for, and the reasons; of a verdict that turned, what
 * was told before, and what rang because of it.
 */
export function verdictWords(
  report: Shown<Report>,
  mention: string | null,
  before: Told | null,
  rang: string | null,
): Words {
  const turned = before === null ? [] : [`_Since ${momentOf(before.at)} it was: ${DECISION[before.decision]}._`];
  const rung = rang === null ? [] : [escaped(rang, MOST_TEXT)];
  const first = escaped(lockScreen(report), 1000);
  const to = mention === null ? "" : `<@${mention}> `;
  const reasons = report.verdict.reasons.slice(0, MOST_REASONS).map(({ text }) => `• ${escaped(text, MOST_TEXT)}`);
  const cause = report.cause === null ? [] : [`*${escaped(causeWords(report))}* (${report.cause.certainty})`];
  const body = [first, ...turned, ...rung, ...reasons, ...cause].join("\n");
  return { text: `${first} ${to}`.trim(), blocks: [section(`${body}${to === "" ? "" : `\n${to.trim()}`}`)] };
}

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
