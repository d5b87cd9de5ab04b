import { withChildren } from "./alarm-state.ts";
import { type Alert, evaluatedWindow } from "./alert.ts";
import { asOf } from "./as-of.ts";
import type { Catalog } from "./catalog.ts";
import { firstDifference } from "./cause/differs.ts";
import type { HealthyView } from "./comparison.ts";
import type { Configuration } from "./configuration.ts";
import type { Component } from "./evidence/components.ts";
import type { Evidence } from "./evidence/evidence.ts";
import { type Answered, nearest } from "./impact/answered.ts";
import { type Case, kindOf } from "./impact/case.ts";
import { subjectsByName } from "./impact/entry-name.ts";
import { Impact } from "./impact/impact.ts";
import type { Judged } from "./impact/judge.ts";
import { Meters } from "./impact/meters.ts";
import { HARMED } from "./impact/outcome.ts";
import { entriesOfSubjects, namesOfSubjects, type Relevant, relevantCases } from "./impact/relevance.ts";
import { commonIds } from "./impact/searchable-ids.ts";
import { type Slow, slowOf } from "./impact/slow.ts";
import { foundAgain, judgedAgain, judgedIn } from "./judged-in.ts";
import type { Brought } from "./pursue.ts";
import { queryOf } from "./query.ts";
import { type KnownNames, latencyLimit, namesInCatalog, type Subject, subjectsOf } from "./subject.ts";
import { HOUR, MINUTE, type Micros, micros, type Window } from "./time.ts";
import type { Transaction } from "./transaction.ts";

const SHORTEST_WINDOW = 15 * MINUTE;
/** Nothing before this long ago is looked at. */
export const LONGEST_WINDOW = 3 * HOUR;

/** What the evidence amounts to: everything that the report is made of, and what the plan needs to go on. */
export interface Thought {
  readonly subjects: readonly Subject[];
  readonly impact: Impact;
  readonly relevant: Relevant;
  /** By case, the ids that tell it apart, and are worth following. */
  readonly idsOf: (one: Case) => readonly string[];
  readonly window: Window;
  /** Where what is known to be about the alert lies: the window, before all is read. */
  readonly trouble: Window;
  readonly meters: Meters;
  readonly known: Configuration;
  /** What the alert is about where that is latency; null where nothing was slow. */
  readonly slow: SlowRequests | null;
  /** Finds requests again that succeeded, and so were let go. */
  readonly again: (answered: readonly Answered[]) => Judged[];
}

/** The slow requests of the entry that has most of them, some to follow, and of what was read whole healthy ones. */
export interface SlowRequests extends Slow {
  readonly examples: readonly Judged[];
  readonly whole: boolean;
  readonly healthy: readonly Judged[];
}

const MOST_SLOW = 3;
/** A difference from one healthy request may be chance. */
export const MOST_HEALTHY = 5;

/** Goes over the evidence once, transaction by transaction, and keeps what the report and the plan need. Pure. */
export function think(
  given: Alert,
  brought: Pick<Brought, "evidence" | "reads" | "asked">,
  catalog: Catalog,
  nowMs: number | null,
): Thought {
  const { evidence } = brought;
  const { configuration: known } = evidence;
  const to = asOf(brought.reads, evidence, nowMs) ?? given.at;
  const alert = sinceWentOff(withChildren(given, evidence.alarms), evidence, to);
  const wasAsked = (id: string): boolean => brought.asked === null || brought.asked.has(id);
  const timed = subjectsByName(subjectsOf(alert, namesInCatalog(catalog)), catalog).filter(isSlow);
  const impact = new Impact(wasAsked, new Set(namesOfSubjects(timed)));
  const judgedOf = (component: Component): readonly Judged[] =>
    (brought.asked === null ? judgedIn : judgedAgain)(component, catalog, known);
  const again = (answered: readonly Answered[]): Judged[] => foundAgain(answered, evidence, judgedOf);
  for (const component of evidence.reach("all")) {
    for (const judged of judgedOf(component)) {
      const one = seenAt(judged, to);
      if (one.at <= to && one.at >= to - LONGEST_WINDOW) impact.add(one);
    }
  }
  const subjects = subjectsByName(subjectsOf(alert, namesSeen(impact, catalog)), catalog);
  const common = commonIds(impact.cases);
  const idsOf = ({ ids }: Case): string[] => ids.filter((id) => !common.has(id));
  const isRead = (one: Case): boolean =>
    one.invocation === null ? idsOf(one).every(wasAsked) : wasAsked(one.invocation);
  const relevant = relevantCases(impact, subjects, isRead);
  const window = windowOf(alert, relevant.cases, to);
  const trouble = windowOf(alert, relevant.about, to);
  const meters = new Meters(evidence.metrics, catalog);
  const slow = slowAbout(subjects.filter(isSlow), impact, alert, window, catalog, again);
  return { subjects, impact, relevant, idsOf, window, trouble, meters, known, slow, again };
}

function isSlow({ signal }: Subject): boolean {
  return signal === "latency";
}

