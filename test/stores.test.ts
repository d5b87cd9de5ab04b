import assert from "node:assert/strict";
import { test } from "node:test";
import { answerOf, type Expectation, readExpectation } from "../sandbox/scenarios/expectation.ts";
import type { Story } from "../sandbox/scenarios/story.ts";
import type { StoryName } from "../sandbox/scenarios/table.ts";
import type { HopView, Report } from "../src/report.ts";
import { story } from "./sandbox/scenarios/night.ts";
import { AWS, reportBy, STORES } from "./told-by.ts";

/** What a store cannot know of a story, and why. All else it tells as the logs do. */
type NotKnown = Partial<Readonly<Record<keyof Expectation, string>>>;

/** What none of them knows of any: entries whose requests went well are not searched for, and limits are not in a trace. */
const NEVER_KNOWN: readonly (keyof Expectation)[] = ["entries", "blocked", "lossClock"];

type Kind = "X-Ray" | "OpenTelemetry";

const WHO = "who asked stands in the event alone, which no instrumentation records";
const ROUTE = "an HTTP API sends no segments: its route is in the function's event alone";
const FOLLOWS = "it follows from the entry";
const SAMPLE = "a trace may have been left out: that nothing worse happened is not proven, and people were not counted";
const RETRIED = "a call whose retry succeeded is one span that went well, and only what failed is searched for";
const CONTENT = "every span went well: what was refused stands in an answer, which no instrumentation records";
const CUT_OFF = "a function that is cut off exports nothing";
const OVER = "that it is over is told by requests that went well, which are not searched for";

const LARGEST: StoryName = "empty-ride-id";
const VERSIONS = "of the version before only what failed would be searched, and nothing did";

const NOTHING_FAILED: NotKnown = { decision: SAMPLE, entry: RETRIED, customerFacing: FOLLOWS };
const NO_ROUTE: NotKnown = { decision: SAMPLE, entry: ROUTE, customerFacing: FOLLOWS };

const TOLD: Readonly<Partial<Record<StoryName, Readonly<Record<Kind, NotKnown>>>>> = {
  "checkout-throttled": {
    "X-Ray": { ...NO_ROUTE, businessCritical: FOLLOWS, users: WHO },
    OpenTelemetry: { users: WHO },
  },
  "empty-ride-id": {
    "X-Ray": { users: WHO, firstBadHop: CONTENT },
    OpenTelemetry: { users: WHO, firstBadHop: CONTENT },
  },
  "export-throttled": {
    "X-Ray": { ...NOTHING_FAILED, function: RETRIED, cause: RETRIED },
    OpenTelemetry: { ...NOTHING_FAILED, function: RETRIED, cause: RETRIED },
  },
  "noisy-cron": {
    "X-Ray": { ...NO_ROUTE, users: WHO, function: ROUTE, failingRequests: ROUTE, cause: ROUTE },
    OpenTelemetry: { decision: SAMPLE, users: WHO },
  },
  "quiet-night": {
    "X-Ray": { ...NO_ROUTE, businessCritical: FOLLOWS, users: WHO, failingRequests: SAMPLE },
    OpenTelemetry: { users: WHO, failingRequests: SAMPLE },
  },
  "quiet-night-healed": {
    "X-Ray": { ...NO_ROUTE, businessCritical: FOLLOWS, users: WHO, failingRequests: SAMPLE },
    OpenTelemetry: { decision: OVER, users: WHO, failingRequests: SAMPLE },
  },
  "silent-backoff": {
    "X-Ray": { ...NO_ROUTE, users: WHO, cause: "the throttle is in the metrics alone" },
    OpenTelemetry: {
      decision: SAMPLE,
      entry: CUT_OFF,
      customerFacing: FOLLOWS,
      function: CUT_OFF,
      users: CUT_OFF,
      failingRequests: CUT_OFF,
      cause: CUT_OFF,
    },
  },
  "all-200": {
    "X-Ray": { ...NO_ROUTE, function: CONTENT, users: CONTENT, failingRequests: CONTENT, cause: CONTENT },
    OpenTelemetry: { ...NOTHING_FAILED, function: CONTENT, users: CONTENT, failingRequests: CONTENT, cause: CONTENT },
  },
  "deploy-rolled-back": {
    "X-Ray": { ...NO_ROUTE, users: WHO, cause: VERSIONS },
    OpenTelemetry: { decision: SAMPLE, users: WHO, cause: VERSIONS },
  },
  "retries-succeeded": {
    "X-Ray": { ...NOTHING_FAILED, function: RETRIED, users: RETRIED, cause: RETRIED },
    OpenTelemetry: { ...NOTHING_FAILED, function: RETRIED, users: RETRIED, cause: RETRIED },
  },
  "internal-testers": { "X-Ray": NO_ROUTE, OpenTelemetry: { decision: WHO } },
  "broken-client": { "X-Ray": NO_ROUTE, OpenTelemetry: NOTHING_FAILED },
  "one-message-failed": {
    "X-Ray": { ...NO_ROUTE, function: CONTENT, users: CONTENT, cause: CONTENT },
    OpenTelemetry: { ...NOTHING_FAILED, function: CONTENT, users: CONTENT, cause: CONTENT },
  },
  guests: { "X-Ray": NO_ROUTE, OpenTelemetry: {} },
  "s3-upload": {
    "X-Ray": { decision: SAMPLE, entry: CONTENT, customerFacing: FOLLOWS },
    OpenTelemetry: { decision: SAMPLE, entry: CONTENT, customerFacing: FOLLOWS },
  },
};

