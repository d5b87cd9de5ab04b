import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { EMPTY_CATALOG, parseCatalog } from "../src/catalog.ts";
import type { SlowView } from "../src/comparison.ts";
import type { EntryImpact } from "../src/impact/entry-impact.ts";
import { type EntryTally, Impact } from "../src/impact/impact.ts";
import type { SlowFact } from "../src/impact/slow.ts";
import { TRENDS } from "../src/impact/trend.ts";
import type { Decision, Verdict } from "../src/report.ts";
import { parseTime } from "../src/time.ts";
import { type Facts, RULES, verdictOf } from "../src/verdict.ts";
import { judgedOf } from "./impact/judged-of.ts";

const MORNING = "2026-11-22T08:00:00.000Z";
const NOBODY = { lost: 0, failed: 0, parked: 0, pending: 0, delayed: 0, recovered: 0 };
/** A customer-facing entry with much traffic, of which a little fails, and goes on failing. */
const ENTRY: EntryImpact = {
  name: "POST /checkout",
  kind: "http",
  customerFacing: true,
  businessCritical: null,
  why: "the catalog says so",
  harmed: 4,
  lost: 0,
  failed: 4,
  parked: 0,
  pending: 0,
  delayed: 0,
  recovered: 0,
  total: 10_000,
  counted: true,
  stillFailing: 4,
  people: { ...NOBODY, failed: 4 },
  testers: 0,
  unidentified: 0,
  addresses: 0,
  trend: "steady",
  before: null,
  kept: { items: 0, until: null, unread: [], places: [] },
  evidence: ["t1#1"],
};

/** Four of its requests went into a dead-letter queue after they were accepted. */
const PARKED = { failed: 0, parked: 4, stillFailing: 0, people: { ...NOBODY, parked: 4 } } as const;
/** A log group that may not be read. */
const UNREAD = { text: "/aws/lambda/pay (it may not be read)", evidence: ["read:cloudwatch-logs//aws/lambda/pay@t"] };
const READ = "read:cloudwatch-logs@t";
const BLOCKED = {
  items: 20,
  exact: true,
  where: "stream rides",
  oldestSeconds: 7200,
  until: parseTime("2026-11-23T00:00:00Z"),
  matters: true,
  critical: false,
  evidence: ["metric:AWS/Kinesis/GetRecords.IteratorAgeMilliseconds@t"],
} as const;

interface Row {
  readonly when: string;
  readonly entry?: Partial<EntryImpact>;
  readonly facts?: Partial<Facts>;
  readonly decision: Decision;
  readonly rule?: string;
}

/** As many of its requests fail as ever, as far as CloudWatch counted. */
const AS_EVER = {
  where: "API Gateway shop",
  alone: true,
  now: 0.05,
  dayAgo: 0.05,
  weekAgo: 0.045,
  evidence: ["metric:AWS/ApiGateway/5xx@t"],
} as const;
/** Enough to wake anybody. */
const MANY = { harmed: 50, failed: 50, total: 1000, stillFailing: 40 } as const;