/** Of the entries that come to what the alert calls slow, the one with most slow requests. */
function slowAbout(
  subjects: readonly Subject[],
  impact: Impact,
  alert: Alert,
  window: Window,
  catalog: Catalog,
  again: Thought["again"],
): SlowRequests | null {
  const since = evaluatedWindow(alert)?.from ?? window.from;
  const limit = latencyLimit(alert);
  const all = [...entriesOfSubjects(subjects, impact)].flatMap((name) => {
    const tally = impact.entries.get(name);
    return tally === undefined ? [] : (slowOf(tally, { limit, since }, window, catalog) ?? []);
  });
  const most = all.reduce<Slow | null>((best, one) => (one.slow.length > (best?.slow.length ?? 0) ? one : best), null);
  if (most === null) return null;
  // What was read whole shows where the time went.
  const known = most.slow.filter((one) => one.whole);
  const shown = (known.length > 0 ? known : most.slow).slice(0, MOST_SLOW);
  const near = nearest(most.others, shown[0]?.at ?? since, MOST_HEALTHY).filter(({ whole }) => whole);
  return { ...most, examples: again(shown), whole: shown[0]?.whole === true, healthy: again(near) };
}

/** An alarm that went on and off counts from when it went off first, within what is looked at. */
function sinceWentOff(alert: Alert, { alarmChanges }: Evidence, to: Micros): Alert {
  const first = new Map<string, Micros>();
  for (const { name, at } of alarmChanges) {
    const known = first.get(name);
    if (at <= to && at >= to - LONGEST_WINDOW && (known === undefined || at < known)) first.set(name, at);
  }
  const began = alert.alarms.flatMap((one) => {
    const at = first.get(one.name);
    return at === undefined || (one.changedAt !== null && one.changedAt <= at) ? [] : [{ ...one, changedAt: at }];
  });
  // The alarm itself stays: the window goes from the first to the last.
  return began.length === 0 ? alert : { ...alert, alarms: [...alert.alarms, ...began] };
}

/** What was sent long ago and failed of late counts from when it failed: a message may lie in a queue for days. */
function seenAt(judged: Judged, to: Micros): Judged {
  const failed = judged.transaction.hops[judged.hop ?? -1];
  const long = judged.at < to - LONGEST_WINDOW;
  return long && failed !== undefined ? { ...judged, at: micros(Math.min(failed.start, to)) } : judged;
}

function namesSeen(impact: Impact, catalog: Catalog): KnownNames {
  const names = new Map([...namesInCatalog(catalog)].map(([service, set]) => [service, new Set(set)]));
  for (const { service, resource } of impact.resources.values()) {
    const set = names.get(service) ?? new Set<string>();
    names.set(service, set.add(resource));
  }
  return names;
}

/**
 * What the alarm looked at, and what came before it, back to the first failure. Whoever looks again later looks at all that was
 * looked at first.
 */
export function windowOf(alert: Alert, cases: readonly Case[], to: Micros): Window {
  const harmed = cases.filter(({ outcome }) => HARMED.has(outcome)).map(({ at }) => at);
  const earliest = harmed.reduce<number>((min, at) => Math.min(min, at), to);
  const evaluated = evaluatedWindow(alert);
  const first = Math.min(to, evaluated?.to ?? alert.at) - SHORTEST_WINDOW;
  const from = Math.min(first, earliest, evaluated?.from ?? to);
  return { from: micros(Math.max(from, to - LONGEST_WINDOW)), to };
}

/** The leading request that failed, and others that failed alike, and healthy ones of the same entry and hour. */
export interface Beside {
  readonly failing: readonly [Transaction, ...Transaction[]];
  readonly healthy: readonly Judged[];
}

/** Null where there is nothing to compare, or nothing to compare it with. */
export function besideHealthy(
  lead: Case | undefined,
  shown: readonly Case[],
  { impact, again }: Thought,
): Beside | null {
  if (lead === undefined || !HARMED.has(lead.outcome)) return null;
  const same = [lead, ...shown.filter((one) => one !== lead && kindOf(one) === kindOf(lead))];
  const [first, ...others] = same.flatMap(({ transaction }) =>
    impact.whole.has(transaction) ? (impact.examples.get(transaction)?.transaction ?? []) : [],
  );
  const answered = impact.entries.get(lead.entry ?? "")?.answered ?? [];
  const near = answered.filter(({ at, whole }) => whole && Math.abs(at - lead.at) <= HOUR);
  const healthy = first === undefined ? [] : again(nearest(near, lead.at, MOST_HEALTHY));
  return first === undefined || healthy.length === 0 ? null : { failing: [first, ...others], healthy };
}

/** Where they differ. */
export function healthyView(beside: Beside | null): HealthyView | null {
  const [example] = beside?.healthy ?? [];
  if (beside === null || example === undefined) return null;
  const { failing, healthy } = beside;
  const found = firstDifference(
    failing,
    healthy.map(({ transaction }) => transaction),
  );
  const { id, kind } = queryOf(example);
  return {
    transaction: failing[0].id,
    compared: healthy.length,
    example: { id, kind },
    differs: found === null ? null : { ...found, hop: found.hop.id },
  };
}
