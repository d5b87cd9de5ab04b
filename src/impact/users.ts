import type { Catalog } from "../catalog.ts";
import type { Micros } from "../time.ts";
import type { Case } from "./case.ts";
import { type Impact, sharedIdentities } from "./impact.ts";
import { HARMED, isWorse, OUTCOMES, type Outcome } from "./outcome.ts";
import { type Asker, type Unseen, unseenUsers } from "./unseen-users.ts";

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
  /** Requests by which somebody is hit, and those of them that were followed to whose they are, or to that nobody knows it. */
  readonly requests: number;
  readonly followed: number;
  /** Who else may be hit, whom none of these shows. */
  readonly unseen: Unseen;
}

/** The outcomes by which whoever asked is hit. */
const HIT: ReadonlySet<Outcome> = new Set([...HARMED, "delayed"]);

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
  const userOf = ({ user, entry }: Case): string | null =>
    user !== null && shared.get(entry ?? "")?.has(user) !== true ? user : null;
  const byUser = Map.groupBy(
    cases.filter((one) => userOf(one) !== null),
    ({ user }) => user ?? "",
  );
  const nobodys = cases.filter((one) => userOf(one) === null);
  const unidentified = nobodys.filter(({ outcome, machine }) => HARMED.has(outcome) && !machine);
  const askers = cases.filter(({ outcome }) => HIT.has(outcome)).map((one) => askerOf(one, userOf(one), impact));
  const list = [...byUser].map(([id, own]) => hitUser(id, own, impact)).sort(worstFirst);
  const outcomes = { lost: 0, failed: 0, parked: 0, pending: 0, delayed: 0, recovered: 0 };
  for (const { outcome } of list) if (outcome !== "ok") outcomes[outcome]++;
  const hit = list.filter(({ outcome }) => HIT.has(outcome));
  return {
    list,
    hit: hit.length,
    stillFailing: hit.filter(({ stillFailing }) => stillFailing).length,
    outcomes,
    unidentified,
    addresses: new Set(unidentified.flatMap(({ clientAddress }) => clientAddress ?? [])).size,
    requests: askers.length,
    followed: askers.filter(({ followed }) => followed).length,
    unseen: unseenUsers(askers),
  };
}

/** What was only counted at its entry was not followed, where the lines that were not read tell whose it is. */
function askerOf(one: Case, user: string | null, impact: Impact): Asker {
  const mayTell = one.userUnread && impact.entries.get(one.entry ?? "")?.namedInLines === true;
  const followed = one.user !== null || one.machine || (one.entry !== null && !mayTell);
  return { at: one.at, alike: `${one.function} ${one.hopName} ${one.error?.type}`, followed, user };
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
