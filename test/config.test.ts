import assert from "node:assert/strict";
import { test } from "node:test";
import { configFrom } from "../src/config.ts";
import { Fault } from "../src/fault.ts";

const ENOUGH = {
  SLACK_BOT_TOKEN: "xoxb-1",
  SLACK_APP_TOKEN: "xapp-1",
  SLACK_CHANNEL: "#incidents",
  PAGERDUTY_TOKEN: "pd-1",
  PAGERDUTY_FROM: "bot@example.com",
  PAGERDUTY_WEBHOOK_SECRETS: "one",
};

test("the shortest environment that a bot starts with has sensible values for all the rest", () => {
  assert.deepEqual(configFrom(ENOUGH), {
    slack: { botToken: "xoxb-1", appToken: "xapp-1", signingSecret: null, channel: "#incidents", apiUrl: null },
    pagerduty: {
      token: "pd-1",
      from: "bot@example.com",
      webhookSecrets: ["one"],
      apiUrl: "https://api.pagerduty.com",
      routingKey: null,
      eventsUrl: "https://events.pagerduty.com",
    },
    store: { table: "wake-or-wait", folder: ".wake-or-wait", region: null, endpoint: null },
    logs: { endpoint: null },
    xray: { on: true, endpoint: null },
    backends: [],
    narration: null,
    catalogFile: null,
    port: 3000,
    deadlineMs: 20_000,
    logLevel: "info",
  });
});

test("X-Ray is read unless it is put aside, in so many words", () => {
  assert.deepEqual(configFrom({ ...ENOUGH, XRAY: "off" }).xray, { on: false, endpoint: null });
  assert.deepEqual(configFrom({ ...ENOUGH, XRAY: "", XRAY_ENDPOINT: "http://127.0.0.1:9" }).xray, {
    on: true,
    endpoint: "http://127.0.0.1:9",
  });
  assert.match(mistakesIn({ ...ENOUGH, XRAY: "no" }).join(), /^XRAY /);
});

test("every variable that is missing or wrong is named at once", () => {
  const mistakes = mistakesIn({
    SLACK_BOT_TOKEN: "secret-value",
    PAGERDUTY_FROM: "nobody",
    PAGERDUTY_API_URL: "no url",
    PORT: "70000",
    DEADLINE_SECONDS: "soon",
    LOG_LEVEL: "loud",
  });
  const named = mistakes.map((line) => line.split(" ")[0]);
  assert.deepEqual(named.sort(), [
    "DEADLINE_SECONDS",
    "LOG_LEVEL",
    "PAGERDUTY_API_URL",
    "PAGERDUTY_FROM",
    "PAGERDUTY_TOKEN",
    "PAGERDUTY_WEBHOOK_SECRETS",
    "PORT",
    "SLACK_APP_TOKEN",
    "SLACK_BOT_TOKEN",
    "SLACK_CHANNEL",
  ]);
  assert.ok(mistakes.includes("SLACK_BOT_TOKEN begins with xoxb-"));
  assert.ok(mistakes.includes("SLACK_CHANNEL is not set"));
});

test("no mistake repeats what may be a secret", () => {
  const secret = "hunter2-hunter2";
  const env = { ...ENOUGH, SLACK_BOT_TOKEN: secret, SLACK_APP_TOKEN: secret, PAGERDUTY_FROM: secret };
  assert.doesNotMatch(mistakesIn(env).join("\n"), /hunter2/);
});

test("an empty variable is one that is not set", () => {
  assert.deepEqual(mistakesIn({ ...ENOUGH, SLACK_CHANNEL: "  " }), ["SLACK_CHANNEL is not set"]);
  assert.equal(configFrom({ ...ENOUGH, PORT: "", DATA_FOLDER: " " }).port, 3000);
});

test("Slack is reached by socket or over HTTP, and one of the two has to be possible", () => {
  const { SLACK_APP_TOKEN: _, ...neither } = ENOUGH;
  assert.match(mistakesIn(neither).join("\n"), /^SLACK_APP_TOKEN .* SLACK_SIGNING_SECRET .*$/);
  const http = configFrom({ ...neither, SLACK_SIGNING_SECRET: "sign" });
  assert.deepEqual([http.slack.appToken, http.slack.signingSecret], [null, "sign"]);
});

test("several webhook secrets are valid at once while one replaces another", () => {
  assert.deepEqual(configFrom({ ...ENOUGH, PAGERDUTY_WEBHOOK_SECRETS: " old , new," }).pagerduty.webhookSecrets, [
    "old",
    "new",
  ]);
});

test("a list of secrets without any secret in it would let nobody in, and is refused at the start", () => {
  assert.match(mistakesIn({ ...ENOUGH, PAGERDUTY_WEBHOOK_SECRETS: " , " }).join("\n"), /^PAGERDUTY_WEBHOOK_SECRETS /);
});

test("the state lies in a folder, or in the table that was named", () => {
  assert.equal(configFrom({ ...ENOUGH, DATA_FOLDER: "/data" }).store.folder, "/data");
  const { store } = configFrom({
    ...ENOUGH,
    DYNAMODB_TABLE: "night",
    DYNAMODB_REGION: "eu-west-1",
    DATA_FOLDER: "/data",
  });
  assert.deepEqual(store, { table: "night", folder: null, region: "eu-west-1", endpoint: null });
});

test("addresses lose their last slash, and a port of zero is any free one", () => {
  const config = configFrom({
    ...ENOUGH,
    PAGERDUTY_API_URL: "https://api.eu.pagerduty.com/",
    PORT: "0",
    DEADLINE_SECONDS: "1.5",
  });
  assert.deepEqual(
    [config.pagerduty.apiUrl, config.port, config.deadlineMs],
    ["https://api.eu.pagerduty.com", 0, 1500],
  );
});

test("a model words reports where one is named, at OpenAI's address with a key, or at any other", () => {
  const narrationOf = (env: Readonly<Record<string, string>>) => configFrom({ ...ENOUGH, ...env }).narration;
  assert.equal(narrationOf({ OPENAI_API_KEY: "sk-1" }), null);
  assert.deepEqual(narrationOf({ OPENAI_MODEL: "small", OPENAI_API_KEY: "sk-1" }), {
    url: null,
    key: "sk-1",
    model: "small",
  });
  const url = "http://127.0.0.1:11434/v1";
  assert.deepEqual(narrationOf({ OPENAI_MODEL: "small", OPENAI_BASE_URL: url }), { url, key: null, model: "small" });
  assert.deepEqual(mistakesIn({ ...ENOUGH, OPENAI_MODEL: "small" }), [
    "OPENAI_API_KEY or OPENAI_BASE_URL has to be set where OPENAI_MODEL is",
  ]);
});

function mistakesIn(env: Readonly<Record<string, string>>): string[] {
  try {
    configFrom(env);
  } catch (error) {
    assert.ok(error instanceof Fault);
    assert.equal(error.code, "configuration");
    return error.message.split("\n");
  }
  assert.fail("it was taken");
}