for (const [name, notKnown] of entriesOf(TOLD)) {
  for (const kind of ["X-Ray", "OpenTelemetry"] as const) {
    const stores = STORES.filter((store) => (store === "X-Ray") === (kind === "X-Ray"));
    test(`${name}, told by ${stores.join(", or ")} alone, is the same but for what that cannot know`, async (t) => {
      const expected = await readExpectation(name);
      const different = new Set<string>();
      for (const store of stores) {
        const report = await reportBy(t, told(name), [store]);
        for (const what of differences(report, expected).filter((one) => !NEVER_KNOWN.includes(one))) {
          assert.ok(notKnown[kind][what] !== undefined, `${store} tells another ${what}`);
          different.add(what);
        }
        assert.ok(report.verdict.decision !== "wait", `${store} alone proves that it can wait`);
        if (report.verdict.decision === "unclear") assert.ok(saysWhy(report), `${store} does not say what is not seen`);
      }
      // What is said not to be known, and is, has to go from the list.
      assert.deepEqual([...different].sort(), Object.keys(notKnown[kind]).sort());
    });
  }

  test(`${name}, told by everything together, is what the logs tell alone`, async (t) => {
    const whole = await reportBy(t, told(name), [AWS, ...STORES]);
    assert.deepEqual(differences(whole, await readExpectation(name)), []);
    // Of the largest the logs are read once: what they tell alone is expected.
    if (name === LARGEST) return;
    const logs = await reportBy(t, told(name), [AWS]);
    assert.deepEqual(answersOf(whole), answersOf(logs));
    for (const { id, hops } of whole.transactions) {
      const same = logs.transactions.find((one) => one.id === id);
      if (same !== undefined) assert.deepEqual(unexplained(hops, same.hops), [], id);
    }
  });
}

test("stores of traces that know nothing of an incident change no answer", async (t) => {
  const report = await reportBy(t, { ...story("checkout-throttled", 1), spans: [], segments: [] }, [AWS, ...STORES]);
  assert.deepEqual(differences(report, await readExpectation("checkout-throttled")), []);
  const missing = report.gaps.filter(({ what }) => / in (Jaeger|Tempo|Zipkin)$/.test(what));
  assert.deepEqual(
    missing.filter(({ what }) => !what.startsWith("ids of requests")),
    [],
  );
});

function entriesOf<K extends string, V>(table: Readonly<Partial<Record<K, V>>>): [K, V][] {
  return Object.entries(table) as [K, V][];
}

/** Of the largest story the stores keep what failed, and every eighth trace of the rest: as tail sampling does. */
function told(name: StoryName): Story {
  const one = story(name, 1);
  if (name !== LARGEST) return one;
  const failed = new Set(one.spans.flatMap(({ traceId, error }) => (error === null ? [] : traceId)));
  const isKept = (trace: string): boolean => failed.has(trace) || /[08]$/.test(trace);
  return {
    ...one,
    spans: one.spans.filter(({ traceId }) => isKept(traceId)),
    segments: one.segments.filter(({ document }) => isKept(String(document["trace_id"]).replace(/^1-|-/g, ""))),
  };
}

function differences(report: Report, expected: Expectation): (keyof Expectation)[] {
  const answer = answerOf(report);
  const names = Object.keys(expected) as (keyof Expectation)[];
  return names.filter((what) => JSON.stringify(answer[what]) !== JSON.stringify(expected[what]));
}

/** What is not seen, as a reason of the verdict or beside it. */
function saysWhy({ verdict, gaps }: Report): boolean {
  return verdict.reasons.some(({ text }) => text.startsWith("Not seen: ")) || gaps.length > 0;
}

/** Everything that the report answers, without what only says by which evidence. */
function answersOf({ subject, verdict, failing, entries, users, blocked, cause, lossClock }: Report): object {
  return {
    subject,
    verdict: { decision: verdict.decision, rule: verdict.rule, texts: verdict.reasons.map(({ text }) => text) },
    failing: failing === null ? null : { function: failing.function, requests: failing.requests, trend: failing.trend },
    entries,
    users: { ...users, list: users.list.map(({ example: _, ...one }) => one) },
    blocked,
    cause: cause === null ? null : { kind: cause.kind, certainty: cause.certainty },
    lossClock,
  };
}

/** Hops that the logs do not tell, although they tell such calls: the same one, told once more. */
function unexplained(hops: readonly HopView[], known: readonly HopView[]): string[] {
  const count = (all: readonly HopView[]): Map<string, number> => {
    const names = all.map(({ service, resource, operation }) => `${service} ${resource} ${operation}`);
    return new Map([...Map.groupBy(names, (one) => one)].map(([what, own]) => [what, own.length]));
  };
  const before = count(known);
  return [...count(hops)].flatMap(([what, many]) => (many > (before.get(what) ?? many) ? [`${what}: ${many}`] : []));
}
