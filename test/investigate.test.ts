import assert from "node:assert/strict";
import { test } from "node:test";
import { type Alert, parseAlert } from "../src/alert.ts";
import { EMPTY_CATALOG } from "../src/catalog.ts";
import type { Use } from "../src/inventory.ts";
import { investigate, type Progress } from "../src/investigate.ts";
import type { Room } from "../src/pursue.ts";
import type { Question, Source } from "../src/sources/source.ts";
import { fromMillis, iso, toMillis } from "../src/time.ts";
import {
  type FakeSource,
  fakeSource,
  GROUP,
  httpEvent,
  type Invocation,
  logSource,
  NOW,
  readUpTo,
  silentSource,
} from "./fake-source.ts";

const ALERT = parseAlert({
  incident: { id: "Q1", title: "checkout fails", created_at: "2026-11-22T02:32:00Z" },
  alerts: [
    {
      body: {
        AlarmName: "checkout errors",
        StateChangeTime: "2026-11-22T02:31:50.000+0000",
        Trigger: {
          Namespace: "AWS/Lambda",
          MetricName: "Errors",
          Dimensions: [{ name: "FunctionName", value: "checkout" }],
          Period: 60,
          EvaluationPeriods: 1,
        },
      },
    },
  ],
});

test("requests that were under way at the moment that is judged have an end, or may still get one", async () => {
  const slow = (n: number, agoMs: number, tookMs: number): Invocation => {
    const atMs = NOW - agoMs;
    return { n, atMs, tookMs, event: httpEvent(n, `user-${n}`, atMs) };
  };
  const before = night({ failing: 0, healthy: 30 });
  const decision = async (...ending: readonly Invocation[]): Promise<string> =>
    last(await investigated(ALERT, room(logSource([[...before, ...ending]])))).report.verdict.decision;
  // It ended after the moment that is judged, and before now.
  assert.equal(await decision(slow(90, 50_000, 40_000)), "wait");
  // It has not ended, and its caller still waits.
  assert.equal(await decision(slow(90, 35_000, 60_000)), "wait");
  // Nobody waits for so long, and nobody recorded an end.
  assert.equal(await decision(slow(90, 80_000, 200_000)), "unclear");
});

test("people who cannot get through wake the team, with how many they are and what fails", async () => {
  const { report } = last(await investigated(ALERT, room(logSource([night({ failing: 6, healthy: 30 })]))));
  assert.equal(report.verdict.decision, "wake");
  assert.equal(report.failing?.function, "checkout");
  assert.equal(report.failing.requests, 6);
  assert.equal(report.failing.error?.message, "no price");
  assert.deepEqual(report.users.outcomes, { lost: 0, failed: 6, parked: 0, pending: 0, delayed: 0, recovered: 0 });
  assert.equal(report.users.stillFailing, 6);
  assert.deepEqual(
    report.entries.map(({ name, requests, total, customerFacing }) => ({ name, requests, total, customerFacing })),
    [{ name: "POST /checkout", requests: 6, total: 36, customerFacing: true }],
  );
});

test("the same function at work without a failure can wait", async () => {
  const { report } = last(await investigated(ALERT, room(logSource([night({ failing: 0, healthy: 30 })]))));
  assert.equal(report.verdict.decision, "wait");
  assert.equal(report.failing, null);
  assert.equal(report.verdict.until, "2026-11-22T08:00:00.000Z");
});

test("an investigation asks for failures first, then for the requests and the traffic around them", async () => {
  const source = logSource([night({ failing: 2, healthy: 5 })]);
  await investigated(ALERT, room(source));
  assert.ok(source.asked[0] !== undefined && "failures" in source.asked[0]);
  assert.ok(source.asked.some((question) => "find" in question));
  assert.ok(source.asked.some((question) => "keyed" in question && question.keyed?.includes(GROUP)));
  const failures = source.asked.flatMap((question) => ("failures" in question ? [question.groups] : []));
  assert.deepEqual(failures, [null, [GROUP]]);
});