const TABLE: readonly Row[] = [
  {
    when: "many fail, as many as at the same time a day and a week ago",
    entry: { ...MANY, before: AS_EVER },
    decision: "wait",
    rule: "harm-is-small-or-over",
  },
  {
    when: "many fail of a business-critical entry, as many as a day and a week ago",
    entry: { ...MANY, businessCritical: true, before: AS_EVER },
    decision: "wait",
  },
  {
    when: "many fail, and many did a day ago, but not a week ago",
    entry: { ...MANY, before: { ...AS_EVER, weekAgo: 0.01 } },
    decision: "wake",
  },
  {
    when: "many fail, and what was a week ago is not known",
    entry: { ...MANY, before: { ...AS_EVER, weekAgo: null } },
    decision: "wake",
  },
  {
    when: "many fail, and what was a day ago is not known",
    entry: { ...MANY, before: { ...AS_EVER, dayAgo: null } },
    decision: "wake",
  },
  { when: "many fail, and no other day is known", entry: { ...MANY, before: null }, decision: "wake" },
  {
    when: "more fail than a day and a week ago, by what CloudWatch counts",
    entry: { ...MANY, before: { ...AS_EVER, now: 0.08 } },
    decision: "wake",
  },
  {
    when: "more fail than a day and a week ago, by the requests themselves",
    entry: { ...MANY, harmed: 80, failed: 80, before: AS_EVER },
    decision: "wake",
  },
  {
    when: "as many fail as ever, and it is getting worse",
    entry: { ...MANY, trend: "rising", before: AS_EVER },
    decision: "wake",
  },
  {
    when: "as many fail as ever where several entries are counted together",
    entry: { ...MANY, before: { ...AS_EVER, alone: false } },
    decision: "wake",
  },
  {
    when: "as many fail as ever, and one of them is work that is lost",
    entry: { ...MANY, lost: 1, before: AS_EVER },
    decision: "wake",
    rule: "customers-lose-work",
  },
  {
    when: "as many fail as ever, and a part of it was not read",
    entry: { ...MANY, before: AS_EVER },
    facts: { unread: [UNREAD] },
    decision: "unclear",
  },
  {
    when: "none failed a day and a week ago, and few do now",
    entry: { before: { ...AS_EVER, now: 0.0004, dayAgo: 0, weekAgo: 0 } },
    decision: "wait",
  },
  { when: "four people of a customer-facing entry cannot get through", decision: "wait" },
  {
    when: "five people cannot get through",
    entry: { stillFailing: 5 },
    decision: "wake",
    rule: "customers-are-failing",
  },
  {
    when: "five people failed, and got through since",
    entry: { stillFailing: 0, people: { ...NOBODY, failed: 5 } },
    decision: "wait",
  },
  {
    when: "19 requests without identity fail",
    entry: { unidentified: 19, addresses: 19, harmed: 19 },
    decision: "wait",
  },
  {
    when: "20 requests without identity fail, from 4 addresses",
    entry: { unidentified: 20, addresses: 4, harmed: 20 },
    decision: "wait",
  },
  {
    when: "20 requests without identity fail, from 5 addresses",
    entry: { unidentified: 20, addresses: 5, harmed: 20 },
    decision: "wake",
  },
  { when: "9 requests fail, which is a twentieth", entry: { harmed: 9, total: 180 }, decision: "wait" },
  { when: "10 requests fail, which is less than a twentieth", entry: { harmed: 10, total: 201 }, decision: "wait" },
  { when: "10 requests fail, which is a twentieth", entry: { harmed: 10, total: 200 }, decision: "wake" },
  {
    when: "10 requests fail, which is a twentieth, and one of them is a tester's",
    entry: { harmed: 10, testers: 1, total: 200 },
    decision: "wait",
  },
  {
    when: "one person of a business-critical entry cannot get through",
    entry: { businessCritical: true, stillFailing: 1, harmed: 2 },
    decision: "wait",
  },
  {
    when: "two people of a business-critical entry cannot get through",
    entry: { businessCritical: true, stillFailing: 2, harmed: 2 },
    decision: "wake",
  },
  {
    when: "three requests of a business-critical entry fail",
    entry: { businessCritical: true, stillFailing: 0, harmed: 3 },
    decision: "wake",
  },
  {
    when: "a business-critical entry fails and nothing tells whose it is",
    entry: { businessCritical: true, customerFacing: null },
    decision: "wake",
  },
  {
    when: "a business-critical entry fails behind which no customer waits",
    entry: { businessCritical: true, customerFacing: false, stillFailing: 50, harmed: 900 },
    decision: "wait",
  },
  {
    when: "an entry that is not customer-facing fails whole",
    entry: { customerFacing: false, harmed: 10_000, stillFailing: 0 },
    decision: "wait",
  },
  {
    when: "an entry fails of which nothing tells whether customers use it",
    entry: { customerFacing: null, stillFailing: 5 },
    decision: "unclear",
  },
  { when: "a little of such an entry fails", entry: { customerFacing: null, stillFailing: 4 }, decision: "wait" },
  {
    when: "many failed, and it has stopped",
    entry: { stillFailing: 40, harmed: 400, trend: "stopped" },
    decision: "wait",
  },
  {
    when: "many failed, and nobody came since",
    entry: { stillFailing: 40, harmed: 400, trend: "quiet" },
    decision: "wake",
  },
  {
    when: "many failed, and fewer do now",
    entry: { stillFailing: 40, harmed: 400, trend: "falling" },
    decision: "wake",
  },
  {
    when: "a single request of a customer was accepted and lost",
    entry: { lost: 1, harmed: 1, stillFailing: 0 },
    decision: "wake",
    rule: "customers-lose-work",
  },
  {
    when: "work was lost, and it has stopped",
    entry: { lost: 3, harmed: 3, trend: "stopped" },
    decision: "wake",
    rule: "customers-lose-work",
  },
  {
    when: "work of a critical flow was lost that no customer sees",
    entry: { lost: 1, customerFacing: false, businessCritical: true },
    decision: "wake",
    rule: "customers-lose-work",
  },
  {
    when: "work was lost that is neither critical nor a customer's",
    entry: { lost: 9, customerFacing: false },
    decision: "wait",
  },
  {
    when: "work was lost, and nothing tells whose",
    entry: { lost: 1, harmed: 1, stillFailing: 0, customerFacing: null },
    decision: "unclear",
  },
  {
    when: "work of customers is still being tried",
    entry: { pending: 1, harmed: 1, stillFailing: 0 },
    decision: "unclear",
  },
  {
    when: "nothing fails",
    entry: { harmed: 0, failed: 0, stillFailing: 0, people: NOBODY, recovered: 90 },
    decision: "wait",
    rule: "nobody-is-harmed",
  },
  {
    when: "nothing fails, and something was not read",
    entry: { harmed: 0, stillFailing: 0 },
    facts: { unread: [UNREAD] },
    decision: "unclear",
  },
  {
    when: "nothing fails, and what the alert names was never seen at work",
    entry: { harmed: 0, stillFailing: 0 },
    facts: { subjectSeen: false },
    decision: "unclear",
  },
  {
    when: "nothing fails, and of one request nobody recorded the end",
    entry: { harmed: 0, stillFailing: 0 },
    facts: { unknown: 1 },
    decision: "unclear",
  },
  {
    when: "a little fails, and something was not read",
    facts: { unread: [UNREAD] },
    decision: "unclear",
  },
  {
    when: "parked work of customers is gone before morning",
    entry: {
      ...PARKED,
      kept: { items: 4, until: parseTime("2026-11-22T07:59:00Z"), unread: [], places: ["SQS dead"] },
    },
    decision: "wake",
    rule: "work-runs-out-before-morning",
  },
  {
    when: "parked work of customers is kept beyond the morning",
    entry: {
      ...PARKED,
      kept: { items: 4, until: parseTime("2026-11-22T08:00:00Z"), unread: [], places: ["SQS dead"] },
    },
    decision: "wait",
  },
  {
    when: "parked work of customers is kept by something that drops nothing",
    entry: { ...PARKED, kept: { items: 4, until: null, unread: [], places: [] } },
    decision: "wait",
  },
  {
    when: "nobody read how long parked work of customers is kept",
    entry: { ...PARKED, kept: { items: 4, until: null, unread: ["how long SQS dead keeps it"], places: ["SQS dead"] } },
    decision: "unclear",
  },
  {
    when: "some work is gone before morning, whatever was not read of the rest",
    entry: {
      ...PARKED,
      kept: { items: 4, until: parseTime("2026-11-22T04:00:00Z"), unread: ["how long SQS other keeps it"], places: [] },
    },
    decision: "wake",
  },
  {
    when: "parked work is gone before morning that no customer stands behind",
    entry: {
      ...PARKED,
      customerFacing: false,
      kept: { items: 4, until: parseTime("2026-11-22T04:00:00Z"), unread: [], places: [] },
    },
    decision: "wait",
  },
  {
    when: "parked work is gone before morning, and nothing tells whose",
    entry: {
      ...PARKED,
      customerFacing: null,
      kept: { items: 4, until: parseTime("2026-11-22T04:00:00Z"), unread: [], places: [] },
    },
    decision: "unclear",
  },
  {
    when: "400 requests of customers are parked, and none failed for whoever waited",
    entry: {
      ...PARKED,
      harmed: 400,
      parked: 400,
      total: 400,
      kept: { items: 400, until: null, unread: [], places: [] },
    },
    decision: "wait",
  },
  {
    when: "19 items of customers wait behind a failure",
    facts: { blocked: { ...BLOCKED, items: 19 } },
    decision: "wait",
  },
  {
    when: "20 items of customers wait behind a failure",
    facts: { blocked: BLOCKED },
    decision: "wake",
    rule: "customers-are-blocked",
  },
  {
    when: "3 items of a critical flow wait",
    facts: { blocked: { ...BLOCKED, items: 3, critical: true } },
    decision: "wake",
  },
  { when: "items wait that are nobody's", facts: { blocked: { ...BLOCKED, matters: false } }, decision: "wait" },
  {
    when: "as many items wait, nothing fails, and nothing tells whose they are",
    entry: { harmed: 0, failed: 0, stillFailing: 0 },
    facts: { blocked: { ...BLOCKED, matters: null } },
    decision: "unclear",
  },
  {
    when: "few items wait, and nothing tells whose they are",
    facts: { blocked: { ...BLOCKED, items: 19, matters: null } },
    decision: "wait",
  },
  {
    when: "one item of customers waits, nothing fails, and it is gone before morning",
    entry: { harmed: 0, failed: 0, stillFailing: 0 },
    facts: { blocked: { ...BLOCKED, items: 1, until: parseTime("2026-11-22T07:59:00Z") } },
    decision: "wake",
    rule: "work-runs-out-before-morning",
  },
  {
    when: "one item waits that nothing tells whose it is, and it is gone before morning",
    facts: { blocked: { ...BLOCKED, items: 1, matters: null, until: parseTime("2026-11-22T07:59:00Z") } },
    decision: "unclear",
  },
  {
    when: "few items of customers wait, and nobody read how long they are kept",
    facts: { blocked: { ...BLOCKED, items: 1, until: null } },
    decision: "unclear",
  },
  {
    when: "nobody's items are gone before morning",
    facts: { blocked: { ...BLOCKED, matters: false, until: parseTime("2026-11-22T04:00:00Z") } },
    decision: "wait",
  },
  {
    when: "nobody read how long parked work is kept of which nothing tells whose it is",
    entry: {
      ...PARKED,
      customerFacing: null,
      kept: { items: 4, until: null, unread: ["how long SQS dead keeps it"], places: ["SQS dead"] },
    },
    decision: "unclear",
  },
  {
    when: "one of the requests that were not followed to their entry is work that was lost",
    facts: { harmed: 5, followed: 4, lostAstray: 1 },
    decision: "unclear",
  },
  {
    when: "so many wait for longer than people do, and nothing tells whether they are customers",
    entry: { harmed: 0, failed: 0, stillFailing: 0 },
    facts: { slow: slowAt({ customerFacing: null, businessCritical: null }) },
    decision: "unclear",
  },
  {
    when: "so many programs of ours wait for longer than people do",
    entry: { harmed: 0, failed: 0, stillFailing: 0 },
    facts: { slow: slowAt({ customerFacing: false, businessCritical: null }) },
    decision: "wait",
  },
  {
    when: "so many customers wait for longer than people do",
    entry: { harmed: 0, failed: 0, stillFailing: 0 },
    facts: { slow: slowAt({ customerFacing: true, businessCritical: null }) },
    decision: "wake",
    rule: "customers-wait-too-long",
  },
  {
    when: "CloudWatch counted failures that no line tells",
    entry: { harmed: 0, failed: 0, stillFailing: 0 },
    facts: {
      uncounted: [{ text: "12 failures of Lambda pay were counted", evidence: ["metric:AWS/Lambda/Errors@t"] }],
    },
    decision: "unclear",
  },
  {
    when: "half of what fails was followed, and it has been unclear for nine minutes",
    facts: { harmed: 8, followed: 4, unclearMinutes: 9 },
    decision: "unclear",
  },
  {
    when: "half of what fails was followed, and it has been unclear for ten minutes",
    facts: { harmed: 8, followed: 4, unclearMinutes: 10 },
    decision: "wake",
    rule: "unclear-for-too-long",
  },
  {
    when: "it has been unclear for ten minutes, and the failures become fewer",
    facts: { harmed: 8, followed: 4, unclearMinutes: 10, trend: "falling" },
    decision: "unclear",
  },
  {
    when: "it has been unclear for ten minutes, and nothing is known to fail",
    facts: { harmed: 0, followed: 0, unread: [UNREAD], unclearMinutes: 10 },
    decision: "unclear",
  },
  { when: "half of what fails was followed to where it began", facts: { harmed: 8, followed: 4 }, decision: "unclear" },
  { when: "more than half of it was followed", facts: { harmed: 7, followed: 4 }, decision: "wait" },
  {
    when: "enough is proven, whatever was not read",
    entry: { stillFailing: 5 },
    facts: { unread: [{ text: "everything else", evidence: ["read:x@t"] }], unknown: 400, subjectSeen: false },
    decision: "wake",
  },
  {
    when: "enough is proven, although most could not be followed",
    entry: { stillFailing: 5 },
    facts: { harmed: 900, followed: 5 },
    decision: "wake",
  },
];

