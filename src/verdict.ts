import type { Catalog, Policy } from "./catalog.ts";
import type { EntryImpact } from "./impact/entry-impact.ts";
import type { Trend } from "./impact/trend.ts";
import { many } from "./many.ts";
import type { Decision, Reason, Verdict } from "./report.ts";

/** What the rules look at. Everything is as of one moment; unknown is never filled in. */
export interface Facts {
  readonly entries: readonly EntryImpact[];
  /** Harmed requests in all, those that were followed to their entry, and the trend of all together. */
  readonly harmed: number;
  readonly followed: number;
  readonly trend: Trend;
  /** What the alert names was seen at work, so that silence means something. */
  readonly subjectSeen: boolean;
  /** Log groups, sources or slices of time that should have been read and were not, in words. */
  readonly unread: readonly string[];
  /** Requests whose end nobody recorded. */
  readonly unknown: number;
  /** Requests that fail meanwhile and are not about what the alert names: how many, and where, in words. */
  readonly others: { readonly requests: number; readonly where: readonly string[] };
  /** A line of evidence for the report as a whole: an example's hop. */
  readonly example: string | null;
  readonly morning: string;
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
      const clockKnown = facts.entries.every((one) => !matters(one) || one.pending === 0);
      return covered && decided && clockKnown ? waitFor(facts, smallReasons(facts)) : null;
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
      ruledOut: ruledOut(facts, held),
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
function undecided({ entries }: Facts, policy: Policy): EntryImpact[] {
  return entries.filter((one) => {
    const open = one.customerFacing === null && one.businessCritical !== true;
    return open && (one.lost > 0 || (goesOn(one.trend) && isEnough(one, policy)));
  });
}

/** No traffic since the last failure is no sign that it is over. */
function goesOn(trend: Trend): boolean {
  return trend !== "stopped";
}

function isEnough(entry: EntryImpact, policy: Policy): boolean {
  const critical = entry.businessCritical === true;
  if (critical && (entry.stillFailing >= policy.criticalPeople || entry.harmed >= policy.criticalRequests)) return true;
  if (entry.stillFailing >= policy.people) return true;
  if (entry.unidentified >= policy.anonymousRequests && entry.addresses >= policy.addresses) return true;
  return entry.harmed >= policy.shareRequests && entry.harmed >= policy.share * entry.total;
}

function wakeFor(
  entries: readonly EntryImpact[],
  reason: (entry: EntryImpact) => Reason,
  wouldChange: string,
): Held | null {
  if (entries.length === 0) return null;
  return { decision: "wake", leaning: null, reasons: entries.map(reason), wouldChange: [wouldChange] };
}

function lostReason(entry: EntryImpact): Reason {
  const people = entry.people.lost > 0 ? ` of ${many(entry.people.lost, "customer")}` : "";
  const text = `${many(entry.lost, "request")}${people} to ${entry.name} ${entry.lost === 1 ? "was" : "were"} accepted and then lost: every attempt failed, and no dead-letter queue or failure destination was seen to keep them.`;
  return { text, evidence: entry.evidence };
}

function failingReason(entry: EntryImpact): Reason {
  const failing = `${many(entry.harmed, "request")} of ${entry.total} to ${entry.name} failed`;
  const who = entry.stillFailing > 0 ? `, and ${many(entry.stillFailing, "person", "people")} cannot get through` : "";
  const guests =
    entry.unidentified > 0
      ? `; ${many(entry.unidentified, "request")} carried no identity, from ${many(entry.addresses, "address", "addresses")}`
      : "";
  return { text: `${failing}${who}${guests}; ${TREND[entry.trend]}.`, evidence: entry.evidence };
}

const TREND: Readonly<Record<Trend, string>> = {
  rising: "it is getting worse",
  steady: "it goes on",
  falling: "it goes on, less than before",
  stopped: "it has stopped",
  quiet: "there was no traffic since, which proves nothing",
};

function waitFor({ entries, others }: Facts, reasons: readonly Reason[]): Held {
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
    reasons: others.requests === 0 ? reasons : [...reasons, { text: meanwhile, evidence: [] }],
    wouldChange,
  };
}

function unharmedReasons(facts: Facts): Reason[] {
  const recovered = facts.entries.reduce((sum, one) => sum + one.recovered + one.delayed, 0);
  const evidence = facts.example === null ? [] : [facts.example];
  const reasons = [
    {
      text:
        recovered > 0
          ? `No request failed: ${many(recovered, "request")} had trouble inside, and a retry succeeded.`
          : facts.others.requests === 0
            ? "No request failed."
            : "No request that comes to what the alert names failed.",
      evidence,
    },
  ];
  for (const one of facts.entries.filter(({ customerFacing }) => customerFacing === false)) {
    if (one.recovered + one.delayed > 0)
      reasons.push({ text: `${one.name} is not customer-facing: ${one.why}.`, evidence: [...one.evidence] });
  }
  return reasons;
}

function smallReasons({ entries }: Facts): Reason[] {
  return entries
    .filter((one) => one.harmed > 0)
    .map((one) => {
      const what = `${many(one.harmed, "request")} of ${one.total} to ${one.name} failed`;
      const why = one.customerFacing === false ? `it is not customer-facing (${one.why})` : TREND[one.trend];
      return { text: `${what}; ${why}.`, evidence: one.evidence };
    });
}

/** What forbids to say that it can wait. */
function blindSpots(facts: Facts): string[] {
  const spots = [...facts.unread];
  if (!facts.subjectSeen) spots.push("nothing that was read shows what the alert names at work");
  if (facts.unknown > 0) spots.push(`of ${many(facts.unknown, "request")} nobody recorded how it ended`);
  return spots;
}

function unclear(facts: Facts, policy: Policy): Held {
  const spots = blindSpots(facts);
  const maybe = undecided(facts, policy);
  const reasons: Reason[] = spots.map((text) => ({ text: `Not seen: ${text}.`, evidence: [] }));
  for (const one of maybe) {
    reasons.push({
      text: `${many(one.harmed, "request")} to ${one.name} failed, and nothing tells whether customers stand behind it.`,
      evidence: one.evidence,
    });
  }
  for (const one of facts.entries.filter((entry) => matters(entry) && entry.pending > 0)) {
    reasons.push({
      text: `${many(one.pending, "request")} to ${one.name} ${one.pending === 1 ? "is" : "are"} still being tried; how long they are kept was not read.`,
      evidence: one.evidence,
    });
  }
  if (facts.harmed > facts.followed) {
    const text = `${many(facts.harmed - facts.followed, "failing request")} of ${facts.harmed} could not be followed to where it began.`;
    reasons.push({ text, evidence: facts.example === null ? [] : [facts.example] });
  }
  const wake =
    facts.harmed > 0 &&
    (facts.harmed > facts.followed || maybe.some((one) => one.lost > 0 || goesOn(one.trend) || isEnough(one, policy)));
  const check =
    spots[0] ??
    (maybe[0] === undefined ? "whether the work that waits gets through" : `whether customers use ${maybe[0].name}`);
  return {
    decision: "unclear",
    leaning: wake ? "wake" : "wait",
    reasons,
    wouldChange: [`The one check that settles it: ${check}.`],
  };
}

function ruledOut(facts: Facts, held: Held): string[] {
  const out: string[] = [];
  if (facts.entries.every(({ lost }) => lost === 0) && held.decision !== "unclear")
    out.push("No work was seen to be lost.");
  if (held.decision === "wake" && facts.trend !== "stopped") out.push("It has not stopped.");
  if (held.decision === "wait" && facts.unread.length === 0) out.push("Nothing that had to be read is missing.");
  return out;
}
