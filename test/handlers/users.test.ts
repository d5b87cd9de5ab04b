import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { View } from "../../sandbox/slack/view.ts";
import { startGatedWorld } from "./gated-world.ts";
import { choose, eventually, type LocalWorld, startLocalWorld } from "./local-world.ts";

const MAYA = "U0MAYA";

describe("the window of the users", () => {
  test("lists who is hit, and shows a request of theirs over itself, from where one comes back", async (t) => {
    const world = await startLocalWorld(t);
    const { slack } = world.sandbox;
    world.trigger();
    const { root } = await world.told();
    await world.settled();
    await choose(slack.as(MAYA), root, "open-users");
    const list = await viewThat(world, /users? hit/);
    assert.equal(list.title.text, "Who is hit");
    assert.match(JSON.stringify(list.blocks), /❌ `[^`]+` \*failed\*/);
    await slack.as(MAYA).press(list.id, "open-example:0");
    const hop = await viewThat(world, /\*Exception\*/);
    assert.notEqual(hop.id, list.id);
    await slack.as(MAYA).close(hop.id);
    assert.equal(slack.views(MAYA).at(-1)?.id, list.id);
    assert.deepEqual(world.complaints, []);
  });

  test("sends the list as a file to whoever asks for it, and to nobody else", async (t) => {
    const world = await startLocalWorld(t);
    const { slack } = world.sandbox;
    world.trigger();
    const { root } = await world.told();
    await world.settled();
    const before = world.messages().length;
    await choose(slack.as(MAYA), root, "open-users");
    const list = await viewThat(world, /users? hit/);
    await slack.as(MAYA).press(list.id, "users-file");
    await viewThat(world, /Sent to you as a direct message/);
    const [file] = slack.directMessage(MAYA)?.messages.flatMap(({ files = [] }) => files) ?? [];
    assert.match(file?.name ?? "", /^users-.*\.csv$/);
    const text = new TextDecoder().decode(slack.fileBytes(file?.id ?? "") ?? new Uint8Array());
    assert.match(text, /^user,outcome,requests,still failing,example request\r\n[^,]+,failed,/);
    assert.equal(world.messages().length, before, "the channel got nothing");
  });

  test("says in itself that Slack took no file, and stays", async (t) => {
    const world = await startLocalWorld(t);
    const { slack } = world.sandbox;
    world.trigger();
    const { root } = await world.told();
    await world.settled();
    await choose(slack.as(MAYA), root, "open-users");
    const list = await viewThat(world, /users? hit/);
    slack.faults.next("files.getUploadURLExternal", { kind: "error", error: "file_uploads_except_images_disabled" }, 9);
    await slack.as(MAYA).press(list.id, "users-file");
    await viewThat(world, /⚠️ Slack did not send the file/);
    await viewThat(world, /users? hit/);
  });

  test("says in itself that a press in it failed, where there is no channel to say it in", async (t) => {
    const { world, gate } = await startGatedWorld(t);
    const { slack } = world.sandbox;
    world.trigger();
    const { root } = await world.told();
    await world.settled();
    await choose(slack.as(MAYA), root, "open-users");
    const list = await viewThat(world, /users? hit/);
    gate.refuse();
    await slack.as(MAYA).press(list.id, "users-file");
    const failed = await viewThat(world, /⚠️ Something went wrong here/);
    assert.equal(failed.title.text, "That did not work");
    gate.open();
  });
});

async function viewThat({ sandbox: { slack } }: LocalWorld, shows: RegExp): Promise<View> {
  return eventually("the window", () => {
    const view = slack.views(MAYA).at(-1);
    return view !== undefined && shows.test(JSON.stringify(view.blocks)) ? view : undefined;
  });
}
