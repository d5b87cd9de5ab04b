import type { Catalog } from "../catalog.ts";
import type { EntryKind } from "../span.ts";
import type { Micros, Window } from "../time.ts";
import { type Before, beforeOf } from "./before.ts";
import type { Case } from "./case.ts";
import { type EntryTally, type Impact, requestsIn } from "./impact.ts";
import { type Kept, keptOf } from "./kept.ts";
import { Meters } from "./meters.ts";
import { HARMED, HURT, type Outcome } from "./outcome.ts";
import { countsZero } from "./stopped.ts";
import { type Trend, trendOf } from "./trend.ts";
import { countUsers } from "./users.ts";

/** What an incident does at one entry, in numbers. Requests are transactions that began in the window. */
export interface EntryImpact {
  readonly name: string;
  readonly kind: EntryKind;
  readonly customerFacing: boolean | null;
  readonly businessCritical: boolean | null;
  readonly why: string;
  readonly harmed: number;
  /** So many of the harmed are the team's own testers': none of those is counted as lost, failed, parked or pending. */
  readonly testers: number;
  readonly lost: number;
  readonly failed: number;
  readonly parked: number;
  readonly pending: number;
  readonly delayed: number;
  readonly recovered: number;
  readonly total: number;
  /** `total` is of all requests, and not only of those that were traced or failed. */
  readonly counted: boolean;
  readonly stillFailing: number;
  readonly people: Readonly<Record<Exclude<Outcome, "ok">, number>>;
  readonly unidentified: number;
  readonly addresses: number;
  readonly trend: Trend;
  /** What CloudWatch counted at the same time of earlier days. */
  readonly before: Before | null;
  /** The work that is pending or parked. */
  readonly kept: Kept;
  /** Hops of examples, one of the worst first. */
  readonly evidence: readonly string[];
}

const MOST_EVIDENCE = 3;

/** The impact on each entry that the cases touch, worst first. */
export function entryImpacts(
  cases: readonly Case[],
  impact: Impact,
  window: Window,
  catalog: Catalog,
  meters: Meters = new Meters([], catalog),
  isShown: (transaction: string) => boolean = (transaction) => impact.examples.has(transaction),
): EntryImpact[] {
  const byEntry = Map.groupBy(cases, ({ entry }) => entry);
  const impacts: EntryImpact[] = [];
  for (const [name, own] of byEntry) {
    const tally = name === null ? undefined : impact.entries.get(name);
    if (tally !== undefined) impacts.push(impactOn(tally, own, impact, window, catalog, meters, isShown));
  }
  return impacts.sort((a, b) => b.harmed - a.harmed || b.recovered - a.recovered || (a.name < b.name ? -1 : 1));
}

function impactOn(
  tally: EntryTally,
  own: readonly Case[],
  impact: Impact,
  window: Window,
  catalog: Catalog,
  meters: Meters,
  isShown: (transaction: string) => boolean,
): EntryImpact {
  const users = countUsers(own, impact, catalog);
  // Whose work waits got no error: nobody of them is trying again.
  const hurt = countUsers(
    own.filter(({ outcome }) => HURT.has(outcome)),
    impact,
    catalog,
  );
  const count = (outcome: Outcome): number => own.filter((one) => one.outcome === outcome && !one.tester).length;
  const harmed = own.filter(({ outcome }) => HARMED.has(outcome));
  const harmedAt: Micros[] = harmed.map(({ at }) => at);
  const shown = (harmed.length > 0 ? harmed : own).filter(({ transaction }) => isShown(transaction));
  return {
    name: tally.name,
    kind: tally.kind,
    customerFacing: tally.customerFacing,
    businessCritical: tally.businessCritical,
    why: tally.why,
    harmed: harmed.length,
    testers: harmed.filter(({ tester }) => tester).length,
    lost: count("lost"),
    failed: count("failed"),
    parked: count("parked"),
    pending: count("pending"),
    delayed: count("delayed"),
    recovered: count("recovered"),
    total: requestsIn(tally, window),
    counted: tally.counted,
    stillFailing: hurt.stillFailing,
    people: users.outcomes,
    unidentified: hurt.unidentified.length,
    addresses: hurt.addresses,
    trend: countsZero(tally, harmedAt, window.to, meters)
      ? "stopped"
      : trendOf(harmedAt, tally.succeededAt, window.to, catalog.policy),
    before: beforeOf(tally, impact, meters, window),
    kept: keptOf(own),
    evidence: shown.slice(0, MOST_EVIDENCE).map(({ hop }) => hop),
  };
}
