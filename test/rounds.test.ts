import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { type Alarm, alarmNotification, alarmSubject } from "../sandbox/world/cloudwatch-alarm.ts";
import { type Alert, parseAlert } from "../src/alert.ts";
import { EMPTY_CATALOG } from "../src/catalog.ts";
import { investigate } from "../src/investigate.ts";
import type { Room } from "../src/pursue.ts";
import type { Report } from "../src/report.ts";
import { cloudwatchLogs } from "../src/sources/cloudwatch-logs.ts";
import type { Question, Source } from "../src/sources/source.ts";
import { trace } from "../src/trace.ts";
import { CHAIN, createTenHops, type TenHops } from "./bench/ten-hops.ts";
import { NIGHT, openLogs } from "./sandbox/cloudwatch/open-logs.ts";

const ALARM: Alarm = {
  ...{ name: "pack fails", description: "", namespace: "AWS/Lambda", metric: "Errors" },
  dimension: { name: "FunctionName", value: "pack" },
  ...{ periodSeconds: 60, periods: 1, threshold: 1 },
};
const WORLD = createTenHops(NIGHT);

test("a chain of ten hops is known after two rounds, from the alert on its last function back to the users", async (t) => {
  const { room, questions } = await estate(t, WORLD);
  const report = await reported(alertOn(WORLD), room);
  const failing = WORLD.passages.filter(({ fails }) => fails);
  assert.equal(report.failing?.function, "pack");
  assert.equal(report.failing.requests, failing.length);
  assert.equal(report.users.hit, new Set(failing.map(({ user }) => user)).size);
  assert.equal(report.users.exact, true);
  assert.deepEqual(
    report.entries.map(({ name }) => name),
    ["POST /orders"],
  );
  const hops = report.transactions[0]?.hops.map(({ service, resource }) => `${service} ${resource}`);
  assert.deepEqual(hops, [
    "apigateway t3nh0ps9aa",
    "lambda accept",
    "sqs orders-in",
    "lambda price",
    "eventbridge shop",
    "lambda announce",
    "sns priced",
    "lambda reserve",
    "sqs parcels",
    "lambda pack",
  ]);
  assert.equal(report.cost.rounds, 2, JSON.stringify(questions.map(short)));
});

for (const name of CHAIN) {
  test(`from ${name} a traced request of ten hops is whole two rounds after its moment is known`, async (t) => {
    const { room, questions, rounds } = await estate(t, WORLD);
    const passage = WORLD.passages.findLast(({ fails, at }) => fails && at < NIGHT - 60_000);
    const answer = await trace(passage?.invocations[name] ?? "", room, NIGHT);
    assert.ok(answer.found);
    assert.equal(answer.kept.transactions[0].hops.length, 10);
    assert.ok(rounds() <= 3, JSON.stringify(questions.map(short)));
  });
}

function alertOn({ refusals }: TenHops): Alert {
  const at = NIGHT - 5_000;
  const created_at = new Date(at).toISOString();
  const body = { details: alarmNotification(ALARM, refusals, at) };
  return parseAlert({
    incident: { id: "Q10", title: alarmSubject(ALARM), created_at },
    alerts: [{ created_at, body }],
  });
}

async function reported(alert: Alert, room: Room): Promise<Report> {
  let last: Report | null = null;
  for await (const { report } of investigate(alert, room, NIGHT)) last = report;
  assert.ok(last !== null);
  return last;
}

/** The world in CloudWatch Logs, and what was asked of it. Questions that are asked together are a round. */
async function estate(t: TestContext, { streams }: TenHops) {
  const { logs, client } = await openLogs(t);
  for (const { group, stream, lines } of streams) logs.load(group, stream, lines);
  const inner = cloudwatchLogs(client, EMPTY_CATALOG);
  const questions: Question[] = [];
  let [underWay, rounds] = [0, 0];
  const source: Source = {
    ...inner,
    async *ask(question, until) {
      questions.push(question);
      if (underWay++ === 0) rounds++;
      yield* inner.ask(question, until);
      underWay--;
    },
  };
  const room: Room = { sources: [source], catalog: EMPTY_CATALOG, now: () => NIGHT, deadlineMs: 60_000 };
  return { room, questions, rounds: () => rounds };
}

function short(question: Question): string {
  if ("find" in question) return `find ${question.find.length}`;
  if ("failures" in question) return `failures ${question.groups}`;
  if ("keyed" in question) return `keyed ${question.keyed}`;
  return "streams";
}
