import type { Catalog, Policy } from "./catalog.ts";
import type { Blocked } from "./impact/blocked.ts";
import type { EntryImpact } from "./impact/entry-impact.ts";
import { isTooSlow, type SlowFact } from "./impact/slow.ts";
import type { Trend } from "./impact/trend.ts";
import { many } from "./many.ts";
import type { Decision, Reason, Verdict } from "./report.ts";
import {
  counts,
  goesOn,
  isDecided,
  isEnough,
  isGoneBefore,
  isMuch,
  isUndecidedBlocked,
  isUndecidedSlow,
  matters,
  undecided,
  unkept,
} from "./verdict-limits.ts";
import {
  blindSpots,
  blockedReason,
  failingReason,
  LIMIT_NOT_READ,
  lostReason,
  NOBODY_KNOWN,
  ruledOut,
  runsOutReason,
  shownBy,
  slowReason,
  smallReasons,
  TREND,
  tooSlowReason,
  undecidedSlowReason,
  unharmedReasons,
  unkeptReason,
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
  /** What waits behind a failure or a throttle, until when it is kept, and whether it is work that matters. */
  readonly blocked: Pick<
    Blocked,
    "items" | "exact" | "where" | "oldestSeconds" | "until" | "matters" | "critical" | "evidence"
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
  /** Of the requests that were followed to no entry, those that were accepted and then lost. */
  readonly lostAstray: number;
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
        `If the failures stop and at least ${many(policy.successesToStop, "request")} of the same entry succeed after the last one, it can wait.`,
      ),
  },
  {
    name: "work-runs-out-before-morning",
    says: "Work of a customer-facing or business-critical entry waits to be done again, and the first of it is gone before morning.",
    holds: ({ entries, blocked, morning }) => {
      const waiting = blocked?.matters === true && isGoneBefore(blocked, morning) ? [blocked] : [];
      return wakeFor(
        [...entries.filter((one) => matters(one) && isGoneBefore(one.kept, morning)), ...waiting],
        (one) => ("kept" in one ? runsOutReason(one) : blockedReason(one, true)),
        "If what waits is done again or moved before then, it can wait.",
      );
    },
  },
  {
    name: "customers-are-blocked",
    says: "Behind a failure or a throttle waits as much work of a customer-facing or business-critical flow as would be a reason to wake if it failed.",
    holds: ({ blocked }, policy) =>
      wakeFor(
        blocked?.matters === true && isMuch(blocked, policy) ? [blocked] : [],
        (one) => blockedReason(one, false),
        "If what blocks it is taken out of the way and the rest gets through, it can wait.",
      ),
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
    says: "Everything that had to be read was read, and no request failed, nor waits or was slow that may be a customer's.",
    holds: (facts, policy) =>
      facts.harmed === 0 && blindSpots(facts).length === 0 && isDecided(facts, policy)
        ? waitFor(facts, unharmedReasons(facts))
        : null,
  },
  {
    name: "harm-is-small-or-over",
    says: "Everything that had to be read was read, most failing requests were followed, and what failed does not reach the limits or is over.",
    holds: (facts, policy) => {
      const covered = blindSpots(facts).length === 0 && facts.followed * 2 > facts.harmed;
      return covered && isDecided(facts, policy) ? waitFor(facts, smallReasons(facts, policy)) : null;
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

/** What settles it where everything was read. */
function checkFor(facts: Facts, maybe: EntryImpact | undefined, policy: Policy): string {
  if (maybe !== undefined) return `whether customers use ${maybe.name}`;
  if (facts.blocked !== null && isUndecidedBlocked(facts, policy)) return `whose work waits in ${facts.blocked.where}`;
  if (facts.slow !== null && isUndecidedSlow(facts, policy)) return `whether customers use ${facts.slow.tally.name}`;
  return "whether the work that waits gets through";
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
  reasons.push(...unkept(facts).map(unkeptReason));
  const { blocked, slow } = facts;
  if (blocked !== null && isUndecidedBlocked(facts, policy))
    reasons.push(blockedReason(blocked, isGoneBefore(blocked, facts.morning), NOBODY_KNOWN));
  else if (blocked !== null && blocked.matters !== false && blocked.until === null)
    reasons.push(blockedReason(blocked, false, LIMIT_NOT_READ));
  if (slow !== null && isUndecidedSlow(facts, policy)) reasons.push(undecidedSlowReason(slow, policy));
  if (facts.harmed > facts.followed) {
    const text = `${many(facts.harmed - facts.followed, "failing request")} of ${facts.harmed} could not be followed to where it began.`;
    reasons.push({ text, evidence: shownBy(facts) });
  }
  const wake =
    isUndecidedBlocked(facts, policy) ||
    (facts.harmed > 0 &&
      (facts.harmed > facts.followed ||
        maybe.some((one) => one.lost > 0 || goesOn(one.trend) || isEnough(one, policy))));
  const check = spots[0]?.text ?? checkFor(facts, maybe[0], policy);
  return {
    decision: "unclear",
    leaning: wake ? "wake" : "wait",
    reasons,
    wouldChange: [`The one check that settles it: ${check}.`],
  };
}
