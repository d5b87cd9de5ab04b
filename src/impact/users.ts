import type { Catalog } from "../catalog.ts";
import type { Micros } from "../time.ts";
import type { Case } from "./case.ts";
import { type Impact, sharedIdentities } from "./impact.ts";
import { HARMED, isWorse, OUTCOMES, type Outcome } from "./outcome.ts";

export interface HitUser {
  readonly id: string;
  readonly outcome: Outcome;
  readonly requests: number;
  readonly stillFailing: boolean;
  readonly example: string;
}

export interface Users {
  /** By outcome, worst first; those whose calls merely recovered are in it, and are not hit. */
  readonly list: readonly HitUser[];
  readonly hit: number;
  readonly stillFailing: number;
  readonly outcomes: Readonly<Record<Exclude<Outcome, "ok">, number>>;
  /** Harmed requests without identity, and the addresses that they came from. */
  readonly unidentified: readonly Case[];
  readonly addresses: number;
  /** Harmed requests that were not followed to any entry: behind each may stand one more user. */
  readonly unfollowed: number;
}

/**
 * Counts people by the worst that happened to them. Someone is still failing if their last request at that entry failed. An
 * identity that too many healthy requests carry is nobody in particular, and its requests have no identity.
 */
export function countUsers(cases: readonly Case[], impact: Impact, catalog: Catalog): Users {
  const shared = new Map<string, ReadonlySet<string>>();
  for (const entry of new Set(cases.map((one) => one.entry ?? ""))) {
    const tally = impact.entries.get(entry);
    if (tally !== undefined) shared.set(entry, sharedIdentities(tally, catalog));
  }
  const byUser = new Map<string, Case[]>();
  const unidentified: Case[] = [];
  let unfollowed = 0;
  for (const one of cases) {
    const known = one.user !== null && shared.get(one.entry ?? "")?.has(one.user) !== true;
    if (known && one.user !== null) {
      const list = byUser.get(one.user);
      if (list === undefined) byUser.set(one.user, [one]);
      else list.push(one);
    } else if (HARMED.has(one.outcome) && !one.machine) {
      unidentified.push(one);
      if (one.entry === null) unfollowed++;
    }
  }
  const list = [...byUser].map(([id, own]) => hitUser(id, own, impact)).sort(worstFirst);
  const outcomes = { lost: 0, failed: 0, parked: 0, pending: 0, delayed: 0, recovered: 0 };
  for (const { outcome } of list) if (outcome !== "ok") outcomes[outcome]++;
  const hit = list.filter(({ outcome }) => outcome !== "recovered" && outcome !== "ok");
  return {
    list,
    hit: hit.length,
    stillFailing: hit.filter(({ stillFailing }) => stillFailing).length,
    outcomes,
    unidentified,
    addresses: new Set(unidentified.flatMap(({ clientAddress }) => clientAddress ?? [])).size,
    unfollowed,
  };
}

function hitUser(id: string, own: readonly Case[], impact: Impact): HitUser {
  const worst = own.reduce((a, b) => (isWorse(b.outcome, a.outcome) ? b : a));
  const harmed = own.filter(({ outcome }) => HARMED.has(outcome));
  const lastByEntry = new Map<string, Case>();
  for (const one of own) {
    const before = lastByEntry.get(one.entry ?? "");
    if (before === undefined || one.at >= before.at) lastByEntry.set(one.entry ?? "", one);
  }
  const stillFailing = [...lastByEntry].some(([entry, last]) => {
    const healthy: Micros | undefined = impact.entries.get(entry)?.healthy.get(id)?.last;
    return HARMED.has(last.outcome) && (healthy === undefined || healthy < last.at);
  });
  return {
    id,
    outcome: worst.outcome,
    requests: Math.max(1, harmed.length),
    stillFailing,
    example: worst.requestId ?? worst.transaction,
  };
}

function worstFirst(a: HitUser, b: HitUser): number {
  return OUTCOMES.indexOf(a.outcome) - OUTCOMES.indexOf(b.outcome) || b.requests - a.requests || (a.id < b.id ? -1 : 1);
}