for (const { when, entry, facts, decision, rule } of TABLE) {
  test(`${decision}: ${when}`, () => {
    const verdict = verdictFor(entry, facts);
    assert.equal(verdict.decision, decision);
    if (rule !== undefined) assert.equal(verdict.rule, rule);
  });
}

test("the limits are the team's to choose", () => {
  const policy = { people: 2, criticalRequests: 50, criticalPeople: 50 };
  const catalog = parseCatalog(JSON.stringify({ policy }), "wake-or-wait.yml");
  assert.equal(verdictOf(factsWith({ stillFailing: 2 }), catalog).decision, "wake");
  assert.equal(verdictOf(factsWith({ stillFailing: 1, harmed: 40, businessCritical: true }), catalog).decision, "wait");
});

test("a wake says of which entry how much fails, and shows a request for it", () => {
  const { reasons, until, ruledOut, wouldChange } = verdictFor({
    stillFailing: 29,
    harmed: 90,
    total: 5120,
    trend: "rising",
  });
  assert.deepEqual(reasons, [
    {
      text: "90 requests of 5120 to POST /checkout failed, and 29 people cannot get through; it is getting worse.",
      evidence: ["t1#1"],
    },
  ]);
  assert.equal(until, null);
  assert.deepEqual(ruledOut, ["No work was seen to be lost.", "It has not stopped."]);
  assert.equal(wouldChange.length, 1);
});

