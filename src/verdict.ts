import type { Catalog, Policy } from "./catalog.ts";
import { isUsual } from "./impact/before.ts";
import type { Blocked } from "./impact/blocked.ts";
import type { EntryImpact } from "./impact/entry-impact.ts";
import { isTooSlow, type SlowFact } from "./impact/slow.ts";
import type { Trend } from "./impact/trend.ts";
import { many } from "./many.ts";
import type { Decision, Reason, Verdict } from "./report.ts";
import { iso } from "./time.ts";
import {
  blindSpots,
  blockedReason,
  failingReason,
  lostReason,
  ruledOut,
  runsOutReason,
  shownBy,
  slowReason,
  smallReasons,
  TREND,
  tooSlowReason,
  unharmedReasons,
} from "./verdict-reasons.ts";

/** What the rules look at. Everything is as of one moment; unknown is never filled in. */
export interface Facts {
  readonly entries: readonly EntryImpact[];
  /** Harmed requests in all, those that were followed to their entry, and the trend of all together. */
  readonly harmed: number;
  readonly followed: number;
  readonly trend: Trend;
  /** What the alert names was seen at work, so that silence means something. */
  readonly subjectSeen: boolean;
  /** Log groups, sources or slices of time that should have been read and were not. */
  readonly unread: readonly Reason[];
  /** What was read, by its ids, whole before in part: it shows what nobody recorded. */
  readonly reads: readonly string[];
  /** Points of metrics that count failures where the requests came in, and counted none. */
  readonly zeros: readonly string[];
  /** Requests whose end nobody recorded. */
  readonly unknown: number;
  /** What waits behind a failure or a throttle, and whether it is work that matters. */
  readonly blocked: Pick<
    Blocked,
    "items" | "exact" | "where" | "oldestSeconds" | "matters" | "critical" | "evidence"
  > | null;
  /** What CloudWatch counted and no line tells. */
  readonly uncounted: readonly Reason[];
  /** What was not read, and need not be: CloudWatch counted no failure there. */
  readonly covered: readonly string[];
  /** Requests that fail meanwhile and are not about what the alert names: how many, and where, in words. */
  readonly others: {
    readonly requests: number;
    readonly where: readonly string[];
    readonly evidence: readonly string[];
  };
  /** Requests that were answered late, which the alert is about. */
  readonly slow: SlowFact | null;
  /** A line of evidence for the report as a whole: an example's hop. */
  readonly example: string | null;
  readonly morning: string;
  /** For how many minutes nothing clearer could be said than that it is unclear; 0 at first. */
  readonly unclearMinutes: number;
}

interface Held {
  readonly decision: Decision;
  readonly leaning: "wake" | "wait" | null;
  readonly reasons: readonly Reason[];
  readonly wouldChange: readonly string[];
}

interface Rule {
  readonly name: string;
  /** The rule for a person to read. */
  readonly says: string;
  readonly holds: (facts: Facts, policy: Policy) => Held | null;
}

/** The rule that holds by the time that passed alone. */
export const UNCLEAR_FOR_TOO_LONG = "unclear-for-too-long";

