import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { BOT, INCIDENTS, MAYA, OMAR, refusal, startWorkspace } from "./start-workspace.ts";

describe("conversations", () => {
  test("history comes newest first, in pages that nothing slips through", async (context) => {
    const { slack, client } = await startWorkspace(context);
    for (let n = 1; n <= 5; n += 1) slack.as(MAYA).say(INCIDENTS, `m${n}`);
    const first = await client.conversations.history({ channel: INCIDENTS, limit: 2 });
    slack.as(MAYA).say(INCIDENTS, "m6");
    const cursor = first.response_metadata?.next_cursor;
    assert.ok(first.has_more && cursor !== undefined);
    const second = await client.conversations.history({ channel: INCIDENTS, limit: 3, cursor });
    const texts = [...(first.messages ?? []), ...(second.messages ?? [])].map(({ text }) => text);
    assert.deepEqual(texts, ["m5", "m4", "m3", "m2", "m1"]);
    assert.equal(second.has_more, false);
    await assert.rejects(
      client.conversations.history({ channel: INCIDENTS, cursor: "bm8=" }),
      refusal("invalid_cursor"),
    );
  });

  test("a range of history leaves its ends out, unless it is inclusive", async (context) => {
    const { slack, client } = await startWorkspace(context);
    const [a, b, c] = ["a", "b", "c"].map((text) => slack.as(MAYA).say(INCIDENTS, text).ts);
    assert.ok(a && b && c);
    const between = async (inclusive: boolean) =>
      (await client.conversations.history({ channel: INCIDENTS, oldest: a, latest: c, inclusive })).messages?.map(
        ({ ts }) => ts,
      );
    assert.deepEqual(await between(false), [b]);
    assert.deepEqual(await between(true), [c, b, a]);
  });

  test("replies come oldest first behind their root, whichever of them was named", async (context) => {
    const { slack, client } = await startWorkspace(context);
    const { ts: root } = slack.as(MAYA).say(INCIDENTS, "root");
    const { ts } = slack.as(OMAR).say(INCIDENTS, "one", root);
    slack.as(MAYA).say(INCIDENTS, "two", root);
    const all = await client.conversations.replies({ channel: INCIDENTS, ts });
    assert.deepEqual(
      all.messages?.map(({ text }) => text),
      ["root", "one", "two"],
    );
    const later = await client.conversations.replies({ channel: INCIDENTS, ts: root, oldest: ts });
    assert.deepEqual(
      later.messages?.map(({ text }) => text),
      ["root", "two"],
    );
  });

  test("lists, members and people are told with their ids, names and zones", async (context) => {
    const { client } = await startWorkspace(context);
    const { channels } = await client.conversations.list({ types: "public_channel,private_channel" });
    assert.deepEqual(
      channels?.map(({ name, is_member }) => [name, is_member]),
      [
        ["incidents", true],
        ["random", false],
      ],
    );
    assert.deepEqual((await client.conversations.members({ channel: INCIDENTS })).members, [MAYA, OMAR, BOT]);
    const { user } = await client.users.lookupByEmail({ email: "Omar@example.com" });
    assert.partialDeepStrictEqual(user, { id: OMAR, name: "omar", tz: "Europe/Berlin", tz_offset: 3600 });
    assert.equal((await client.users.info({ user: MAYA })).user?.tz_offset, -5 * 3600);
    assert.equal((await client.users.list({})).members?.length, 3);
    await assert.rejects(client.users.lookupByEmail({ email: "no@example.com" }), refusal("users_not_found"));
    await assert.rejects(client.users.info({ user: "U0NOBODY00" }), refusal("user_not_found"));
  });
});