test("guests are told apart from people, with the addresses that they came from", () => {
  const [reason] = verdictFor({ stillFailing: 0, harmed: 20, unidentified: 20, addresses: 7 }).reasons;
  assert.match(reason?.text ?? "", /20 requests carried no identity, from 7 addresses/);
  assert.doesNotMatch(reason?.text ?? "", /cannot get through/);
});

test("one person and one lost request are told in the singular", () => {
  const [failing] = verdictFor({ businessCritical: true, stillFailing: 1, harmed: 3 }).reasons;
  assert.match(failing?.text ?? "", /and 1 person cannot/);
  const [lost] = verdictFor({ lost: 1, people: { ...NOBODY, lost: 1 } }).reasons;
  assert.match(lost?.text ?? "", /^1 request of 1 customer to POST \/checkout was accepted and then lost/);
});

test("what nothing tells whose it is is asked, be it what waits or what is slow", () => {
  const blocked = verdictFor({ harmed: 0 }, { blocked: { ...BLOCKED, matters: null } });
  assert.deepEqual(blocked.wouldChange, ["The one check that settles it: whose work waits in stream rides."]);
  assert.match(blocked.reasons[0]?.text ?? "", /^20 items wait in stream rides .* Nothing tells whose they are/);
  const slow = verdictFor({ harmed: 0 }, { slow: slowAt({ customerFacing: null, businessCritical: null }) });
  assert.deepEqual(slow.wouldChange, ["The one check that settles it: whether customers use POST /checkout."]);
  const limit = verdictFor({}, { blocked: { ...BLOCKED, items: 1, until: null } });
  assert.match(limit.reasons[0]?.text ?? "", /1 item waits .*How long it is kept was not read/);
  const runsOut = verdictFor({}, { blocked: { ...BLOCKED, items: 1, until: parseTime("2026-11-22T04:00:00Z") } });
  assert.match(
    runsOut.reasons[0]?.text ?? "",
    /The first of it is gone at 2026-11-22T04:00:00\.000Z, before the team's morning/,
  );
  assert.deepEqual(runsOut.reasons[0]?.evidence, BLOCKED.evidence);
});