/** Every rule, in the order in which they are asked; the first that holds decides. The last one always holds. */
export const RULES: readonly Rule[] = [
  {
    name: "customers-lose-work",
    says: "Work of a customer-facing or business-critical entry was accepted and then lost.",
    holds: (facts) =>
      wakeFor(
        facts.entries.filter((one) => matters(one) && one.lost > 0),
        lostReason,
        "If the lost requests turn out to be kept somewhere (a dead-letter queue or a destination that was not seen), it can wait.",
      ),
  },
  {
    name: "customers-are-failing",
    says: "Requests of a customer-facing or business-critical entry fail, it goes on, and enough people or requests are hit.",
    holds: (facts, policy) =>
      wakeFor(
        facts.entries.filter((one) => counts(one) && goesOn(one.trend) && isEnough(one, policy)),
        failingReason,
        "If the failures stop and at least ten requests of the same entry succeed after the last one, it can wait.",
      ),
  },
  {
    name: "work-runs-out-before-morning",
    says: "Work of a customer-facing or business-critical entry waits to be done again, and the first of it is gone before morning.",
    holds: (facts) =>
      wakeFor(
        facts.entries.filter((one) => matters(one) && isGoneBefore(one, facts.morning)),
        runsOutReason,
        "If what waits is done again or moved before then, it can wait.",
      ),
  },
  {
    name: "customers-are-blocked",
    says: "Behind a failure or a throttle waits as much work of a customer-facing or business-critical flow as would be a reason to wake if it failed.",
    holds: (facts, policy) => blockedHeld(facts, policy),
  },
  {
    name: "customers-wait-too-long",
    says: "A customer-facing or business-critical entry answers, but so late that people give up, it goes on, and enough of them are hit.",
    holds: ({ slow }, policy) =>
      wakeFor(
        slow !== null && isTooSlow(slow, policy) ? [slow] : [],
        (one) => tooSlowReason(one, policy),
        `If it answers within ${policy.waitSeconds} s again, it can wait.`,
      ),
  },
  {
    name: "nobody-is-harmed",
    says: "Everything that had to be read was read, and no request failed.",
    holds: (facts) =>
      facts.harmed === 0 && blindSpots(facts).length === 0 ? waitFor(facts, unharmedReasons(facts)) : null,
  },
  {
    name: "harm-is-small-or-over",
    says: "Everything that had to be read was read, most failing requests were followed, and what failed does not reach the limits or is over.",
    holds: (facts, policy) => {
      const covered = blindSpots(facts).length === 0 && facts.followed * 2 > facts.harmed;
      const decided = undecided(facts, policy).length === 0;
      const clockKnown = facts.entries.every((one) => !matters(one) || isKept(one));
      return covered && decided && clockKnown ? waitFor(facts, smallReasons(facts, policy)) : null;
    },
  },
  {
    name: UNCLEAR_FOR_TOO_LONG,
    says: "Requests fail and do not get fewer, and for too long neither harm nor its absence could be proven.",
    holds: (facts, policy) => {
      const goOn = facts.harmed > 0 && facts.trend !== "stopped" && facts.trend !== "falling";
      if (!goOn || facts.unclearMinutes < policy.unclearMinutes) return null;
      const { reasons, wouldChange } = unclear(facts, policy);
      const text = `For ${many(facts.unclearMinutes, "minute")} it was unclear, and ${many(facts.harmed, "failing request")} did not get fewer: ${TREND[facts.trend]}.`;
      const evidence = shownBy(facts);
      return { decision: "wake", leaning: null, reasons: [{ text, evidence }, ...reasons], wouldChange };
    },
  },
  {
    name: "not-enough-evidence",
    says: "Neither harm nor its absence is proven.",
    holds: (facts, policy) => unclear(facts, policy),
  },
];

/** The verdict, by the first rule that holds. `until` is when a `wait` ends: the team's next morning. */
export function verdictOf(facts: Facts, catalog: Catalog): Verdict {
  for (const { name, holds } of RULES) {
    const held = holds(facts, catalog.policy);
    if (held === null) continue;
    return {
      ...held,
      rule: name,
      ruledOut: ruledOut(facts, held.decision),
      until: held.decision === "wait" ? facts.morning : null,
    };
  }
  throw new Error("the last rule always holds");
}

/** Where a failing request is a reason to wake: customers see it, or it is critical and nothing says that they do not. */
function counts({ customerFacing, businessCritical }: EntryImpact): boolean {
  return customerFacing === true || (businessCritical === true && customerFacing !== false);
}

/** Where lost work is a reason to wake: also where it is critical and no customer waits for it. */
function matters({ customerFacing, businessCritical }: EntryImpact): boolean {
  return customerFacing === true || businessCritical === true;
}

/** Entries that would be a reason to wake if customers stood behind them, which nothing tells. */
function undecided({ entries, morning }: Facts, policy: Policy): EntryImpact[] {
  return entries.filter((one) => {
    const open = one.customerFacing === null && one.businessCritical !== true;
    const harm = one.lost > 0 || isGoneBefore(one, morning) || (goesOn(one.trend) && isEnough(one, policy));
    return open && harm;
  });
}

/** Whether work that waits is known to be gone at the team's morning. */
function isGoneBefore({ kept }: EntryImpact, morning: string): boolean {
  return kept.until !== null && iso(kept.until) < morning;
}

