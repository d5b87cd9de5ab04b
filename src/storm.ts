import type { IncidentState, Investigation } from "./investigation.ts";
import type { Decision, Outcome, Report, SubjectView } from "./report.ts";
import { MINUTE } from "./time.ts";

/** Alerts further apart than this are told apart, also where they share everything. */
export const APART = 10 * MINUTE;
const HARMED: ReadonlySet<Outcome> = new Set(["lost", "failed", "parked", "pending"]);
const URGENCY: Readonly<Record<Decision, number>> = { wait: 0, unclear: 1, wake: 2 };

/**
 * What an alert turned out to be about, as texts that are equal where two alerts share it: its subjects, the function that
 * fails with its error, and the entries that fail. An alert that names a resource at which nothing was found is about that
 * resource alone: what its report shows beside that is whatever else failed in these minutes.
 */
export function traitsOf(report: Report): string[] {
  const named = report.subjects.filter(({ resource }) => resource !== null);
  const subjects = named.map(({ service, resource }) => `subject ${service} ${resource}`);
  if (named.length > 0 && !named.some((one) => isSeen(one, report))) return subjects;
  const { failing } = report;
  const hop =
    failing === null || failing.function === null ? [] : [`failing ${failing.function} ${failing.error?.type}`];
  const entries = report.transactions.flatMap(({ entry, hops, outcome }) => {
    if (entry === null || !HARMED.has(outcome)) return [];
    return `entry ${hops.find(({ n }) => n === entry.hop)?.resource} ${entry.name}`;
  });
  return [...new Set([...subjects, ...hop, ...entries])].sort();
}

function isSeen({ service, resource }: SubjectView, { transactions }: Report): boolean {
  return transactions.some(({ hops }) => hops.some((hop) => hop.service === service && hop.resource === resource));
}

/** All incidents that an investigation is told for, its own first. */
export function incidentsOf({ incident, others }: Pick<Investigation, "incident" | "others">): IncidentState[] {
  return [incident, ...others];
}

/** Whether all that an investigation is told for is resolved. */
export function isOver(row: Pick<Investigation, "incident" | "others">): boolean {
  return incidentsOf(row).every(({ status }) => status === "resolved");
}

/** Whether two investigations are of one storm: close in time to any of the incidents, and sharing a trait. */
function isSameStorm(one: Investigation, other: Investigation): boolean {
  const near = incidentsOf(one).some((a) =>
    incidentsOf(other).some((b) => Math.abs(a.createdAt - b.createdAt) <= APART),
  );
  const traits = new Set(one.traits);
  return near && other.traits.some((trait) => traits.has(trait));
}

/**
 * Which of two leads: the older. A strict order, whoever asks and whenever, so that foldings never go in a circle.
 */
export function leads(one: Investigation, other: Investigation): boolean {
  const [a, b] = [one.incident, other.incident];
  return a.createdAt < b.createdAt || (a.createdAt === b.createdAt && a.id < b.id);
}

/**
 * The message in which a verdict needs no message of its own: of the older ones of its storm the oldest that says at least
 * as much. One that says less has to stay apart, because nobody would be woken by it.
 */
export function leaderOf(row: Investigation, decision: Decision, all: readonly Investigation[]): Investigation | null {
  const fitting = all.filter(
    (one) =>
      isLeading(one) &&
      leads(one, row) &&
      URGENCY[one.told?.decision ?? "wait"] >= URGENCY[decision] &&
      isSameStorm(one, row),
  );
  return fitting.reduce<Investigation | null>((best, one) => (best === null || leads(one, best) ? one : best), null);
}

function isLeading(one: Investigation): boolean {
  return one.told !== null && one.posted !== null && one.foldedInto === null && !isOver(one);
}

/** Younger ones of the same storm that have a message of their own, because they were judged before this one was told. */
export function followersOf(row: Investigation, all: readonly Investigation[]): Investigation[] {
  return all.filter((one) => one.foldedInto === null && leads(row, one) && isSameStorm(row, one));
}
