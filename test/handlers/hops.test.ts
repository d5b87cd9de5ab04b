import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { CHANNEL } from "../../sandbox/people.ts";
import type { View } from "../../sandbox/slack/view.ts";
import { startGatedWorld } from "./gated-world.ts";
import { choose, eventually, type LocalWorld, startLocalWorld } from "./local-world.ts";

const MAYA = "U0MAYA";

describe("the window of a hop", () => {
  test("opens at once and empty, and then shows what went in and came out, and why", async (t) => {
    const { world, gate } = await startGatedWorld(t);
    const { slack } = world.sandbox;
    world.trigger();
    const { stack } = await world.told();
    await world.settled();
    gate.shut();
    await slack.as(MAYA).press(stack.ts, "open-hop:3");
    const loading = await eventually("the window", () => slack.views(MAYA)[0]);
    assert.match(JSON.stringify(loading.blocks), /Loading…/);
    assert.equal(loading.title.text, "Hop");
    gate.open();
    const filled = await viewThat(world, /DynamoDB orders/);
    assert.equal(filled.id, loading.id, "it is the same window");
    assert.equal(filled.title.text, "Hop 3 of 3");
    const shown = JSON.stringify(filled.blocks);
    for (const words of [
      /\*Exception\*/,
      /ProvisionedThroughputExceededException/,
      /\*Input\*/,
      /TableName/,
      /PutItem/,
    ])
      assert.match(shown, words);
    assert.match(shown, /\*Output\* {2}_not recorded_/);
  });

  test("leads upstream to the API and downstream again, in the same window", async (t) => {
    const world = await startLocalWorld(t);
    const { slack } = world.sandbox;
    world.trigger();
    const { stack } = await world.told();
    await slack.as(MAYA).press(stack.ts, "open-hop:3");
    const table = await viewThat(world, /DynamoDB orders/);
    await slack.as(MAYA).press(table.id, "walk-to-hop:2");
    const fn = await viewThat(world, /^\[\{[^}]*\{[^}]*Lambda checkout/);
    assert.equal(fn.title.text, "Hop 2 of 3");
    await slack.as(MAYA).press(fn.id, "walk-to-hop:1");
    const api = await viewThat(world, /^\[\{[^}]*\{[^}]*API Gateway shop-api/);
    assert.equal(api.title.text, "Hop 1 of 3");
    assert.doesNotMatch(JSON.stringify(api.blocks), /upstream/, "nothing is above the API");
    await slack.as(MAYA).press(api.id, "walk-to-hop:2");
    await viewThat(world, /^\[\{[^}]*\{[^}]*Lambda checkout/);
    assert.equal(slack.views(MAYA).length, 1);
    assert.equal(slack.views(MAYA)[0]?.id, table.id);
  });

  test("leads to the console of AWS", async (t) => {
    const world = await startLocalWorld(t);
    const { slack } = world.sandbox;
    world.trigger();
    const { stack } = await world.told();
    await slack.as(MAYA).press(stack.ts, "open-hop:3");
    const view = await viewThat(world, /DynamoDB orders/);
    assert.match(JSON.stringify(view.blocks), /console\.aws\.amazon\.com\/dynamodbv2\/home/);
    await slack.as(MAYA).press(view.id, "link:0");
    assert.deepEqual(world.complaints, []);
  });

  test("is not told anything of a press that only leads somewhere, of which Slack tells all the same", async (t) => {
    const world = await startLocalWorld(t);
    const { slack } = world.sandbox;
    world.trigger();
    const { root } = await world.told();
    const text = { type: "plain_text", text: "Go" };
    const elements = [
      { type: "button", action_id: "link:0", url: "https://example.com/", text },
      { type: "button", action_id: "of-an-older-version", value: "x", text },
    ];
    const posted = await fetch(`${slack.apiUrl}chat.postMessage`, {
      method: "POST",
      headers: { authorization: `Bearer ${slack.botToken}`, "content-type": "application/json" },
      body: JSON.stringify({
        channel: CHANNEL.id,
        thread_ts: root.ts,
        text: "go",
        blocks: [{ type: "actions", elements }],
      }),
    });
    const answer: unknown = await posted.json();
    assert.ok(typeof answer === "object" && answer !== null && "ts" in answer && typeof answer.ts === "string");
    await slack.as(MAYA).press(answer.ts, "link:0");
    await slack.as("U0LIAM").press(answer.ts, "of-an-older-version");
    const told = await eventually("an answer to Liam", () =>
      slack.channel(CHANNEL.id).ephemerals.find(({ to }) => to === "U0LIAM"),
    );
    assert.match(told.message.text, /no longer understood/);
    assert.ok(!slack.channel(CHANNEL.id).ephemerals.some(({ to }) => to === MAYA));
  });

  test("opens after a restart of the bot, and for everybody who sees the message", async (t) => {
    const world = await startLocalWorld(t);
    const { slack } = world.sandbox;
    world.trigger();
    const { stack } = await world.told();
    await world.settled();
    await world.restart();
    await slack.as("U0LIAM").press(stack.ts, "open-hop:2");
    await eventually("the hop", () => JSON.stringify(slack.views("U0LIAM")).includes("Lambda checkout"));
    assert.deepEqual(world.complaints, []);
  });

  test("opens from the newer report, when it was looked into again", async (t) => {
    const world = await startLocalWorld(t);
    const { slack } = world.sandbox;
    const id = world.trigger();
    const { root, stack } = await world.told();
    const before = JSON.stringify(stack.blocks);
    await choose(slack.as(MAYA), root, "look-again");
    await world.row(id, ({ revision }) => revision === 2);
    await eventually("the new stack", () => JSON.stringify(world.thread(root)[2]?.blocks) !== before);
    await slack.as(MAYA).press(stack.ts, "open-hop:3");
    await viewThat(world, /DynamoDB orders/);
  });

  test("holds no password, token or key of what was logged", async (t) => {
    const world = await startLocalWorld(t);
    const { slack } = world.sandbox;
    world.trigger();
    const { stack } = await world.told();
    await slack.as(MAYA).press(stack.ts, "open-hop:2");
    const view = await viewThat(world, /Lambda checkout/);
    const shown = JSON.stringify(view.blocks);
    assert.doesNotMatch(shown, /pay_live_|Bearer ey|eyJ[A-Za-z0-9_-]{20}/);
  });
});

async function viewThat({ sandbox: { slack } }: LocalWorld, shows: RegExp): Promise<View> {
  return eventually(`a window that shows ${shows}`, () =>
    slack.views(MAYA).find(({ blocks }) => shows.test(JSON.stringify(blocks))),
  );
}
