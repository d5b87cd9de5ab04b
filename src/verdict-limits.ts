import type { Policy } from "./catalog.ts";
import { isUsual } from "./impact/before.ts";
import type { EntryImpact } from "./impact/entry-impact.ts";
import { isTooSlow } from "./impact/slow.ts";
import type { Trend } from "./impact/trend.ts";
import { iso } from "./time.ts";
import type { Facts } from "./verdict.ts";

/** From where on harm is a reason to wake, and where nothing tells whether it is one. */

type Blocked = NonNullable<Facts["blocked"]>;

/** Where a failing request is a reason to wake: customers see it, or it is critical and nothing says that they do not. */
export function counts({ customerFacing, businessCritical }: EntryImpact): boolean {
  return customerFacing === true || (businessCritical === true && customerFacing !== false);
}

/** Where lost work is a reason to wake: also where it is critical and no customer waits for it. */
export function matters({ customerFacing, businessCritical }: EntryImpact): boolean {
  return customerFacing === true || businessCritical === true;
}

export function isEnough(entry: EntryImpact, policy: Policy): boolean {
  if (isUsual(entry, policy)) return false;
  const critical = entry.businessCritical === true;
  // Work that waits is not lost, and nobody got an error for it: its clock decides.
  const hurt = entry.harmed - entry.testers - entry.parked - entry.pending;
  if (critical && (entry.stillFailing >= policy.criticalPeople || hurt >= policy.criticalRequests)) return true;
  if (entry.stillFailing >= policy.people) return true;
  if (entry.unidentified >= policy.anonymousRequests && entry.addresses >= policy.addresses) return true;
  return entry.counted && hurt >= policy.shareRequests && hurt >= policy.share * entry.total;
}

/** No traffic since the last failure is no sign that it is over. */
export function goesOn(trend: Trend): boolean {
  return trend !== "stopped";
}

/** Whether work that waits is known to be gone at the team's morning. */
export function isGoneBefore({ until }: EntryImpact["kept"] | Blocked, morning: string): boolean {
  return until !== null && iso(until) < morning;
}

export function isMuch({ items, critical }: Blocked, { anonymousRequests, criticalRequests }: Policy): boolean {
  return items >= (critical ? criticalRequests : anonymousRequests);
}

/** Entries whose waiting work may be somebody's, and of which it is not known how long it is kept. */
export function unkept({ entries }: Facts): EntryImpact[] {
  return entries.filter(
    ({ customerFacing, businessCritical, kept, pending, parked }) =>
      (customerFacing !== false || businessCritical === true) &&
      (kept.items < pending + parked || kept.unread.length > 0),
  );
}

/** Entries that would be a reason to wake if customers stood behind them, which nothing tells. */
export function undecided({ entries, morning }: Facts, policy: Policy): EntryImpact[] {
  return entries.filter((one) => {
    const open = one.customerFacing === null && one.businessCritical !== true;
    const harm = one.lost > 0 || isGoneBefore(one.kept, morning) || (goesOn(one.trend) && isEnough(one, policy));
    return open && harm;
  });
}

/** The same of work that waits, and of requests that are slow. */
export function isUndecidedBlocked({ blocked, morning }: Facts, policy: Policy): boolean {
  return blocked?.matters === null && (isMuch(blocked, policy) || isGoneBefore(blocked, morning));
}

export function isUndecidedSlow({ slow }: Facts, policy: Policy): boolean {
  if (slow === null || slow.tally.customerFacing !== null) return false;
  return isTooSlow({ ...slow, tally: { ...slow.tally, customerFacing: true } }, policy);
}

/** Whether nothing is left of which it is open whose it is, or until when it is kept. */
export function isDecided(facts: Facts, policy: Policy): boolean {
  const open = undecided(facts, policy).length > 0 || unkept(facts).length > 0 || facts.lostAstray > 0;
  const waiting = facts.blocked !== null && facts.blocked.matters !== false && facts.blocked.until === null;
  return !open && !waiting && !isUndecidedBlocked(facts, policy) && !isUndecidedSlow(facts, policy);
}
