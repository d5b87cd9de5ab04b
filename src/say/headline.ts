import { many } from "../many.ts";
import type { Decision, EntrySummary, Report } from "../report.ts";
import { fittedName } from "./fitted-name.ts";
import { shownLength } from "./mrkdwn.ts";
import { duration, hopName } from "./names.ts";

export const SIGN: Readonly<Record<Decision, string>> = { wake: "🔴", wait: "🟢", unclear: "🟡" };
export const DECISION: Readonly<Record<Decision, string>> = {
  wake: "Wake the team",
  wait: "It can wait",
  unclear: "Unclear",
};

/** A lock screen shows this many characters. */
const LOCK_SCREEN = 120;

/**
 * The whole verdict in one line that a lock screen shows whole: what to do, what happens to whom, and, where there is room, why. Where
 * there is none the name of what fails gives way, never the verdict or the people.
 */
export function lockScreen(report: Report): string {
  const head = `${SIGN[report.verdict.decision]} ${decisionWords(report)}: `;
  const line = (name: (whole: string) => string): string => oneLine(`${head}${happening(report, name)}.`);
  const what = line((whole) => whole);
  const why = report.cause === null ? "" : oneLine(` ${causeWords(report)}.`);
  if (shownLength(`${what}${why}`) <= LOCK_SCREEN) return `${what}${why}`;
  // A name of one sign, because without any two spaces would be one.
  const room = LOCK_SCREEN - shownLength(line(() => "x")) + 1;
  return line((whole) => fittedName(oneLine(whole).trim(), room));
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, " ");
}

export function decisionWords({ verdict }: Report): string {
  return verdict.leaning === null
    ? DECISION[verdict.decision]
    : `${DECISION[verdict.decision]}, leaning to ${verdict.leaning}`;
}

/** What happens to whom: "POST /checkout fails for 37 users, 29 still failing". `named`: how long names are told. */
export function happening(report: Report, named: (name: string) => string = (name) => name): string {
  const { users, failing, verdict } = report;
  const entry = mainEntry(report);
  if (failing === null) {
    return verdict.decision === "unclear" ? "too little was seen to tell" : nobodyHit(report, entry, named);
  }
  const name = named(entry?.name ?? failing.function ?? report.incident.title);
  const some = users.stillFailing > 0 && users.stillFailing < users.hit && failing.trend !== "stopped";
  const still = some ? `, ${users.stillFailing} still failing` : "";
  const known = users.exact ? "" : "at least ";
  const who = users.hit > 0 ? `${known}${many(users.hit, "user")}` : many(failing.requests, "request");
  if (users.outcomes.lost > 0) return `${name} lost the work of ${known}${many(users.outcomes.lost, "user")}`;
  const over = failing.trend === "stopped" ? "failed" : "fails";
  return `${name} ${over} for ${who}${still}`;
}

function nobodyHit(
  { users, entries, slow }: Report,
  entry: EntrySummary | undefined,
  named: (name: string) => string,
): string {
  const how = slow == null ? "gets through" : "is slow, and answers";
  const name = entry === undefined || entries.length === 0 ? "" : `, ${named(slow?.entry ?? entry.name)} ${how}`;
  return users.outcomes.recovered > 0 || users.hit === 0
    ? `nobody is hit${name}`
    : `${many(users.hit, "user")} only waited longer`;
}

/** The entry that matters most: customers first, then by how much of it fails. */
export function mainEntry({ entries }: Report): EntrySummary | undefined {
  const rank = (one: EntrySummary): number =>
    (one.customerFacing === true ? 2 : 0) + (one.businessCritical === true ? 1 : 0);
  return entries.toSorted(
    (a, b) => Number(b.requests > 0) - Number(a.requests > 0) || rank(b) - rank(a) || b.requests - a.requests,
  )[0];
}

const CAUSE = {
  throttled: "is throttled",
  timeout: "runs out of time",
  "bad-input": "refuses a bad value",
  permission: "is not allowed",
  dependency: "fails",
  code: "breaks",
  memory: "runs out of memory",
  deploy: "fails since a deploy",
  provider: "fails at the provider",
  unknown: "fails",
} as const;

/** The cause in a few words: "DynamoDB orders is throttled". */
export function causeWords({ cause, transactions, slow, failing }: Report): string {
  if (cause === null) return "";
  const hops = transactions.find(({ id }) => id === cause.transaction)?.hops ?? [];
  const born = hops.find(({ id }) => id === cause.field?.firstBadHop);
  if (born !== undefined) return `The bad ${cause.field?.path} comes from ${hopName(born)}`;
  const hop = hops.find(({ id }) => id === cause.hop);
  if (hop !== undefined && failing === null && slow?.step?.hop === hop.id)
    return `${hopName(hop)} takes ${duration(slow.step.ms)}${slow.step.usualMs === null ? "" : `, usually ${duration(slow.step.usualMs)}`}`;
  return hop === undefined ? cause.kind : `${hopName(hop)} ${CAUSE[cause.kind]}`;
}