test("functions that are known to use what the alert is about are read in the first round, and nothing else is left out", async () => {
  const table = parseAlert({
    incident: { id: "Q1", title: "orders is throttled", created_at: "2026-11-22T02:32:00Z" },
    alerts: [
      {
        body: {
          AlarmName: "orders throttles",
          StateChangeTime: "2026-11-22T02:31:50.000+0000",
          Trigger: {
            Namespace: "AWS/DynamoDB",
            MetricName: "WriteThrottleEvents",
            Dimensions: [{ name: "TableName", value: "orders" }],
            ...{ Period: 60, EvaluationPeriods: 1 },
          },
        },
      },
    ],
  });
  const use: Use = {
    function: "checkout",
    how: "calls",
    place: { service: "dynamodb", resource: "orders" },
    from: ["environment variable"],
  };
  const source = logSource([night({ failing: 2, healthy: 5 })]);
  const inventory = { at: fromMillis(NOW), uses: [use] };
  const questions = async (at: Room): Promise<Question[]> => {
    const begin = source.asked.length;
    await investigated(table, at);
    return source.asked.slice(begin);
  };
  const told = await questions({ ...room(source), inventory });
  const untold = await questions(room(source));
  const first = told.findIndex((question) => "keyed" in question && question.keyed?.includes(GROUP) === true);
  const second = untold.findIndex((question) => "keyed" in question && question.keyed?.includes(GROUP) === true);
  assert.ok(first >= 0 && (second < 0 || first < second));
  const failures = (asked: readonly Question[]): unknown =>
    asked.find((question) => "failures" in question && question.groups === null);
  assert.deepEqual(failures(told), failures(untold));
  assert.ok(told.some((question) => "keyed" in question && question.keyed === null));
});

test("reports get better round by round, and only the last one is final", async () => {
  const progress = await investigated(ALERT, room(logSource([night({ failing: 6, healthy: 30 })])));
  assert.ok(progress.length > 1);
  assert.deepEqual(
    progress.map(({ final }) => final),
    [...progress.slice(1).map(() => false), true],
  );
  const costs = progress.map(({ report }) => report.cost.queries);
  assert.deepEqual(
    costs,
    costs.toSorted((a, b) => a - b),
  );
});

test("a source that comes too late is a gap, and the verdict says that it was not seen", async () => {
  const progress = await investigated(ALERT, {
    ...room(logSource([night({ failing: 0, healthy: 30 })]), silentSource("traces")),
    deadlineMs: 50,
  });
  const { report, final } = last(progress);
  assert.equal(final, true);
  assert.equal(report.verdict.decision, "unclear");
  assert.ok(report.gaps.some(({ what, why }) => what === "traces" && why === "it did not answer in time"));
  assert.match(report.verdict.reasons.map(({ text }) => text).join("\n"), /traces \(it did not answer in time\)/);
});

test("a hole in the evidence does not hide harm that is proven", async () => {
  const gap = { what: "/aws/lambda/pay", why: "it may not be read", unread: true } as const;
  const holed = fakeSource("other", () => [{ gap }]);
  const { report } = last(await investigated(ALERT, room(logSource([night({ failing: 6, healthy: 30 })]), holed)));
  assert.equal(report.verdict.decision, "wake");
  assert.deepEqual(
    report.gaps.filter(({ what }) => what === gap.what),
    [{ what: gap.what, why: gap.why }],
  );
  assert.equal(report.users.exact, false);
});

test("with no evidence at all the report says so, and never that all is well", async () => {
  const nothing = fakeSource("logs", () => [readUpTo("logs", NOW)]);
  const { report } = last(await investigated(ALERT, room(nothing)));
  assert.equal(report.verdict.decision, "unclear");
  assert.deepEqual(report.transactions, []);
  assert.match(report.verdict.reasons[0]?.text ?? "", /nothing that was read shows what the alert names at work/);
});

test("an alert that names nothing known shows everything that fails, and says so", async () => {
  const vague = parseAlert({ incident: { id: "Q2", title: "something is wrong", created_at: "2026-11-22T02:32:00Z" } });
  const { report } = last(await investigated(vague, room(logSource([night({ failing: 6, healthy: 30 })]))));
  assert.deepEqual(report.subject, { service: null, resource: null, signal: "unknown" });
  assert.equal(report.failing?.requests, 6);
  assert.ok(
    report.gaps.some(({ what, why }) => what === "the alert" && why.startsWith("it names nothing that is known")),
  );
});

