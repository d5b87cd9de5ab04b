import type { Alert } from "./alert.ts";
import type { Catalog } from "./catalog.ts";
import { withConfiguration } from "./cause/by-configuration.ts";
import { causeOf } from "./cause/cause.ts";
import { type Changes, changesBefore, withChange } from "./cause/change.ts";
import { providerTrouble } from "./cause/provider.ts";
import { slownessOf } from "./cause/slow-cause.ts";
import { Throttles } from "./cause/throttles.ts";
import { blockedOf } from "./impact/blocked.ts";
import type { Case } from "./impact/case.ts";
import { citedMetrics } from "./impact/cited-metrics.ts";
import { countedZero, coveredGaps, tracedAlone, uncounted } from "./impact/counted.ts";
import { type EntryImpact, entryImpacts } from "./impact/entry-impact.ts";
import { type Impact, requestsIn } from "./impact/impact.ts";
import type { Judged } from "./impact/judge.ts";
import { leadingCase } from "./impact/leading-case.ts";
import { lossClockOf } from "./impact/loss-clock.ts";
import { minutesOf } from "./impact/minutes.ts";
import { HARMED } from "./impact/outcome.ts";
import { overallTrend } from "./impact/overall-trend.ts";
import { Reads } from "./impact/reads.ts";
import { entriesOfSubjects, namesOfSubjects, placesOfSubjects } from "./impact/relevance.ts";
import { shownCases } from "./impact/shown.ts";
import type { Trend } from "./impact/trend.ts";
import { countUsers } from "./impact/users.ts";
import { usersView } from "./impact/users-view.ts";
import { morningAfter } from "./morning.ts";
import type { Brought } from "./pursue.ts";
import { queryOf } from "./query.ts";
import type { CauseView, EntrySummary, FailingView, Report } from "./report.ts";
import { limitsNotRead, MOST_SHOWN, notes, notTakenIn, placesOf } from "./report-gaps.ts";
import { ANSWERED } from "./span.ts";
import { type Subject, UNKNOWN_SUBJECT } from "./subject.ts";
import { type Beside, besideHealthy, healthyView, LONGEST_WINDOW, type Thought } from "./think.ts";
import { iso, MINUTE, type Micros, micros, SECOND, type Window } from "./time.ts";
import { eachSourceFirst, gapView, viewOfTransaction } from "./transaction-view.ts";
import { verdictOf } from "./verdict.ts";

/** No function runs longer: what began later and has no end yet may still be running. */
const LONGEST_RUN = 15 * MINUTE;
/** Nor does an API wait longer for one: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html */
const LONGEST_WAIT = 30 * SECOND;

/**
 * The report on an alert, from all that is known. Pure: the same evidence gives the same report. `unclearSince`: since when
 * nothing clearer could be said than that it is unclear.
 */
