import assert from "node:assert/strict";
import { test } from "node:test";
import { CHANNEL } from "../../sandbox/people.ts";
import { assertPolite } from "../assert-polite.ts";
import { choose, eventually, type LocalWorld, shownBy, startLocalWorld } from "./local-world.ts";
import { smallStory } from "./small-story.ts";

const MAYA = "U0MAYA";
const OMAR = "U0OMAR";
const INVOCATION = smallStory().ids.invocations["checkout"] ?? assert.fail("the story has an invocation");

test("who acknowledges, escalates and looks again is named, and never called for it", async (t) => {
  const world = await startLocalWorld(t);
  const { slack } = world.sandbox;
  world.trigger();
  const { root } = await world.told();
  const before = called(world);
  assert.equal(before[OMAR], 0, "the verdict calls who is on call alone");
  const replies = world.thread(root).length;
  await slack.as(OMAR).press(root.ts, "escalate");
  await world.shows(root, "Escalated to level 2 by Omar Haddad");
  await slack.as(OMAR).press(root.ts, "acknowledge");
  await world.shows(root, "Acknowledged by Omar Haddad");
  await choose(slack.as(OMAR), root, "look-again");
  await world.shows(root, "Looked again");
  await world.settled();
  assertPolite(slack);
  assert.equal(world.thread(root).length, replies, "the message says what was done: no other does");
  assert.deepEqual(called(world), before);
});

test("who mentions the bot is answered alone, without a mention of their own", async (t) => {
  const world = await startLocalWorld(t);
  const { slack } = world.sandbox;
  world.trigger();
  const { root } = await world.told();
  slack.as(OMAR).say(CHANNEL.id, "@wake-or-wait 00000000-1111-2222-3333-444444444444", root.ts);
  const answer = await world.whispered(OMAR, /Nothing was found/);
  assert.doesNotMatch(`${answer.text}${shownBy(answer)}`, /<@/);
  assert.equal(world.messages().length, 1, "the channel hears nothing of it");
  assertPolite(slack);
});

test("who shares a trace is named, and not called", async (t) => {
  const world = await startLocalWorld(t);
  const { slack } = world.sandbox;
  await slack.as(OMAR).command(CHANNEL.id, "/trace", INVOCATION);
  const answer = await world.whispered(OMAR, /Virtual stack trace/);
  await slack.as(OMAR).press(answer.ts, "share-trace");
  const shared = await eventually("the message", () => world.messages()[0]);
  assert.match(shownBy(shared), /shared by Omar Haddad/);
  assertPolite(slack);
  assert.deepEqual(slack.notifications(OMAR), []);
});

/** How often each phone lit up. */
function called({ sandbox: { slack } }: LocalWorld): Record<string, number> {
  return Object.fromEntries([MAYA, OMAR].map((id) => [id, slack.notifications(id).length]));
}
