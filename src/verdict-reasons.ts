import type { Policy } from "./catalog.ts";
import { isUsual } from "./impact/before.ts";
import type { EntryImpact } from "./impact/entry-impact.ts";
import type { SlowFact } from "./impact/slow.ts";
import type { Trend } from "./impact/trend.ts";
import { many } from "./many.ts";
import type { Decision, Reason } from "./report.ts";
import { iso, type Micros } from "./time.ts";
import type { Facts } from "./verdict.ts";

/** The rules' reasons, in sentences. Each cites what shows it. */

/** What shows the harm of all entries together: an example, or, where none is shown, what was read. */
export function shownBy({ example, reads }: Pick<Facts, "example" | "reads">): readonly string[] {
  return example === null ? reads : [example];
}

/** `gone`: that it is gone before morning is a part of the reason; `further`: what else is to be said of it. */
export function blockedReason(
  { items, exact, where, oldestSeconds, until, evidence }: NonNullable<Facts["blocked"]>,
  gone: boolean,
  further = "",
): Reason {
  const count = `${exact ? "" : "at least "}${many(items, "item")} ${items === 1 ? "waits" : "wait"}`;
  const text = `${count} in ${where} behind what fails, the oldest for ${span(oldestSeconds)}.`;
  return { text: `${text}${gone ? goneSentence(until) : ""}${further}`, evidence };
}

export const NOBODY_KNOWN = " Nothing tells whose they are.";
export const LIMIT_NOT_READ = " How long it is kept was not read.";

function goneSentence(until: Micros | null): string {
  return until === null ? "" : ` The first of it is gone at ${iso(until)}, before the team's morning.`;
}

function span(seconds: number): string {
  if (seconds < 3600) return many(Math.round(seconds / 60), "minute");
  const hours = Math.round(seconds / 3600);
  return hours < 48 ? many(hours, "hour") : many(Math.round(hours / 24), "day");
}

export function lostReason(entry: EntryImpact): Reason {
  const people = entry.people.lost > 0 ? ` of ${many(entry.people.lost, "customer")}` : "";
  const text = `${many(entry.lost, "request")}${people} to ${entry.name} ${entry.lost === 1 ? "was" : "were"} accepted and then lost: every attempt failed, and no dead-letter queue or failure destination was seen to keep them.`;
  return { text, evidence: entry.evidence };
}

export function runsOutReason(entry: EntryImpact): Reason {
  const { kept } = entry;
  const where = kept.places.length > 0 ? ` in ${kept.places.join(", ")}` : "";
  return {
    text: `Work of ${many(kept.items, "request")} to ${entry.name} waits${where}.${goneSentence(kept.until)}`,
    evidence: entry.evidence,
  };
}

export function unkeptReason({ kept, pending, parked, name, evidence }: EntryImpact): Reason {
  const limits = kept.unread.length > 0 ? kept.unread.join(", ") : "how long they are kept";
  const waiting = pending + parked;
  const state = `${waiting === 1 ? "is" : "are"} ${pending > 0 ? "still being tried" : "parked"}`;
  return { text: `${many(waiting, "request")} to ${name} ${state}; ${limits} was not read.`, evidence };
}

export function failingReason(entry: EntryImpact): Reason {
  const failing = failedOf(entry);
  const who = entry.stillFailing > 0 ? `, and ${many(entry.stillFailing, "person", "people")} cannot get through` : "";
  const guests =
    entry.unidentified > 0
      ? `; ${many(entry.unidentified, "request")} carried no identity, from ${many(entry.addresses, "address", "addresses")}`
      : "";
  const text = `${failing}${who}${guests}; ${TREND[entry.trend]}.${beforeSentence(entry)}`;
  return { text, evidence: evidenceOf(entry) };
}

/** Slow is not failed: it is said, and whoever waited got what they asked for. */
export function slowReason({ view, evidence }: SlowFact): Reason {
  const { requests, total, entry, limitMs, usualMs } = view;
  const usual = usualMs === null ? "" : `, where ${seconds(usualMs)} is usual`;
  const text = `${many(requests, "request")} of ${total} to ${entry} took longer than ${seconds(limitMs)}${usual}; all of them were answered.`;
  return { text, evidence };
}

export function tooSlowReason({ tooLong, people, tally, evidence }: SlowFact, policy: Policy): Reason {
  const who = people > 0 ? ` of ${many(people, "person", "people")}` : "";
  const text = `${many(tooLong, "request")}${who} to ${tally.name} took longer than ${policy.waitSeconds} s, which is longer than people wait, and it goes on.`;
  return { text, evidence };
}

export function undecidedSlowReason({ tooLong, tally, evidence }: SlowFact, { waitSeconds }: Policy): Reason {
  const text = `${many(tooLong, "request")} to ${tally.name} took longer than ${waitSeconds} s, and nothing tells whether customers stand behind it.`;
  return { text, evidence };
}