/** Whether it is known of all work that waits how long it is kept. */
function isKept({ kept, pending, parked }: EntryImpact): boolean {
  return kept.items >= pending + parked && kept.unread.length === 0;
}

function blockedHeld({ blocked }: Facts, { anonymousRequests, criticalRequests }: Policy): Held | null {
  if (blocked === null || !blocked.matters) return null;
  if (blocked.items < (blocked.critical ? criticalRequests : anonymousRequests)) return null;
  return {
    decision: "wake",
    leaning: null,
    reasons: [blockedReason(blocked)],
    wouldChange: ["If what blocks it is taken out of the way and the rest gets through, it can wait."],
  };
}

/** No traffic since the last failure is no sign that it is over. */
function goesOn(trend: Trend): boolean {
  return trend !== "stopped";
}

function isEnough(entry: EntryImpact, policy: Policy): boolean {
  if (isUsual(entry, policy)) return false;
  const critical = entry.businessCritical === true;
  // Work that waits is not lost, and nobody got an error for it: its clock decides.
  const hurt = entry.harmed - entry.testers - entry.parked - entry.pending;
  if (critical && (entry.stillFailing >= policy.criticalPeople || hurt >= policy.criticalRequests)) return true;
  if (entry.stillFailing >= policy.people) return true;
  if (entry.unidentified >= policy.anonymousRequests && entry.addresses >= policy.addresses) return true;
  return entry.counted && hurt >= policy.shareRequests && hurt >= policy.share * entry.total;
}

function wakeFor<T>(entries: readonly T[], reason: (entry: T) => Reason, wouldChange: string): Held | null {
  if (entries.length === 0) return null;
  return { decision: "wake", leaning: null, reasons: entries.map(reason), wouldChange: [wouldChange] };
}

function waitFor({ entries, others, slow }: Facts, first: readonly Reason[]): Held {
  const reasons = slow === null ? first : [...first, slowReason(slow)];
  const names = entries.filter(({ customerFacing }) => customerFacing !== false).map(({ name }) => name);
  const wouldChange = [
    names.length > 0
      ? `A failing request at ${names.slice(0, 3).join(", ")} that a customer sees.`
      : "A failing request that a customer sees.",
  ];
  const meanwhile = `${many(others.requests, "other request")} failed meanwhile, at ${others.where.join(", ")}: that is not what this alert is about.`;
  return {
    decision: "wait",
    leaning: null,
    reasons: others.requests === 0 ? reasons : [...reasons, { text: meanwhile, evidence: others.evidence }],
    wouldChange,
  };
}

function unclear(facts: Facts, policy: Policy): Held {
  const spots = blindSpots(facts);
  const maybe = undecided(facts, policy);
  const reasons: Reason[] = spots.map(({ text, evidence }) => ({ text: `Not seen: ${text}.`, evidence }));
  for (const one of maybe) {
    reasons.push({
      text: `${many(one.harmed, "request")} to ${one.name} failed, and nothing tells whether customers stand behind it.`,
      evidence: one.evidence,
    });
  }
  for (const one of facts.entries.filter((entry) => matters(entry) && !isKept(entry))) {
    const limits = one.kept.unread.length > 0 ? one.kept.unread.join(", ") : "how long they are kept";
    const [are, waiting] = [
      one.pending + one.parked === 1 ? "is" : "are",
      one.pending > 0 ? "still being tried" : "parked",
    ];
    reasons.push({
      text: `${many(one.pending + one.parked, "request")} to ${one.name} ${are} ${waiting}; ${limits} was not read.`,
      evidence: one.evidence,
    });
  }
  if (facts.harmed > facts.followed) {
    const text = `${many(facts.harmed - facts.followed, "failing request")} of ${facts.harmed} could not be followed to where it began.`;
    reasons.push({ text, evidence: shownBy(facts) });
  }
  const wake =
    facts.harmed > 0 &&
    (facts.harmed > facts.followed || maybe.some((one) => one.lost > 0 || goesOn(one.trend) || isEnough(one, policy)));
  const check =
    spots[0]?.text ??
    (maybe[0] === undefined ? "whether the work that waits gets through" : `whether customers use ${maybe[0].name}`);
  return {
    decision: "unclear",
    leaning: wake ? "wake" : "wait",
    reasons,
    wouldChange: [`The one check that settles it: ${check}.`],
  };
}