export function reportOn(
  alert: Alert,
  thought: Thought,
  brought: Brought,
  catalog: Catalog,
  tookMs: number,
  unclearSince: Micros | null,
): Report {
  const { subjects, impact, relevant, window, meters, known, slow } = thought;
  const slowOnes = slow?.examples ?? [];
  const shown = shownCases(relevant.cases, impact, MOST_SHOWN - slowOnes.length);
  const isShown = new Set(shown.map(({ transaction }) => transaction));
  const gaps = [...brought.gaps, ...notTakenIn(alert, window)];
  const reads = new Reads(brought.sources, brought.reads, brought.evidence.records, gaps, window.to);
  const entries = entryImpacts(relevant.cases, impact, window, catalog, meters, (one) => isShown.has(one)).map((one) =>
    one.evidence.length > 0 ? one : { ...one, evidence: reads.cited(impact.entries.get(one.name)?.groups) },
  );
  const harmed = relevant.cases.filter(({ outcome }) => HARMED.has(outcome));
  const users = countUsers(relevant.cases, impact, catalog);
  const failing = entries.filter((one) => one.harmed > 0);
  const trend = overallTrend(harmed, entries, impact, window.to, catalog.policy);
  const lead = leadingCase(shown, harmed);
  const slowness = slownessOf(slow, window);
  const example = lead === undefined ? undefined : impact.examples.get(lead.transaction);
  const [subject = UNKNOWN_SUBJECT] = subjects;
  const beside = relevant.beside.filter(({ outcome, at }) => HARMED.has(outcome) && at >= window.from);
  const blocked = blockedOf(relevant.cases, namesOfSubjects(subjects), impact, meters, known, window, catalog);
  const lossClock = lossClockOf(relevant.cases, blocked, meters, known, window);
  const allUnread = gaps.filter((gap) => gap.unread);
  const covered = new Set(coveredGaps(allUnread, meters, window));
  const unread = allUnread.filter((gap) => !covered.has(gap));
  const touched = entriesOfSubjects(subjects, impact);
  const needed = new Set([...touched, ...failing.map(({ name }) => name)]);
  const tallies = [...impact.entries.values()].filter(({ name }) => needed.has(name));
  const missed = [
    ...uncounted(tallies, impact.cases, meters, window),
    ...tracedAlone(placesOfSubjects(subjects), impact, meters),
  ];
  const unknown = unknownEnds(subjects, impact, window);
  const examples = shown.flatMap(({ transaction }) => impact.examples.get(transaction) ?? []);
  const throttles = new Throttles(meters, impact, known);
  const provider = lead === undefined ? null : providerTrouble(impact.cases, lead.at);
  const failed = example === undefined ? null : causeOf(example, subjects, throttles, provider);
  const verdict = verdictOf(
    {
      entries,
      harmed: harmed.length,
      followed: harmed.filter(({ entry }) => entry !== null).length,
      trend,
      subjectSeen: subjectSeen(subjects, impact),
      unread: unread.map((gap) => reads.missing(gap)),
      reads: reads.cited(tallies.flatMap(({ groups }) => [...groups])),
      zeros: countedZero(tallies, meters, window),
      unknown,
      blocked,
      uncounted: missed,
      covered: [...covered].map(({ what }) => what),
      others: {
        requests: beside.length,
        where: placesOf(beside),
        evidence: reads.cited(beside.flatMap(({ groups }) => [...groups])),
      },
      slow: slowness,
      lostAstray: harmed.filter(({ entry, outcome, tester }) => entry === null && outcome === "lost" && !tester).length,
      example: lead?.hop ?? null,
      morning: iso(morningAfter(window.to, catalog)),
      unclearMinutes: unclearSince === null ? 0 : Math.max(0, Math.floor((window.to - unclearSince) / MINUTE)),
    },
    catalog,
  );
  const changes = changesBefore(harmed, lead, impact.versions, alert.changes ?? []);
  const compared = besideHealthy(lead, shown, thought);
  const changed = failed === null ? null : byChange(failed, changes, lead, example, compared);
  // Where nothing failed, that it was slow is what the alert is about.
  const cause = harmed.length === 0 && slowness !== null ? slowness.cause : changed;
  const cited = [...verdict.reasons.flatMap(({ evidence }) => evidence), ...(cause?.evidence ?? [])];
  return {
    incident: alert.incident,
    subject,
    subjects,
    window: { from: iso(window.from), to: iso(window.to) },
    asOf: iso(window.to),
    verdict,
    failing: failingView(harmed, lead, trend, impact, window),
    entries: summaries(entries, subjects, impact, window),
    users: usersView(users, unknown, unread.length === 0 && missed.length === 0),
    blocked:
      blocked === null ? null : { items: blocked.items, where: blocked.where, oldestSeconds: blocked.oldestSeconds },
    cause,
    slow: slowness?.view ?? null,
    healthy: healthyView(compared),
    lossClock:
      lossClock === null
        ? null
        : { items: lossClock.items, firstLostAt: lossClock.firstLostAt === null ? null : iso(lossClock.firstLostAt) },
    changes: changes.views,
    transactions: distinct(harmed.length === 0 ? [...slowOnes, ...examples] : [...examples, ...slowOnes]).map(
      (judged) => viewOfTransaction(judged, queryOf(judged), known),
    ),
    metrics: citedMetrics(brought.evidence.metrics, cited),
    reads: reads.views,
    minutes: {
      entries: failing.map(({ name }) => name),
      list: minutesOf(
        window,
        harmed.map(({ at }) => at),
        failing.map(({ name }) => impact.entries.get(name)?.succeededAt ?? []),
      ),
      whole: unread.length === 0 && missed.length === 0,
    },
    // What could not be read goes first: where little is shown, that is.
    gaps: [
      ...eachSourceFirst(allUnread),
      ...notes(alert, subjects, relevant, beside),
      ...limitsNotRead(relevant.cases, blocked),
      ...gaps.filter((gap) => !gap.unread),
    ].map(gapView),
    cost: { ...brought.cost, rounds: brought.rounds },
    tookMs,
  };
}

