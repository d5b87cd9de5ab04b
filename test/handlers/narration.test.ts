import assert from "node:assert/strict";
import { describe, type TestContext, test } from "node:test";
import { type OpenAi, startOpenAi } from "../../sandbox/openai/openai.ts";
import { CHANNEL, GROUPS } from "../../sandbox/people.ts";
import { eventually, type LocalWorld, shownBy, startLocalWorld } from "./local-world.ts";

describe("a model that words the report", () => {
  test("stands beneath what was computed, marked, and never on a lock screen", async (t) => {
    const { world, server } = await worldWithModel(t);
    world.trigger();
    const { root, verdict } = await world.told();
    const words = await eventually("the model's words", () => world.thread(root)[3]);
    assert.match(shownBy(words), /go on to orders/);
    assert.match(shownBy(words), new RegExp(`Worded by ${server.model}`));
    assert.doesNotMatch([...words.text].slice(0, 120).join(""), /go on to orders/);
    assert.match(words.text, /go on to orders/, "who hears it hears it last");
    for (const one of [root, verdict]) assert.doesNotMatch(shownBy(one), /go on to orders|Worded by/);
    await world.settled();
    assert.equal(server.asked.length, 1);
  });

  test("is left out where it says nothing that the report holds, or nothing at all", async (t) => {
    const { world, server } = await worldWithModel(t);
    server.behave({ says: ({ hops }) => [{ text: "All is well.", hops: hops.map(({ id }) => id) }] });
    world.trigger();
    const { root, verdict } = await world.told();
    await world.settled();
    assert.equal(server.asked.length, 1);
    assert.equal(world.thread(root).length, 3);
    assert.match(shownBy(verdict), /Wake the team/);
  });

  test("that fails holds nothing back", async (t) => {
    const { world, server } = await worldWithModel(t);
    server.behave("failing");
    world.trigger();
    const { root } = await world.told();
    await world.settled();
    assert.equal(world.thread(root).length, 3);
    assert.deepEqual(world.complaints, []);
  });

  test("answers a question in the thread of an incident from its report", async (t) => {
    const { world, server } = await worldWithModel(t);
    world.trigger();
    const { root } = await world.told();
    await eventually("the model's words", () => world.thread(root)[3]);
    await world.settled();
    const { slack } = world.sandbox;
    slack.as("U0MAYA").say(CHANNEL.id, "@wake-or-wait which table is it?", root.ts);
    assert.match(shownBy(await eventually("the answer", () => world.thread(root)[5])), /go on to orders/);
    server.behave("nonsense");
    slack.as("U0MAYA").say(CHANNEL.id, "@wake-or-wait and who wins the cup?", root.ts);
    assert.match(shownBy(await eventually("an answer", () => world.thread(root)[7])), /does not answer that/);
    slack.as("U0MAYA").say(CHANNEL.id, "@wake-or-wait why?", root.ts);
    assert.match(shownBy(await eventually("an answer", () => world.thread(root)[9])), /does not answer that/);
    slack.as("U0MAYA").say(CHANNEL.id, "@wake-or-wait which table is it?");
    await world.whispered("U0MAYA", /Say an id/);
  });
});

describe("a model that words the report where a group alone may read payloads", () => {
  test("is told no lines of logs, neither for its sentences nor for an answer", async (t) => {
    const { world, server } = await worldWithModel(t, { payloads: GROUPS[0].id });
    world.trigger();
    const { root } = await world.told();
    await eventually("the model's words", () => world.thread(root)[3]);
    await world.settled();
    world.sandbox.slack.as("U0MAYA").say(CHANNEL.id, "@wake-or-wait what do the logs say?", root.ts);
    await eventually("the answer", () => world.thread(root)[5]);
    assert.deepEqual(server.asked.map(linesTold), [[], []]);
  });

  test("is told them where everybody may read", async (t) => {
    const { world, server } = await worldWithModel(t);
    world.trigger();
    await world.told();
    await world.settled();
    assert.notDeepEqual(server.asked.flatMap(linesTold), []);
  });
});

function linesTold({ messages }: OpenAi["asked"][number]): string[] {
  const told = messages.map(({ content }) => content).join("\n");
  return [...told.matchAll(/"lines":\[("[^\]]*)\]/g)].map(([, lines = ""]) => lines);
}

async function worldWithModel(
  t: TestContext,
  slack: { payloads?: string } = {},
): Promise<{ world: LocalWorld; server: OpenAi }> {
  const server = await startOpenAi();
  t.after(() => server.stop());
  const narration = { url: `${server.url}/v1`, key: server.key, model: server.model };
  return { server, world: await startLocalWorld(t, { slack, configure: async () => ({ narration }) }) };
}
