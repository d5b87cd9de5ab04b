import assert from "node:assert/strict";
import { test } from "node:test";
import { httpApiEvent } from "../services/http-api-event.ts";
import { invocation, judged, metric, NIGHT, type NightFiles, type Stream, uuid } from "./night-files.ts";

const MINUTE_MS = 60_000;
const API = "a1b2c3d4e5";
const REQUESTS = 30;

test("an entry has stopped failing where CloudWatch counted no failure for three periods with traffic", async (t) => {
  const failures = { ApiId: API };
  const counted = (values: readonly number[], traffic: readonly number[]): NightFiles => ({
    ...NIGHT_OF_FAILURES,
    metrics: [
      metric(["AWS/ApiGateway", "5xx"], failures, values),
      metric(["AWS/ApiGateway", "Count"], failures, traffic),
    ],
  });
  const busy = [40, 40, 40, 40, 40, 40, 40, 40];
  const trend = async (night: NightFiles): Promise<unknown> => (await judged(t, night)).failing?.trend;
  assert.equal(await trend(counted([3, 3, 0, 0, 0, 0, 0, 0], busy)), "stopped");
  // One failure in the last periods, no traffic in one of them, or too few of them: nothing is proven.
  assert.equal(await trend(counted([3, 3, 0, 0, 0, 0, 1, 0], busy)), "quiet");
  assert.equal(await trend(counted([3, 3, 0, 0, 0, 0, 0, 0], [40, 40, 40, 40, 40, 40, 0, 40])), "quiet");
  assert.equal(
    await trend({ ...NIGHT_OF_FAILURES, metrics: [metric(["AWS/ApiGateway", "5xx"], failures, [0, 0])] }),
    "quiet",
  );
  assert.equal(await trend(NIGHT_OF_FAILURES), "quiet");
});

test("failures that were counted and stand in no line forbid to wait, and are cited", async (t) => {
  const calm = { ...NIGHT_OF_FAILURES, streams: requests(() => false) };
  assert.equal((await judged(t, calm)).verdict.decision, "wait");
  const counts = [
    [["AWS/ApiGateway", "5xx"], { ApiId: API }, /12 requests that failed at API Gateway a1b2c3d4e5/],
    [["AWS/Lambda", "Throttles"], { FunctionName: "checkout" }, /12 requests that were throttled at Lambda checkout/],
    [
      ["AWS/Lambda", "AsyncEventsDropped"],
      { FunctionName: "checkout" },
      /12 requests that were dropped at Lambda checkout/,
    ],
  ] as const;
  for (const [name, dimensions, said] of counts) {
    const { verdict } = await judged(t, { ...calm, metrics: [metric(name, dimensions, [0, 0, 5, 7, 0])] });
    assert.equal(verdict.decision, "unclear", name[1]);
    const reason = verdict.reasons.find(({ text }) => said.test(text));
    assert.deepEqual(reason?.evidence, [
      `metric:${name.join("/")}@2026-11-22T02:30:00.000Z`,
      `metric:${name.join("/")}@2026-11-22T02:31:00.000Z`,
    ]);
  }
  const quiet = counts.map(([name, dimensions]) => metric(name, dimensions, [0, 0, 0, 0, 0]));
  assert.equal((await judged(t, { ...calm, metrics: quiet })).verdict.decision, "wait");
});

test("logs that may not be read forbid to wait, unless CloudWatch counted neither an error nor a throttle there", async (t) => {
  const calm = { ...NIGHT_OF_FAILURES, streams: requests(() => false), unread: "/aws/lambda/pay" };
  const counted = (errors: readonly number[], throttles?: readonly number[]): NightFiles => ({
    ...calm,
    metrics: [
      metric(["AWS/Lambda", "Errors"], { FunctionName: "pay" }, errors),
      ...(throttles === undefined ? [] : [metric(["AWS/Lambda", "Throttles"], { FunctionName: "pay" }, throttles)]),
    ],
  });
  const decision = async (night: NightFiles): Promise<string> => (await judged(t, night)).verdict.decision;
  assert.equal(await decision(calm), "unclear");
  assert.equal(await decision(counted([0, 0, 0], [0, 0, 0])), "wait");
  assert.equal(await decision(counted([0, 1, 0], [0, 0, 0])), "unclear");
  assert.equal(await decision(counted([0, 0, 0], [0, 9, 0])), "unclear");
  assert.equal(await decision(counted([0, 0, 0])), "unclear");
  const { verdict, gaps } = await judged(t, counted([0, 0, 0], [0, 0, 0]));
  assert.ok(gaps.some(({ what }) => what === "/aws/lambda/pay"));
  assert.deepEqual(verdict.ruledOut, [
    "No work was seen to be lost.",
    "The logs of /aws/lambda/pay were not read; CloudWatch counted no error and no throttle there.",
  ]);
});

/** Everybody fails for a while, up to some minutes ago, and then nobody comes. */
const NIGHT_OF_FAILURES: NightFiles = {
  alarm: { namespace: "AWS/Lambda", metric: "Errors", dimension: ["FunctionName", "checkout"] },
  streams: requests((n) => n % 10 === 9),
};

function requests(fails: (n: number) => boolean): Stream[] {
  const all = Array.from({ length: REQUESTS }, (_, n): Stream => {
    const at = NIGHT - 30 * MINUTE_MS + n * 45_000;
    const event = httpApiEvent({ requestId: `Req${String(n).padStart(12, "0")}=`, at, sub: `user-${n}` });
    const lines = invocation(uuid(1, n), at, [`event ${JSON.stringify(event)}`], fails(n) ? { error: "no price" } : {});
    return { group: "/aws/lambda/checkout", stream: `s-${n}`, lines };
  });
  // A function that nobody waits for goes on, so that all of the above is judged at the moment of the alarm.
  const after = invocation(uuid(2, 1), NIGHT + 30_000, ["tick"]);
  return [...all, { group: "/aws/lambda/clock", stream: "clock", lines: after }];
}
