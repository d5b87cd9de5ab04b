import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { CHANNEL, GENERAL, OUTSIDER } from "../../sandbox/people.ts";
import { eventually, shownBy, startLocalWorld } from "./local-world.ts";
import { smallStory } from "./small-story.ts";

const { ids } = smallStory();
const INVOCATION = ids.invocations["checkout"] ?? assert.fail("the story has an invocation");
const STACK = /\*Virtual stack trace\* of POST \/checkout/;

describe("/trace", () => {
  for (const [what, id] of [
    ["the request id of the API", ids.requestId],
    ["the request id of a function", INVOCATION],
    ["the id of a trace", ids.trace],
  ] as const) {
    test(`with ${what} shows its virtual stack trace to whoever asked, and its hops open`, async (t) => {
      const world = await startLocalWorld(t);
      const { slack } = world.sandbox;
      assert.deepEqual(await slack.as("U0INES").command(CHANNEL.id, "/trace", ` ${id} `), { ok: true });
      const answer = await world.whispered("U0INES", STACK);
      assert.match(shownBy(answer), /DynamoDB orders/);
      assert.deepEqual(world.messages(), [], "nobody else is bothered");
      await slack.as("U0INES").press(answer.ts, "open-hop:2");
      await eventually("the hop", () => JSON.stringify(slack.views("U0INES")).includes("Lambda checkout"));
    });
  }

  test("finds the id in what else was said", async (t) => {
    const world = await startLocalWorld(t);
    await world.sandbox.slack.as("U0INES").command(CHANNEL.id, "/trace", `what about ${INVOCATION}, please?`);
    await world.whispered("U0INES", STACK);
  });

  test("with an id that nothing holds says so, and where it looked", async (t) => {
    const world = await startLocalWorld(t);
    await world.sandbox.slack.as("U0INES").command(CHANNEL.id, "/trace", "11111111-2222-3333-4444-555555555555");
    const answer = await world.whispered("U0INES", /Nothing was found/);
    assert.match(shownBy(answer), /Looked in: cloudwatch/i);
  });

  test("asks before it spends more than its budget, and looks further back when somebody agrees", async (t) => {
    const world = await startLocalWorld(t, { policy: { budgetUsd: 0.000_001 } });
    const { slack, clock, logs } = world.sandbox;
    // Two hours on, the last hour holds other lines.
    clock.advanceTo(clock.now() + 2 * 3_600_000);
    const timestamp = clock.now() - 60_000;
    const message = "nothing to do with it ".repeat(5000);
    logs.load("/aws/lambda/checkout", "later", [{ timestamp, ingestionTime: timestamp, message }]);
    await slack.as("U0INES").command(CHANNEL.id, "/trace", INVOCATION);
    const asked = await world.whispered("U0INES", /Look further back, about \$0\.00/);
    assert.match(shownBy(asked), /as far as the budget goes/);
    await slack.as("U0INES").press(asked.ts, "search-further");
    await world.whispered("U0INES", STACK);
  });

  test("without an id says what can be asked", async (t) => {
    const world = await startLocalWorld(t);
    for (const text of ["", "what can you do?"])
      await world.sandbox.slack.as("U0INES").command(CHANNEL.id, "/trace", text);
    await eventually("two answers", () => world.sandbox.slack.channel(CHANNEL.id).ephemerals.length === 2);
    for (const { message } of world.sandbox.slack.channel(CHANNEL.id).ephemerals)
      assert.match(shownBy(message), /Say an id/);
  });

  test("with a text of several ids offers those that it did not try, where the first is not found", async (t) => {
    const world = await startLocalWorld(t);
    const { slack } = world.sandbox;
    const pasted = `request 11111111-2222-3333-4444-555555555555 called ${INVOCATION}`;
    await slack.as("U0INES").command(CHANNEL.id, "/trace", pasted);
    const answer = await world.whispered("U0INES", /Nothing was found/);
    assert.match(shownBy(answer), new RegExp(`Trace ${INVOCATION}`));
    await slack.as("U0INES").press(answer.ts, "search-further");
    await world.whispered("U0INES", STACK);
  });

  test("is shown to everybody where whoever asked wants that, with their name", async (t) => {
    const world = await startLocalWorld(t);
    const { slack } = world.sandbox;
    await slack.as("U0INES").command(CHANNEL.id, "/trace", INVOCATION);
    const answer = await world.whispered("U0INES", STACK);
    await slack.as("U0INES").press(answer.ts, "share-trace");
    const shared = await eventually("the message", () => world.messages()[0]);
    assert.match(shownBy(shared), STACK);
    assert.match(shownBy(shared), /shared by Ines Silva/);
    await slack.as("U0OMAR").press(shared.ts, "open-hop:2");
    await eventually("the hop", () => JSON.stringify(slack.views("U0OMAR")).includes("Lambda checkout"));
  });

  test("says what it could not read", async (t) => {
    const world = await startLocalWorld(t);
    world.sandbox.logs.faults.denyGroup("/aws/lambda/checkout");
    await world.sandbox.slack.as("U0INES").command(CHANNEL.id, "/trace", INVOCATION);
    const answer = await world.whispered("U0INES", /Nothing was found/);
    assert.match(shownBy(answer), /Not seen:/);
  });

  test("says in one sentence that it failed, where Slack did not take an answer", async (t) => {
    const world = await startLocalWorld(t);
    world.sandbox.slack.faults.next("response_url", { kind: "html", status: 500 });
    await world.sandbox.slack.as("U0INES").command(CHANNEL.id, "/trace", INVOCATION);
    await world.whispered("U0INES", /⚠️/);
    assert.ok(world.complaints.some((one) => one.includes("it failed")));
  });
});