test("that no work was lost is not said where some of it was, and nobody knows where it began", () => {
  const { ruledOut } = verdictFor({ stillFailing: 5 }, { harmed: 5, followed: 4, lostAstray: 1 });
  assert.deepEqual(ruledOut, ["It has not stopped."]);
});

test("every entry that is a reason is told", () => {
  const other = { ...ENTRY, name: "POST /orders", stillFailing: 9, evidence: ["t2#1"] };
  const facts = { ...factsWith({ stillFailing: 5 }), entries: [{ ...ENTRY, stillFailing: 5 }, other] };
  const { reasons } = verdictOf(facts, EMPTY_CATALOG);
  assert.deepEqual(
    reasons.map(({ evidence }) => evidence),
    [["t1#1"], ["t2#1"]],
  );
});

test("a wait says until when, and what would change it", () => {
  const { until, wouldChange, ruledOut } = verdictFor();
  assert.equal(until, MORNING);
  assert.deepEqual(wouldChange, ["A failing request at POST /checkout that a customer sees."]);
  assert.ok(ruledOut.includes("Nothing that had to be read is missing."));
});

test("what recovered behind an internal entry is told, with why nobody outside sees it", () => {
  const { reasons } = verdictFor({
    name: "nightly-export",
    kind: "schedule",
    customerFacing: false,
    why: "a schedule starts it",
    harmed: 0,
    failed: 0,
    stillFailing: 0,
    recovered: 12,
    delayed: 1,
  });
  assert.deepEqual(
    reasons.map(({ text }) => text),
    [
      "No request failed: 13 requests had trouble inside, and a retry succeeded.",
      "nightly-export is not customer-facing: a schedule starts it.",
    ],
  );
});