function seconds(ms: number): string {
  return ms < 1000 ? `${Math.round(ms)} ms` : `${Math.round(ms / 100) / 10} s`;
}

/** Of how many, where all were counted. */
function failedOf({ harmed, total, counted, name }: EntryImpact): string {
  return `${many(harmed, "request")}${counted ? ` of ${total}` : ""} to ${name} failed`;
}

export const TREND: Readonly<Record<Trend, string>> = {
  rising: "it is getting worse",
  steady: "it goes on",
  falling: "it goes on, less than before",
  stopped: "it has stopped",
  quiet: "there was no traffic since, which proves nothing",
};

/** What forbids to say that it can wait. */
export function blindSpots(facts: Facts): Reason[] {
  const spots = [...facts.unread, ...facts.uncounted];
  const evidence = facts.reads;
  if (!facts.subjectSeen) spots.push({ text: "nothing that was read shows what the alert names at work", evidence });
  if (facts.unknown > 0)
    spots.push({ text: `of ${many(facts.unknown, "request")} nobody recorded how it ended`, evidence });
  return spots;
}

export function unharmedReasons(facts: Facts): Reason[] {
  const recovered = facts.entries.reduce((sum, one) => sum + one.recovered + one.delayed, 0);
  const reasons = [
    {
      text:
        recovered > 0
          ? `No request failed: ${many(recovered, "request")} had trouble inside, and a retry succeeded.`
          : facts.others.requests === 0
            ? "No request failed."
            : "No request that comes to what the alert names failed.",
      evidence: [...(facts.example === null ? [] : [facts.example]), ...facts.zeros, ...facts.reads],
    },
  ];
  for (const one of facts.entries.filter(({ customerFacing }) => customerFacing === false)) {
    if (one.recovered + one.delayed > 0)
      reasons.push({ text: `${one.name} is not customer-facing: ${one.why}.`, evidence: [...one.evidence] });
  }
  return reasons;
}

export function smallReasons({ entries }: Facts, policy: Policy): Reason[] {
  return entries
    .filter((one) => one.harmed > 0)
    .map((one) => {
      const text = `${failedOf(one)}; ${whySmall(one, policy)}.${beforeSentence(one)}${keptSentence(one)}`;
      return { text, evidence: evidenceOf(one) };
    });
}

function whySmall(entry: EntryImpact, policy: Policy): string {
  const { customerFacing, why, testers, harmed, trend } = entry;
  if (customerFacing === false) return `it is not customer-facing (${why})`;
  if (testers === harmed) return "all of them were sent by the team's own testers";
  return isUsual(entry, policy)
    ? "as large a part as a day and a week ago, which is no incident by itself"
    : TREND[trend];
}

/** What CloudWatch counted at the same time of earlier days, as far as it is known. */
function beforeSentence({ before }: EntryImpact): string {
  if (before === null) return "";
  const days = [
    ...(before.dayAgo === null ? [] : [`${percent(before.dayAgo)} at the same time a day ago`]),
    ...(before.weekAgo === null ? [] : [`${percent(before.weekAgo)} a week ago`]),
  ];
  if (days.length === 0) return "";
  return ` At ${before.where} CloudWatch counts ${percent(before.now)} as failed, and counted ${days.join(" and ")}.`;
}

function percent(share: number): string {
  return `${(share * 100).toFixed(share > 0 && share < 0.1 ? 1 : 0)} %`;
}

function evidenceOf({ evidence, before }: EntryImpact): readonly string[] {
  const known = before !== null && (before.dayAgo !== null || before.weekAgo !== null);
  return known ? [...evidence, ...before.evidence] : evidence;
}

function keptSentence({ kept }: EntryImpact): string {
  if (kept.items === 0) return "";
  const where = kept.places.length > 0 ? `lies in ${kept.places.join(", ")}` : "is kept";
  return ` What waits ${where}${kept.until === null ? "" : `, and can be done again until ${iso(kept.until)}`}.`;
}

export function ruledOut(facts: Facts, decision: Decision): string[] {
  const out: string[] = [];
  const lost = facts.lostAstray > 0 || facts.entries.some((one) => one.lost > 0);
  if (!lost && decision !== "unclear") out.push("No work was seen to be lost.");
  if (decision === "wake" && facts.trend !== "stopped") out.push("It has not stopped.");
  for (const what of decision === "wait" ? facts.covered : [])
    out.push(`The logs of ${what} were not read; CloudWatch counted no error and no throttle there.`);
  if (decision === "wait" && facts.unread.length === 0 && facts.covered.length === 0)
    out.push("Nothing that had to be read is missing.");
  return out;
}