describe("“Trace what it says” in the menu of a message", () => {
  test("traces the id that the message holds, and answers whoever asked", async (t) => {
    const world = await startLocalWorld(t);
    const { slack } = world.sandbox;
    const said = slack.as("U0OMAR").say(CHANNEL.id, `support got this: "checkout failed (request ${ids.requestId})"`);
    await slack.as("U0INES").shortcut("trace-message", said.ts);
    await world.whispered("U0INES", STACK);
    assert.equal(world.messages().length, 1, "nobody else is bothered");
  });

  test("says what can be asked, where the message holds none", async (t) => {
    const world = await startLocalWorld(t);
    const { slack } = world.sandbox;
    const said = slack.as("U0OMAR").say(CHANNEL.id, "it is slow today");
    await slack.as("U0INES").shortcut("trace-message", said.ts);
    await world.whispered("U0INES", /Say an id/);
  });
});

describe("a mention", () => {
  test("with an id is answered to whoever asked alone, and shared by their button", async (t) => {
    const world = await startLocalWorld(t);
    const { slack } = world.sandbox;
    const said = slack.as("U0MAYA").say(CHANNEL.id, `@wake-or-wait ${INVOCATION}`);
    const answer = await world.whispered("U0MAYA", STACK);
    assert.equal(answer.thread_ts, undefined, "nobody began a thread in which it would be seen");
    assert.equal(world.thread(said).length, 1);
    await slack.as("U0MAYA").press(answer.ts, "open-hop:3");
    await eventually("the hop", () => JSON.stringify(slack.views("U0MAYA")).includes("DynamoDB orders"));
    await slack.as("U0MAYA").press(answer.ts, "share-trace");
    await eventually("the message", () => world.messages().find((one) => STACK.test(shownBy(one))));
  });

  test("in the thread of an incident is answered there", async (t) => {
    const world = await startLocalWorld(t);
    world.trigger();
    const { root } = await world.told();
    await world.settled();
    const { length } = world.thread(root);
    world.sandbox.slack.as("U0MAYA").say(CHANNEL.id, `@wake-or-wait ${ids.requestId}`, root.ts);
    const answer = await world.whispered("U0MAYA", STACK);
    assert.equal(answer.thread_ts, root.ts);
    assert.equal(world.thread(root).length, length + 1, "what was asked, and nothing more");
    assert.equal(world.messages().length, 1);
  });

  test("without an id says what can be asked", async (t) => {
    const world = await startLocalWorld(t);
    world.sandbox.slack.as("U0MAYA").say(CHANNEL.id, "@wake-or-wait who are you really?");
    await world.whispered("U0MAYA", /Say an id/);
  });

  test("with an id that nothing holds says so", async (t) => {
    const world = await startLocalWorld(t);
    world.sandbox.slack.as("U0MAYA").say(CHANNEL.id, "@wake-or-wait 1-00000000-000000000000000000000000");
    await world.whispered("U0MAYA", /Nothing was found/);
  });

  test("of somebody who may not read what the bot finds is refused privately", async (t) => {
    const world = await startLocalWorld(t);
    const { slack } = world.sandbox;
    const said = slack.as(OUTSIDER.id).say(GENERAL.id, `@wake-or-wait ${INVOCATION}`);
    await eventually("the refusal", () =>
      slack
        .channel(GENERAL.id)
        .ephemerals.find(({ to, message }) => to === OUTSIDER.id && /for the members of/.test(shownBy(message))),
    );
    assert.equal(slack.channel(GENERAL.id).thread(said.ts).length, 1);
  });
});

describe("where the bot is no member, a traced request", () => {
  const CLOSED = { kind: "error", error: "not_in_channel" } as const;

  test("is shared all the same", async (t) => {
    const world = await startLocalWorld(t);
    const { slack } = world.sandbox;
    await slack.as("U0INES").command(CHANNEL.id, "/trace", INVOCATION);
    const answer = await world.whispered("U0INES", STACK);
    slack.faults.next("chat.postMessage", CLOSED);
    await slack.as("U0INES").press(answer.ts, "share-trace");
    assert.match(shownBy(await eventually("the message", () => world.messages()[0])), STACK);
  });

  test("of another id is looked for all the same", async (t) => {
    const world = await startLocalWorld(t);
    const { slack } = world.sandbox;
    await slack.as("U0INES").command(CHANNEL.id, "/trace", `00000000-1111-2222-3333-444444444444 ${INVOCATION}`);
    const missed = await world.whispered("U0INES", /Nothing was found/);
    slack.faults.next("chat.postEphemeral", CLOSED, 100);
    await slack.as("U0INES").press(missed.ts, "search-further");
    await world.whispered("U0INES", STACK);
    assert.deepEqual(world.complaints, []);
  });
});