test("an unclear verdict says what was not seen, where it leans, and the one check that settles it", () => {
  const unread = verdictFor({ harmed: 0, stillFailing: 0 }, { unread: [UNREAD] });
  assert.equal(unread.leaning, "wait");
  assert.deepEqual(unread.reasons, [
    { text: "Not seen: /aws/lambda/pay (it may not be read).", evidence: UNREAD.evidence },
  ]);
  assert.deepEqual(unread.wouldChange, ["The one check that settles it: /aws/lambda/pay (it may not be read)."]);
  assert.equal(unread.until, null);

  const whose = verdictFor({ customerFacing: null, stillFailing: 5 });
  assert.equal(whose.leaning, "wake");
  assert.deepEqual(whose.wouldChange, ["The one check that settles it: whether customers use POST /checkout."]);

  const unfollowed = verdictFor({}, { harmed: 8, followed: 4, example: "t9#1" });
  assert.equal(unfollowed.leaning, "wake");
  assert.deepEqual(unfollowed.reasons, [
    { text: "4 failing requests of 8 could not be followed to where it began.", evidence: ["t9#1"] },
  ]);

  const waiting = verdictFor({ pending: 2, harmed: 2, stillFailing: 0 });
  assert.match(waiting.reasons[0]?.text ?? "", /^2 requests to POST \/checkout are still being tried/);
});