/** The cause, with what changed: a version, and what is configured. */
function byChange(
  cause: CauseView,
  changes: Changes,
  lead: Case | undefined,
  example: Judged | undefined,
  beside: Beside | null,
): CauseView {
  const changed = withChange(cause, changes);
  const program = example?.transaction.hops.find(({ id }) => id === lead?.functionHop);
  if (lead === undefined || program === undefined || beside === null) return changed;
  const healthy = beside.healthy.map(({ transaction }) => transaction);
  return withConfiguration(changed, program, lead.error, { ...beside, healthy }, changes.views);
}

/** One that needed a retry may be slow as well. */
function distinct(all: readonly Judged[]): Judged[] {
  return [...new Map(all.map((one) => [one.transaction.id, one])).values()];
}

function subjectSeen(subjects: readonly Subject[], impact: Impact): boolean {
  const named = namesOfSubjects(subjects);
  return named.length === 0 ? impact.seen.size > 0 : named.some((name) => impact.seen.has(name));
}

/** Requests of the entries that touch the subject of which nobody recorded an end, and that cannot be running any more. */
function unknownEnds(subjects: readonly Subject[], impact: Impact, window: Window): number {
  const touched = entriesOfSubjects(subjects, impact);
  let count = 0;
  for (const tally of impact.entries.values()) {
    if (subjects.length > 0 && !touched.has(tally.name)) continue;
    const over = window.to - (ANSWERED.has(tally.kind) ? LONGEST_WAIT : LONGEST_RUN);
    count += tally.unknownAt.filter((at) => at >= window.from && at <= over).length;
  }
  return count;
}

function failingView(
  harmed: readonly Case[],
  lead: Case | undefined,
  trend: Trend,
  impact: Impact,
  window: Window,
): FailingView | null {
  if (harmed.length === 0 || lead === undefined) return null;
  const since = micros(harmed.reduce((min, { at }) => Math.min(min, at), Number.POSITIVE_INFINITY));
  const entries = new Set(harmed.map(({ entry }) => entry ?? ""));
  const before = [...entries].some((name) => impact.entries.get(name)?.succeededAt.some((at) => at < since));
  return {
    function: lead.function,
    hop: lead.hop,
    error: lead.error === null ? null : { type: lead.error.type, message: lead.error.message },
    requests: harmed.length,
    since: iso(since),
    sinceIsWindowStart: !before || since - window.to + LONGEST_WINDOW < MINUTE,
    trend,
  };
}

/** The entries that are hit, worst first, then those that came to the subject unharmed. */
function summaries(
  hit: readonly EntryImpact[],
  subjects: readonly Subject[],
  impact: Impact,
  window: Window,
): EntrySummary[] {
  const known = new Map(hit.map((one) => [one.name, one]));
  const names = new Set([...known.keys(), ...entriesOfSubjects(subjects, impact)]);
  const rows: EntrySummary[] = [];
  for (const name of names) {
    const tally = impact.entries.get(name);
    if (tally === undefined) continue;
    const { kind, customerFacing, businessCritical, owner, runbook } = tally;
    const { harmed: requests = 0, before = null, trend = null } = known.get(name) ?? {};
    const total = requestsIn(tally, window);
    rows.push({
      name,
      kind,
      customerFacing,
      businessCritical,
      requests,
      total,
      share: total === 0 ? null : requests / total,
      trend: requests === 0 ? null : trend,
      before: before === null ? null : { now: before.now, dayAgo: before.dayAgo, weekAgo: before.weekAgo },
      owner,
      runbook,
    });
  }
  return rows;
}
