import assert from "node:assert/strict";
import { test } from "node:test";
import { startLocalWorld } from "../handlers/local-world.ts";
import { runVerb } from "./run-verb.ts";

test("what was said of the verdicts comes out as a JSON object a line", async (t) => {
  const world = await startLocalWorld(t);
  const { slack, pagerduty, config, dynamodbUrl } = world.sandbox;
  const id = world.trigger();
  const { root } = await world.told();
  pagerduty.resolve(id, "PMAYA01");
  await world.shows(root, "Was it right?");
  await slack.as("U0MAYA").press(root.ts, "was-wrong");
  const { answers } = await world.row(id, (row) => row.answers.length === 1);
  const { status, out, err } = await runVerb("answers", [], undefined, {
    SLACK_BOT_TOKEN: "xoxb-nobody",
    SLACK_SIGNING_SECRET: "none",
    SLACK_CHANNEL: "C1",
    PAGERDUTY_TOKEN: "none",
    PAGERDUTY_FROM: "maya@example.com",
    PAGERDUTY_WEBHOOK_SECRETS: "none",
    DYNAMODB_TABLE: config.store.table,
    DYNAMODB_ENDPOINT: dynamodbUrl,
    DYNAMODB_REGION: "local",
    AWS_ACCESS_KEY_ID: "local",
    AWS_SECRET_ACCESS_KEY: "local",
  });
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
});

test("the answers of nowhere are one clear line", async () => {
  const { status, out, err } = await runVerb("answers", ["--all"]);
  assert.deepEqual([status, out], [2, ""]);
  assert.match(err, /^--all is not understood/);
});