test("what else fails meanwhile is said where the alert can wait", () => {
  const others = { requests: 1234, where: ["POST /rides", "invoices"], evidence: [READ] };
  const small = verdictFor({}, { others });
  const none = verdictFor({ harmed: 0, stillFailing: 0 }, { others });
  for (const { decision, reasons } of [small, none]) {
    assert.equal(decision, "wait");
    const told =
      "1,234 other requests failed meanwhile, at POST /rides, invoices: that is not what this alert is about.";
    assert.equal(reasons.at(-1)?.text, told);
  }
  assert.equal(none.reasons[0]?.text, "No request that comes to what the alert names failed.");
  assert.doesNotMatch(JSON.stringify(verdictFor().reasons), /meanwhile/);
});

test("the rules are asked in the order in which they are written, and the last one always holds", () => {
  assert.deepEqual(
    RULES.map(({ name }) => name),
    [
      "customers-lose-work",
      "customers-are-failing",
      "work-runs-out-before-morning",
      "customers-are-blocked",
      "customers-wait-too-long",
      "nobody-is-harmed",
      "harm-is-small-or-over",
      "unclear-for-too-long",
      "not-enough-evidence",
    ],
  );
  fc.assert(
    fc.property(anyFacts(), (facts) => {
      assert.notEqual(RULES.at(-1)?.holds(facts, EMPTY_CATALOG.policy), null);
    }),
  );
});

test("more harm never turns wake into anything less", () => {
  fc.assert(
    fc.property(anyFacts(), moreHarm(), (facts, more) => {
      if (verdictOf(facts, EMPTY_CATALOG).decision !== "wake") return;
      assert.equal(verdictOf(worse(facts, more), EMPTY_CATALOG).decision, "wake");
    }),
    { numRuns: 3000 },
  );
});

test("whatever fails beyond the limits never becomes a wait because something was not read", () => {
  fc.assert(
    fc.property(anyFacts(), (facts) => {
      const blind = { ...facts, unread: [{ text: "the logs of everything", evidence: ["read:x@t"] }] };
      assert.notEqual(verdictOf(blind, EMPTY_CATALOG).decision, "wait");
    }),
  );
});

test("what is known of earlier days never makes a verdict more urgent, and where it is not known nothing waits for it", () => {
  const urgency = ({ decision }: Verdict): number => ["wait", "unclear", "wake"].indexOf(decision);
  fc.assert(
    fc.property(anyFacts(), (facts) => {
      const unknown = { ...facts, entries: facts.entries.map((entry) => ({ ...entry, before: null })) };
      assert.ok(urgency(verdictOf(unknown, EMPTY_CATALOG)) >= urgency(verdictOf(facts, EMPTY_CATALOG)));
    }),
    { numRuns: 1000 },
  );
});

test("every verdict has a reason and says what would change it, and the same facts give the same one", () => {
  fc.assert(
    fc.property(anyFacts(), (facts) => {
      const verdict = verdictOf(facts, EMPTY_CATALOG);
      assert.deepEqual(verdictOf(structuredClone(facts), EMPTY_CATALOG), verdict);
      assert.equal(verdict.until === null, verdict.decision !== "wait");
      assert.equal(verdict.leaning === null, verdict.decision !== "unclear");
      assert.ok(verdict.reasons.length > 0 && verdict.wouldChange.length > 0);
    }),
  );
});

