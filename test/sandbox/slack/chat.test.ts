import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { BOT, INCIDENTS, MAYA, RANDOM, refusal, SECRET, startWorkspace } from "./start-workspace.ts";

describe("chat", () => {
  test("a message is posted, changed and removed by its own bot, and by nobody else", async (context) => {
    const { slack, client } = await startWorkspace(context);
    const { ts } = await client.chat.postMessage({ channel: "#incidents", text: "looking" });
    assert.ok(ts);
    await client.chat.update({ channel: INCIDENTS, ts, text: "found" });
    assert.partialDeepStrictEqual(slack.channel(INCIDENTS).messages, [
      { ts, text: "found", user: BOT, edited: { user: BOT } },
    ]);
    const said = slack.as(MAYA).say(INCIDENTS, "mine");
    await assert.rejects(
      client.chat.update({ channel: INCIDENTS, ts: said.ts, text: "x" }),
      refusal("cant_update_message"),
    );
    await assert.rejects(client.chat.delete({ channel: INCIDENTS, ts: said.ts }), refusal("cant_delete_message"));
    await client.chat.delete({ channel: INCIDENTS, ts });
    assert.deepEqual(
      slack.channel(INCIDENTS).messages.map(({ text }) => text),
      ["mine"],
    );
    await assert.rejects(client.chat.update({ channel: INCIDENTS, ts, text: "x" }), refusal("message_not_found"));
  });

  test("an update's text takes the place of blocks, and blocks alone keep the text", async (context) => {
    const { slack, client } = await startWorkspace(context);
    const blocks = [{ type: "divider" }];
    const { ts } = await client.chat.postMessage({ channel: INCIDENTS, text: "first", blocks });
    assert.ok(ts);
    await client.chat.update({ channel: INCIDENTS, ts, text: "", blocks: [{ type: "divider" }, { type: "divider" }] });
    await client.chat.update({ channel: INCIDENTS, ts, blocks: [...blocks, ...blocks, ...blocks] });
    const [withBlocks] = slack.channel(INCIDENTS).messages;
    assert.equal(withBlocks?.blocks?.length, 3);
    assert.equal(withBlocks.edited, undefined);
    await client.chat.update({ channel: INCIDENTS, ts, text: "second" });
    const [withText] = slack.channel(INCIDENTS).messages;
    assert.equal(withText?.blocks, undefined);
    assert.equal(withText?.text, "second");
  });

  test("a message needs something to show, and an update must not be too long", async (context) => {
    const { client } = await startWorkspace(context);
    await assert.rejects(client.chat.postMessage({ channel: INCIDENTS, text: "" }), refusal("no_text"));
    const { ts } = await client.chat.postMessage({ channel: INCIDENTS, text: "x".repeat(40_001) });
    assert.ok(ts);
    const { messages } = await client.conversations.history({ channel: INCIDENTS });
    assert.equal(messages?.[0]?.text?.length, 40_000);
    await assert.rejects(
      client.chat.update({ channel: INCIDENTS, ts, text: "x".repeat(4001) }),
      refusal("msg_too_long"),
    );
  });

  test("the bot writes where it is a member: not elsewhere, and it never learns of private channels", async (context) => {
    const { client } = await startWorkspace(context);
    await assert.rejects(client.chat.postMessage({ channel: RANDOM, text: "x" }), refusal("not_in_channel"));
    await assert.rejects(client.chat.postMessage({ channel: SECRET, text: "x" }), refusal("channel_not_found"));
    await assert.rejects(client.chat.postMessage({ channel: "C0NOWHERE0", text: "x" }), refusal("channel_not_found"));
    await assert.rejects(client.conversations.history({ channel: RANDOM }), refusal("not_in_channel"));
  });

  test("a reply hangs under its root, is counted there, and may be shown in the channel too", async (context) => {
    const { slack, client } = await startWorkspace(context);
    const { ts } = await client.chat.postMessage({ channel: INCIDENTS, text: "root" });
    assert.ok(ts);
    const reply = await client.chat.postMessage({ channel: INCIDENTS, text: "reply", thread_ts: ts });
    assert.ok(reply.ts);
    slack.as(MAYA).say(INCIDENTS, "mine", ts);
    await client.chat.postMessage({ channel: INCIDENTS, text: "for all", thread_ts: reply.ts, reply_broadcast: true });
    const history = await client.conversations.history({ channel: INCIDENTS });
    assert.deepEqual(
      history.messages?.map(({ text }) => text),
      ["for all", "root"],
    );
    assert.partialDeepStrictEqual(history.messages?.[1], { reply_count: 3, reply_users: [BOT, MAYA], thread_ts: ts });
    assert.deepEqual(
      slack
        .channel(INCIDENTS)
        .thread(ts)
        .map(({ text }) => text),
      ["root", "reply", "mine", "for all"],
    );
    await assert.rejects(
      client.chat.postMessage({ channel: INCIDENTS, text: "x", thread_ts: "0" }),
      refusal("invalid_thread_ts"),
    );
    const nowhere = { channel: INCIDENTS, text: "x", thread_ts: "1700000000.000100" };
    await assert.rejects(client.chat.postMessage(nowhere), refusal("thread_not_found"));
  });

  test("a removed root leaves a tombstone over its replies", async (context) => {
    const { slack, client } = await startWorkspace(context);
    const { ts } = await client.chat.postMessage({ channel: INCIDENTS, text: "root" });
    assert.ok(ts);
    slack.as(MAYA).say(INCIDENTS, "reply", ts);
    await client.chat.delete({ channel: INCIDENTS, ts });
    assert.deepEqual(
      slack
        .channel(INCIDENTS)
        .thread(ts)
        .map(({ text }) => text),
      ["This message was deleted.", "reply"],
    );
  });

  test("an ephemeral message is seen by one person, who must be in the channel, and by no API call", async (context) => {
    const { slack, client } = await startWorkspace(context);
    const { message_ts } = await client.chat.postEphemeral({ channel: INCIDENTS, user: MAYA, text: "not allowed" });
    assert.ok(message_ts);
    assert.deepEqual(
      slack.channel(INCIDENTS).ephemerals.map(({ to, message }) => [to, message.ts]),
      [[MAYA, message_ts]],
    );
    assert.deepEqual((await client.conversations.history({ channel: INCIDENTS })).messages, []);
    await assert.rejects(
      client.chat.update({ channel: INCIDENTS, ts: message_ts, text: "x" }),
      refusal("message_not_found"),
    );
    await assert.rejects(
      client.chat.postEphemeral({ channel: INCIDENTS, user: "U0NOBODY00", text: "x" }),
      refusal("user_not_in_channel"),
    );
  });

  test("metadata is kept through updates, given only to who asks, and removed by an empty one", async (context) => {
    const { client } = await startWorkspace(context);
    const metadata = { event_type: "investigation", event_payload: { id: "inv-1" } };
    const { ts } = await client.chat.postMessage({ channel: INCIDENTS, text: "x", metadata });
    assert.ok(ts);
    await client.chat.update({ channel: INCIDENTS, ts, text: "y" });
    const read = async (all: boolean) =>
      (await client.conversations.history({ channel: INCIDENTS, include_all_metadata: all })).messages?.[0]?.metadata;
    assert.deepEqual(await read(true), metadata);
    assert.equal(await read(false), undefined);
    await client.apiCall("chat.update", { channel: INCIDENTS, ts, text: "z", metadata: {} });
    assert.equal(await read(true), undefined);
    const wrong = { channel: INCIDENTS, text: "x", metadata: { event_type: "x" } };
    await assert.rejects(client.apiCall("chat.postMessage", wrong), refusal("invalid_metadata_format"));
  });

  test("a person's id as the channel is the direct message with them", async (context) => {
    const { slack, client } = await startWorkspace(context);
    assert.equal(slack.directMessage(MAYA), null);
    const { channel } = await client.chat.postMessage({ channel: MAYA, text: "hello" });
    assert.equal((await client.conversations.open({ users: MAYA })).channel?.id, channel);
    assert.deepEqual(
      slack.directMessage(MAYA)?.messages.map(({ text }) => text),
      ["hello"],
    );
  });

  test("a permalink names the channel, the message and its thread", async (context) => {
    const { slack, client } = await startWorkspace(context);
    const { ts: root } = slack.as(MAYA).say(INCIDENTS, "root");
    const { ts } = slack.as(MAYA).say(INCIDENTS, "reply", root);
    const { permalink } = await client.chat.getPermalink({ channel: INCIDENTS, message_ts: ts });
    assert.equal(
      permalink,
      `${slack.url}/archives/${INCIDENTS}/p${ts.replace(".", "")}?thread_ts=${root}&cid=${INCIDENTS}`,
    );
  });
});

test("a reaction is added once, and removed", async (context) => {
  const { slack, client } = await startWorkspace(context);
  const { ts } = slack.as(MAYA).say(INCIDENTS, "x");
  const eyes = { channel: INCIDENTS, timestamp: ts, name: "eyes" };
  await client.reactions.add(eyes);
  assert.deepEqual(slack.channel(INCIDENTS).messages[0]?.reactions, [{ name: "eyes", users: [BOT], count: 1 }]);
  await assert.rejects(client.reactions.add(eyes), refusal("already_reacted"));
  await assert.rejects(client.reactions.add({ ...eyes, name: "no_such" }), refusal("invalid_name"));
  await client.reactions.remove(eyes);
  assert.equal(slack.channel(INCIDENTS).messages[0]?.reactions, undefined);
  await assert.rejects(client.reactions.remove(eyes), refusal("no_reaction"));
});
