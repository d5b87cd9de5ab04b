import assert from "node:assert/strict";
import { describe, type TestContext, test } from "node:test";
import { GROUPS } from "../../sandbox/people.ts";
import type { View } from "../../sandbox/slack/view.ts";
import { eventually, type LocalWorld, startLocalWorld } from "./local-world.ts";

const MAYA = "U0MAYA";
/** Lives in Kolkata. */
const LIAM = "U0LIAM";
const [, DESK] = GROUPS;

describe("all of what a hop says", () => {
  test("opens over the hop's window, is searched by Enter and by the button, and comes as a file to whoever asks", async (t) => {
    const { world, hop } = await withHop(t, MAYA);
    const { slack } = world.sandbox;
    await slack.as(MAYA).press(hop.id, "open-payload:input");
    const whole = await viewThat(world, MAYA, /\*Input\* of DynamoDB orders: \d+ lines/);
    assert.notEqual(whole.id, hop.id);
    await slack.as(MAYA).choose(whole.id, "search-payload", "tablename");
    const found = await viewThat(world, MAYA, /`tablename` stands in 1 line/);
    assert.equal(found.id, whole.id);
    assert.match(JSON.stringify(found.blocks), /▶ .*TableName/);
    await slack.as(MAYA).submit(whole.id, { find: { "search-payload": "nowhere" } });
    await viewThat(world, MAYA, /`nowhere` stands in 0 lines/);
    await slack.as(MAYA).press(whole.id, "walk-payload:whole");
    await viewThat(world, MAYA, /\*Input\* of DynamoDB orders: \d+ lines/);
    await slack.as(MAYA).press(whole.id, "payload-file");
    await viewThat(world, MAYA, /Sent to you as a direct message/);
    const [file] = slack.directMessage(MAYA)?.messages.flatMap(({ files = [] }) => files) ?? [];
    assert.match(file?.name ?? "", /^input-hop-3-.*\.json$/);
    const text = new TextDecoder().decode(slack.fileBytes(file?.id ?? "") ?? new Uint8Array());
    assert.equal(JSON.parse(text).TableName, "orders");
    await slack.as(MAYA).close(whole.id);
    assert.equal(slack.views(MAYA).at(-1)?.id, hop.id);
    assert.deepEqual(world.complaints, []);
  });

  test("opens, is searched and is sent after a restart of the bot", async (t) => {
    const { world, hop } = await withHop(t, MAYA);
    const { slack } = world.sandbox;
    await slack.as(MAYA).press(hop.id, "open-payload:exception");
    const whole = await viewThat(world, MAYA, /\*Exception\* of/);
    await world.settled();
    await world.restart();
    await slack.as(MAYA).submit(whole.id, { find: { "search-payload": "Throughput" } });
    await viewThat(world, MAYA, /`Throughput` stands in/);
    await slack.as(MAYA).press(whole.id, "payload-file");
    await viewThat(world, MAYA, /Sent to you/);
    assert.deepEqual(world.complaints, []);
  });

  test("is for the group that the catalog names, also for whoever has the window of somebody's older press", async (t) => {
    const rights: { payloads?: string } = {};
    const { world, hop } = await withHop(t, MAYA, rights);
    const { slack } = world.sandbox;
    await slack.as(MAYA).press(hop.id, "open-payload:exception");
    const whole = await viewThat(world, MAYA, /\*Exception\* of/);
    rights.payloads = DESK.id;
    await slack.as(MAYA).press(whole.id, "payload-file");
    await viewThat(world, MAYA, /🔒.*<!subteam\^S0DESK>/);
    assert.equal(slack.directMessage(MAYA), null);
  });

  test("tells the times of log lines in the zone of whoever reads them", async (t) => {
    const { world, hop } = await withHop(t, LIAM);
    assert.match(JSON.stringify(hop.blocks), /\*Logs\*, times in Asia\/Kolkata|\*Logs\* {2}_none_/);
    const { slack } = world.sandbox;
    await slack.as(LIAM).press(hop.id, "walk-to-hop:2");
    await viewThat(world, LIAM, /\*Logs\*, times in Asia\/Kolkata/);
  });

  test("stands beside a picture of where the time went, for whichever request is shown", async (t) => {
    const { world, hop } = await withHop(t, MAYA);
    const { slack } = world.sandbox;
    await slack.as(MAYA).press(hop.id, "open-waterfall");
    const view = await viewThat(world, MAYA, /slack_file/);
    assert.equal(view.title.text, "Where the time went");
    assert.match(JSON.stringify(view.blocks), /DynamoDB orders: .*critical path/);
    await slack.as(MAYA).close(view.id);
    slack.faults.next("views.update", { kind: "error", error: "invalid_arguments" }, 2);
    await slack.as(MAYA).press(hop.id, "open-waterfall");
    const words = await viewThat(world, MAYA, /Waterfall\. Where/);
    assert.doesNotMatch(JSON.stringify(words.blocks), /slack_file/, "words, where Slack does not show a picture");
    assert.deepEqual(world.complaints, []);
  });
});

/** The window of the failing hop, opened by somebody. */
async function withHop(
  t: TestContext,
  user: string,
  rights: { payloads?: string } = {},
): Promise<{ world: LocalWorld; hop: View }> {
  const world = await startLocalWorld(t, { slack: rights });
  world.trigger();
  const { stack } = await world.told();
  await world.sandbox.slack.as(user).press(stack.ts, "open-hop:3");
  return { world, hop: await viewThat(world, user, /DynamoDB orders.*open-payload/) };
}

async function viewThat(
  { sandbox: { slack } }: Pick<LocalWorld, "sandbox">,
  user: string,
  shows: RegExp,
): Promise<View> {
  return eventually(`a window that shows ${shows}`, () =>
    slack.views(user).find(({ blocks }) => shows.test(JSON.stringify(blocks))),
  );
}