function factsWith(entry: Partial<EntryImpact> = {}, facts: Partial<Facts> = {}): Facts {
  const one = { ...ENTRY, ...entry };
  return {
    entries: [one],
    harmed: one.harmed,
    followed: one.harmed,
    trend: one.trend,
    subjectSeen: true,
    unread: [],
    unknown: 0,
    blocked: null,
    uncounted: [],
    covered: [],
    reads: [READ],
    zeros: [],
    others: { requests: 0, where: [], evidence: [READ] },
    slow: null,
    lostAstray: 0,
    example: null,
    morning: MORNING,
    unclearMinutes: 0,
    ...facts,
  };
}

function verdictFor(entry: Partial<EntryImpact> = {}, facts: Partial<Facts> = {}): Verdict {
  return verdictOf(factsWith(entry, facts), EMPTY_CATALOG);
}

/** Thirty of a hundred requests that took longer than people wait. */
function slowAt(facing: Pick<EntryTally, "customerFacing" | "businessCritical">): SlowFact {
  const impact = new Impact();
  impact.add(judgedOf({ at: 1 }));
  const tally = impact.entries.get("POST /checkout") ?? assert.fail();
  const view: SlowView = {
    ...{ entry: "POST /checkout", requests: 30, total: 100, limitMs: 1500, against: "alarm", usualMs: 40 },
    ...{ worstMs: 12_000, step: null, path: [] },
  };
  return { tally: { ...tally, ...facing }, tooLong: 30, people: 0, goesOn: true, view, evidence: ["t1#1"] };
}

function anyFacts(): fc.Arbitrary<Facts> {
  const few = fc.integer({ min: 0, max: 30 });
  const entry = fc
    .record({
      customerFacing: fc.constantFrom(true, false, null),
      businessCritical: fc.constantFrom(true, false, null),
      lost: fc.constantFrom(0, 0, 1),
      failed: few,
      pending: fc.constantFrom(0, 0, 2),
      healthy: fc.integer({ min: 0, max: 600 }),
      stillFailing: fc.integer({ min: 0, max: 8 }),
      addresses: fc.integer({ min: 0, max: 8 }),
      trend: fc.constantFrom(...TRENDS),
      before: fc.constantFrom(null, null, AS_EVER, { ...AS_EVER, weekAgo: null }),
    })
    .map(({ healthy, ...drawn }): EntryImpact => {
      const harmed = drawn.lost + drawn.failed + drawn.pending;
      const unidentified = Math.max(0, harmed - drawn.stillFailing);
      return { ...ENTRY, ...drawn, harmed, unidentified, total: harmed + healthy };
    });
  return fc
    .record({
      entries: fc.array(entry, { maxLength: 3 }),
      unfollowed: fc.constantFrom(0, 0, 5),
      subjectSeen: fc.boolean(),
      unread: fc.constantFrom([], [], [UNREAD]),
      unknown: fc.constantFrom(0, 0, 3),
    })
    .map(({ entries, unfollowed, ...drawn }) => {
      const followed = entries.reduce((sum, { harmed }) => sum + harmed, 0);
      return { ...factsWith({}, drawn), entries, followed, harmed: followed + unfollowed };
    });
}

interface More {
  readonly at: number;
  readonly failed: number;
  readonly lost: number;
  readonly stillFailing: number;
  readonly unfollowed: number;
}

function moreHarm(): fc.Arbitrary<More> {
  const count = fc.integer({ min: 0, max: 50 });
  return fc.record({ at: fc.nat(2), failed: count, lost: fc.nat(2), stillFailing: count, unfollowed: count });
}

function worse(facts: Facts, { at, failed, lost, stillFailing, unfollowed }: More): Facts {
  const more = failed + lost;
  const entries = facts.entries.map((entry, place) =>
    place === at % facts.entries.length
      ? {
          ...entry,
          failed: entry.failed + failed,
          lost: entry.lost + lost,
          harmed: entry.harmed + more,
          total: entry.total + more,
          stillFailing: entry.stillFailing + stillFailing,
        }
      : entry,
  );
  return { ...facts, entries, harmed: facts.harmed + more + unfollowed, followed: facts.followed + more };
}
