import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { z } from "zod";
import { startLocalWorld } from "../handlers/local-world.ts";
import { runVerb } from "./run-verb.ts";

const Result = z.looseObject({
  incidents: z.array(
    z.looseObject({
      name: z.string(),
      decision: z.string(),
      recorded: z.string().nullable(),
      shouldWake: z.boolean().nullable(),
      right: z.boolean().nullable(),
      usd: z.number(),
    }),
  ),
});

test("what was said of the verdicts comes out as a JSON object a line, and the incidents can be judged again", async (t) => {
  const world = await startLocalWorld(t);
  const { slack, pagerduty, config, dynamodbUrl } = world.sandbox;
  const id = world.trigger();
  const { root } = await world.told();
  pagerduty.resolve(id, "PMAYA01");
  await world.shows(root, "Was it right?");
  await slack.as("U0MAYA").press(root.ts, "was-wrong");
  const { answers } = await world.row(id, (row) => row.answers.length === 1);
  const incidents = join(await mkdtemp(join(tmpdir(), "incidents-")), "last month");
  t.after(() => rm(dirname(incidents), { recursive: true }));
  const env = {
    SLACK_BOT_TOKEN: "xoxb-nobody",
    SLACK_SIGNING_SECRET: "none",
    SLACK_CHANNEL: "C1",
    PAGERDUTY_TOKEN: config.pagerduty.token,
    PAGERDUTY_API_URL: config.pagerduty.apiUrl,
    PAGERDUTY_FROM: "maya@example.com",
    PAGERDUTY_WEBHOOK_SECRETS: "none",
    DYNAMODB_TABLE: config.store.table,
    DYNAMODB_ENDPOINT: dynamodbUrl,
    DYNAMODB_REGION: "local",
    AWS_ACCESS_KEY_ID: "local",
    AWS_SECRET_ACCESS_KEY: "local",
  };
  const { status, out, err } = await runVerb("answers", ["--incidents", incidents], undefined, env);
  assert.deepEqual([status, err], [0, ""]);
  const [answer] = answers;
  assert.deepEqual(
    out
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line)),
    [
      {
        incident: id,
        decision: "wake",
        right: false,
        at: new Date((answer?.at ?? 0) / 1000).toISOString(),
        by: "Maya Okafor",
      },
    ],
  );
  const aws = {
    AWS_ACCESS_KEY_ID: "local",
    AWS_SECRET_ACCESS_KEY: "local",
    AWS_REGION: "eu-central-1",
    AWS_ENDPOINT_URL_CLOUDWATCH_LOGS: config.logs.endpoint ?? "",
    AWS_ENDPOINT_URL_CLOUDWATCH: world.sandbox.cloudwatch.url,
    AWS_ENDPOINT_URL_SQS: world.sandbox.aws.url,
    AWS_ENDPOINT_URL_LAMBDA: world.sandbox.aws.url,
    AWS_ENDPOINT_URL_DYNAMODB: world.sandbox.aws.url,
    AWS_ENDPOINT_URL_KINESIS: world.sandbox.aws.http2Url,
  };
  const words = ["--incidents", incidents, "--json"];
  const nothing = await runVerb("backtest", words, undefined, aws);
  assert.deepEqual([nothing.status, nothing.out], [2, ""]);
  assert.match(nothing.err, /no evidence was kept; --aws reads it again/);
  const live = Result.parse(
    JSON.parse((await runVerb("backtest", [...words, "--aws", "--no-xray", "--keep"], undefined, aws)).out),
  );
  const [replayed] = live.incidents;
  assert.deepEqual(
    [replayed?.name, replayed?.recorded, replayed?.decision, replayed?.shouldWake, replayed?.right],
    [id, "wake", "wake", false, false],
  );
  assert.ok(replayed !== undefined && replayed.usd > 0);
  // What was read is there now, and costs nothing.
  const again = Result.parse(JSON.parse((await runVerb("backtest", words)).out));
  assert.deepEqual(again.incidents, [{ ...replayed, usd: 0 }]);
});

test("the answers of nowhere are one clear line", async () => {
  const { status, out, err } = await runVerb("answers", ["--all"]);
  assert.deepEqual([status, out], [2, ""]);
  assert.match(err, /^--all is not understood/);
});