test("live, the same time a day and a week ago is asked for, and what was the same then is no reason to wake", async () => {
  const logs = (): Source => logSource([night({ failing: 10, healthy: 30 })]);
  const usual = counting({ now: 10, day: 10, week: 12 });
  const same = last(await investigated(ALERT, room(logs(), usual))).report;
  assert.equal(same.verdict.decision, "wait");
  assert.deepEqual(same.entries[0]?.before, { now: 0.25, dayAgo: 0.25, weekAgo: 0.3 });
  assert.match(
    same.verdict.reasons[0]?.text ?? "",
    /10 requests of 40 to POST \/checkout failed; as large a part as a day and a week ago, which is no incident by itself\./,
  );
  assert.ok(same.verdict.reasons[0]?.evidence.some((id) => id.startsWith("metric:AWS/ApiGateway/")));
  const compared = usual.asked.filter((question) => "measure" in question && question.measure[0]?.ago !== undefined);
  assert.deepEqual(
    compared.map(({ window }) => [iso(window.from), iso(window.to)]),
    [
      ["2026-11-20T23:32:00.000Z", "2026-11-21T02:32:01.000Z"],
      ["2026-11-14T23:32:00.000Z", "2026-11-15T02:32:01.000Z"],
    ],
  );
  const more = last(await investigated(ALERT, room(logs(), counting({ now: 10, day: 1, week: 12 })))).report;
  assert.equal(more.verdict.decision, "wake");
  assert.match(more.verdict.reasons[0]?.text ?? "", /counted 2\.5 % at the same time a day ago and 30 % a week ago/);
  for (const unread of [{ now: 10 }, { day: 10, week: 10 }, { now: 10, day: 10 }, {}])
    assert.equal(last(await investigated(ALERT, room(logs(), counting(unread)))).report.verdict.decision, "wake");
});

test("the same evidence gives the same report, in whatever order it comes", async () => {
  const streams = [night({ failing: 6, healthy: 30 }), night({ failing: 2, healthy: 3, from: 100 })];
  const forwards = last(await investigated(ALERT, room(logSource(streams)))).report;
  const backwards = last(await investigated(ALERT, room(logSource(streams.toReversed())))).report;
  assert.deepEqual(withoutStreams(backwards), withoutStreams(forwards));
});

test("nothing is judged that happened after the moment to judge at", async () => {
  const streams = [night({ failing: 6, healthy: 30 })];
  const early = last(await investigated(ALERT, room(logSource(streams)), NOW - 30 * 60_000)).report;
  assert.equal(early.failing, null);
  assert.ok(early.asOf <= new Date(NOW - 30 * 60_000).toISOString());
});

function night({ failing, healthy, from = 1 }: { failing: number; healthy: number; from?: number }): Invocation[] {
  return Array.from({ length: failing + healthy }, (_, i) => {
    const n = from + i;
    // Failures are spread among successes, over the last ten minutes.
    const fails = failing > 0 && i % Math.ceil((failing + healthy) / failing) === 0;
    const atMs = NOW - 600_000 + i * 10_000 + from;
    const one = { n, atMs, event: httpEvent(n, `user-${n}`, atMs) };
    return fails ? { ...one, error: "no price" } : one;
  });
}

/** CloudWatch: of each metric one point in the time that it is asked for, and of 40 requests so many failures on that day. */
function counting(failures: { now?: number; day?: number; week?: number }): FakeSource {
  return fakeSource("cloudwatch", (question) => {
    if (!("measure" in question)) return [];
    const answers = question.measure.flatMap(({ namespace, name, dimensions, stat, periodSeconds, ago }) => {
      const failing = failures[ago ?? "now"];
      const value = { Count: 40, Invocations: 40, "5xx": failing, Errors: failing }[name];
      const at = toMillis(question.window.to) - 300_000;
      return value === undefined || failing === undefined
        ? []
        : {
            Metric: {
              Namespace: namespace,
              MetricName: name,
              Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
            },
            ...{ Stat: stat, Period: periodSeconds, Timestamps: [new Date(at).toISOString()], Values: [value] },
            ...(ago === undefined ? {} : { Ago: ago }),
          };
    });
    const bytes = Buffer.from(JSON.stringify(answers));
    return [{ chunk: { origin: { source: "cloudwatch" }, format: "metrics", bytes } }];
  });
}

function room(...sources: readonly Source[]): Room {
  return { sources, catalog: EMPTY_CATALOG, now: () => NOW, deadlineMs: 60_000 };
}

async function investigated(alert: Alert, at: Room, atMs: number | null = NOW): Promise<Progress[]> {
  const progress: Progress[] = [];
  for await (const one of investigate(alert, at, atMs)) progress.push(one);
  return progress;
}

function last(progress: readonly Progress[]): Progress {
  const one = progress.at(-1);
  assert.ok(one !== undefined, "nothing was said");
  return one;
}

/** Streams are numbered by the fake, so that ids of lines differ where their order does. */
function withoutStreams(report: unknown): unknown {
  return JSON.parse(
    JSON.stringify(report)
      .replaceAll(/log:[0-9a-f]+/g, "log")
      .replaceAll(/"stream-\d+"/g, '"stream"'),
  );
}
