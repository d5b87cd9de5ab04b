import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { WebClient } from "@slack/web-api";
import type { Message } from "../../sandbox/slack/message.ts";
import { clientOptions } from "../../src/slack/client-options.ts";
import { choose, eventually, shownBy, startLocalWorld } from "./local-world.ts";

describe("the reasons of a verdict", () => {
  test("lead to the message whose stack shows their hop: in the incident's message, in the reply, and after a restart", async (t) => {
    const world = await startLocalWorld(t);
    const id = world.trigger();
    const { root, stack } = await world.told();
    const linked = await world.shows(root, "|hop ");
    await world.row(id, ({ pictures }) => pictures !== undefined);
    await world.settled();
    const [, reply] = world.thread(root);
    const where = `/archives/C0INCIDENTS/p${stack.ts.replace(".", "")}?thread_ts=${root.ts}&amp;cid=C0INCIDENTS`;
    for (const message of [linked, reply]) {
      const [link] = linksOf(message);
      assert.ok(link !== undefined);
      assert.ok(link.address.endsWith(where), link.address);
      assert.match(shownBy(stack), new RegExp(`${link.hop}\\. \\*DynamoDB orders\\*`));
    }
    const ways = linksOf(linked);
    await world.restart();
    await world.sandbox.slack.as("U0MAYA").press(root.ts, "acknowledge");
    const pressed = await world.shows(root, "Acknowledged by Maya");
    assert.deepEqual(linksOf(pressed), ways);
    assert.equal(world.thread(root).length, 3, "nothing more was posted for it");
  });

  test("are told without a way where Slack gives none", async (t) => {
    const world = await startLocalWorld(t);
    world.sandbox.slack.faults.next("chat.getPermalink", { kind: "error", error: "internal_error" }, 10);
    const id = world.trigger();
    const root = await world.root();
    await world.row(id, ({ pictures, due }) => pictures !== undefined && due.reconcile !== undefined);
    const thread = world.thread(root);
    assert.match(thread[0]?.text ?? "", /^🔴 Wake the team/);
    assert.deepEqual(thread.flatMap(linksOf), []);
  });

  test("lead to the stack that there is, where somebody deleted the one before", async (t) => {
    const world = await startLocalWorld(t);
    const id = world.trigger();
    const { root, stack } = await world.told();
    await world.row(id, ({ pictures }) => pictures !== undefined);
    await world.settled();
    const { apiUrl, botToken } = world.sandbox.slack;
    await new WebClient(botToken, clientOptions(apiUrl)).chat.delete({ channel: "C0INCIDENTS", ts: stack.ts });
    await choose(world.sandbox.slack.as("U0MAYA"), await world.root(), "look-again");
    const again = await eventually("another stack", () => {
      return world.thread(root).find(({ ts, text }) => ts > stack.ts && text.startsWith("🔴"));
    });
    const where = `/p${again.ts.replace(".", "")}?`;
    await eventually("the way there", async () => linksOf(await world.root())[0]?.address.includes(where));
  });
});

function linksOf(message: Message | undefined): { readonly address: string; readonly hop: string }[] {
  const links = shownBy(message).matchAll(/<(https?:[^|>]*)\|hop (\d+)>/g);
  return [...links].map(([, address = "", hop = ""]) => ({ address, hop }));
}
