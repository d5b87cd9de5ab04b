import assert from "node:assert/strict";
import { test } from "node:test";
import type { Night } from "./start-workspace.ts";
import { INCIDENTS, MAYA, OMAR, startWorkspace } from "./start-workspace.ts";

const shownTo = ({ slack }: Night, user: string) => slack.notifications(user).map(({ text }) => text);

test("a mention lights up one phone, with 120 characters at most and no markup", async (context) => {
  const night = await startWorkspace(context);
  const verdict = `*Wake the team*: 37 riders cannot book <https://example.com|a ride> :fire: ${"x".repeat(200)}`;
  await night.client.chat.postMessage({
    channel: INCIDENTS,
    text: `<@${MAYA}> ${verdict}`,
    blocks: [{ type: "divider" }],
  });
  const [notification] = night.slack.notifications(MAYA);
  assert.equal(notification?.title, "#incidents · wake-or-wait");
  assert.equal([...(notification?.text ?? "")].length, 120);
  assert.match(notification?.text ?? "", /^@Maya Okafor Wake the team: 37 riders cannot book a ride 🔥 x+…$/u);
  assert.equal(notification?.atMs, Math.floor(notification?.atMs ?? Number.NaN));
  assert.deepEqual(shownTo(night, OMAR), []);
});

test("@here and @channel light up everybody's, but not the author's", async (context) => {
  const night = await startWorkspace(context);
  night.slack.as(OMAR).say(INCIDENTS, "@here look");
  await night.client.chat.postMessage({ channel: INCIDENTS, text: "<!channel> look" });
  assert.deepEqual(shownTo(night, MAYA), ["@here look", "@channel look"]);
  assert.deepEqual(shownTo(night, OMAR), ["@channel look"]);
});

test("a reply lights up the phones of who follows its thread: who wrote there or was mentioned", async (context) => {
  const night = await startWorkspace(context);
  const { ts } = night.slack.as(OMAR).say(INCIDENTS, "root");
  await night.client.chat.postMessage({ channel: INCIDENTS, text: "one", thread_ts: ts });
  await night.client.chat.postMessage({ channel: INCIDENTS, text: `<@${MAYA}> two`, thread_ts: ts });
  await night.client.chat.postMessage({ channel: INCIDENTS, text: "three", thread_ts: ts });
  assert.deepEqual(shownTo(night, OMAR), ["one", "@Maya Okafor two", "three"]);
  assert.deepEqual(shownTo(night, MAYA), ["@Maya Okafor two", "three"]);
});

test("a direct message does, an edit, an ephemeral message and plain talk do not", async (context) => {
  const night = await startWorkspace(context);
  const { client } = night;
  await client.chat.postMessage({ channel: MAYA, text: "direct" });
  const { ts } = await client.chat.postMessage({ channel: INCIDENTS, text: "talk" });
  assert.ok(ts);
  await client.chat.update({ channel: INCIDENTS, ts, text: `<@${MAYA}> changed` });
  await client.chat.postEphemeral({ channel: INCIDENTS, user: MAYA, text: `<@${MAYA}> psst` });
  assert.deepEqual(shownTo(night, MAYA), ["direct"]);
});

test("blocks without a text leave nothing to show", async (context) => {
  const night = await startWorkspace(context);
  await night.client.chat.postMessage({ channel: MAYA, blocks: [{ type: "divider" }] });
  assert.deepEqual(shownTo(night, MAYA), ["This content can't be displayed."]);
});
