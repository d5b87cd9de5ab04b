import assert from "node:assert/strict";
import { test } from "node:test";
import { expectedOf } from "./expected.ts";
import { type Run, requestOf, runsOf, statusOf } from "./invocations.ts";
import { at, SEEDS, story } from "./night.ts";

const EXPECTED = expectedOf("empty-ride-id");
const LULL = { from: at("02:46:00"), to: at("02:46:40") };
const DEPLOY = at("02:29:00");
const EMPTY = "details.rideId cannot be an empty string";

for (const seed of SEEDS) {
  const { people, incident, streams } = story("empty-ride-id", seed);
  const runs = runsOf({ streams });
  const by = Map.groupBy(runs, ({ functionName }) => functionName);
  const failing = Map.groupBy((by.get("post-to-social") ?? []).filter(crashed), ({ requestId }) => requestId);

  test(`seed ${seed}: 23 rides of 23 customers fail at all three attempts, a minute and then two minutes apart`, () => {
    assert.equal(failing.size, EXPECTED.failingRequests);
    for (const [requestId, tries] of failing) {
      const attempts = (by.get("post-to-social") ?? []).filter((run) => run.requestId === requestId);
      assert.equal(tries.length, 3);
      assert.equal(attempts.length, 3);
      const [first, second, third] = tries.toSorted((a, b) => a.start - b.start);
      assert.ok(first !== undefined && second !== undefined && third !== undefined);
      assert.ok(Math.abs(second.start - first.end - 60_000) < 4000);
      assert.ok(Math.abs(third.start - second.end - 120_000) < 4000);
    }
    const riders = new Set([...failing.values()].flatMap(([run]) => riderOf(run)));
    assert.equal(riders.size, EXPECTED.users.hit);
    assert.equal(riders.size, EXPECTED.users.outcomes.lost);
    assert.deepEqual([...riders].sort(), [...people].sort());
  });

  test(`seed ${seed}: those who are hit book once, are told 202, and never come back`, () => {
    for (const sub of people) {
      const own = (by.get("ride-service") ?? []).filter((run) => requestOf(run)?.sub === sub);
      assert.deepEqual(own.map(statusOf), [202]);
    }
    assert.equal(EXPECTED.users.stillFailing, people.length);
  });

  test(`seed ${seed}: the last attempt is over before the lull, and none begins after it`, () => {
    const last = Math.max(...[...failing.values()].flat().map(({ end }) => end));
    assert.ok(last < LULL.from);
    assert.ok(last > at("02:45:00"));
  });

  test(`seed ${seed}: dispatch got the id and lost it, and only version 42, and only for rides booked ahead`, () => {
    const dispatched = by.get("dispatch") ?? [];
    assert.deepEqual(new Set(dispatched.map(({ version }) => version)), new Set(["41", "42"]));
    for (const run of dispatched) {
      assert.equal(run.version, run.start < DEPLOY ? "41" : "42");
      const text = run.lines.join("");
      const [, asked] = /"detail":\{"details":\{"rideId":"([^"]*)"/.exec(text) ?? [];
      const [, put] = /"Detail":"\{\\"details\\":\{\\"rideId\\":\\"([^\\]*)\\"/.exec(text) ?? [];
      assert.match(asked ?? "", /^ride_/);
      const ahead = text.includes("scheduledFor");
      assert.equal(put, ahead && run.version === "42" ? "" : asked);
    }
    assert.equal(
      dispatched.filter((run) => run.version === "42" && run.lines.join("").includes("scheduledFor")).length,
      23,
    );
    assert.ok(dispatched.some((run) => run.version === "41" && run.lines.join("").includes("scheduledFor")));
    assert.deepEqual(EXPECTED.firstBadHop, { service: "lambda", resource: "dispatch" });
  });

  test(`seed ${seed}: about 1,500 rides go well, each through all five functions`, () => {
    const rides = by.get("ride-service")?.length ?? 0;
    assert.ok(rides - failing.size > 1450 && rides - failing.size < 1550, `${rides}`);
    for (const name of ["dispatch", "notify-driver"]) assert.equal(by.get(name)?.length, rides);
    for (const name of ["pricing", "post-to-social"]) {
      assert.equal(new Set(by.get(name)?.map(({ requestId }) => requestId)).size, rides);
    }
  });

  test(`seed ${seed}: two fares time out once, with a traceback that names no request, and are worked out a minute later`, () => {
    const late = (by.get("pricing") ?? []).filter((run) =>
      run.lines.some((line) => line.startsWith("[ERROR] ReadTimeout")),
    );
    assert.equal(late.length, 2);
    for (const run of late) {
      const traceback = run.lines.find((line) => line.startsWith("[ERROR]")) ?? "";
      assert.match(traceback, /\nTraceback \(most recent call last\):\n\u00a0\u00a0File "\/var\/task\/pricing\.py"/);
      assert.equal(traceback.includes(run.requestId), false);
      const attempts = (by.get("pricing") ?? []).filter(({ requestId }) => requestId === run.requestId);
      assert.equal(attempts.length, 2);
      const [again] = attempts.filter(({ start }) => start > run.end + 60_000);
      assert.ok(again?.lines.some((line) => line.includes("result: ")));
    }
  });

  test(`seed ${seed}: the alarm counted errors of post-to-social alone, in each of fifteen minutes`, () => {
    const [alert] = incident.alerts;
    const reason = /\[(.*)\]/.exec(JSON.stringify(alert?.details))?.[1] ?? "";
    const counted = [...reason.matchAll(/(\d+)\.0 \(22\/11\/26 (\d\d:\d\d:\d\d)\)/g)];
    assert.equal(counted.length, 15);
    const ends = [...failing.values()].flat().map(({ end }) => end);
    for (const [, sum, minute = ""] of counted) {
      const inside = ends.filter((end) => end >= at(minute) - 10 && end < at(minute) + 60_010).length;
      assert.ok(inside >= Number(sum) && Number(sum) >= 1, `${minute}: ${sum}`);
    }
  });
}

function crashed({ lines }: Run): boolean {
  return lines.some((line) => line.includes("\tERROR\tInvoke Error \t{") && line.includes(EMPTY));
}

function riderOf(run: Run | undefined): string[] {
  return /"riderId":"([^"]+)"/.exec(run?.lines.join("") ?? "")?.slice(1, 2) ?? [];
}
