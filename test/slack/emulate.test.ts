import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { WebClient } from "@slack/web-api";
import { createEmulator, type Emulator } from "emulate";
import { readAppManifest } from "../../sandbox/app-manifest.ts";
import { payloadText } from "../../src/say/payload-text.ts";
import { loadingModal } from "../../src/say/slack-hop.ts";
import { payloadModal } from "../../src/say/slack-payload.ts";
import { rootWords } from "../../src/say/slack-root.ts";
import { stackWords } from "../../src/say/slack-stack.ts";
import { usersModal } from "../../src/say/slack-users.ts";
import { verdictWords } from "../../src/say/verdict-words.ts";
import { zonedClock } from "../../src/say/zoned-clock.ts";
import { clientOptions } from "../../src/slack/client-options.ts";
import { type Slack, slackOf } from "../../src/slack/slack.ts";
import { hopView, reportSaying, row } from "../say/report.ts";

const TOKEN = "xoxb-of-the-bot";
const REPORT = reportSaying("DynamoDB is throttling");
const ROOT = { investigation: "Q1", part: "root" };
let emulator: Emulator;
let port: Slack;
let client: WebClient;
let channel = "";

// A Slack that somebody else wrote, with the scopes of our manifest: where both it and the sandbox agree with us, we may be right.
before(async () => {
  const { scopes } = await readAppManifest("U0BOT");
  emulator = await createEmulator({
    service: "slack",
    port: 0,
    seed: {
      slack: {
        strict_scopes: true,
        team: { name: "Night", domain: "night" },
        users: [
          { name: "maya", real_name: "Maya Okafor", email: "maya@example.com" },
          // It knows no bot users with tokens: this one is the bot.
          { name: "bot", real_name: "Wake or Wait", email: "bot@example.com" },
        ],
        channels: [{ name: "incidents" }],
        tokens: [{ token: TOKEN, user: "bot", scopes }],
      },
    },
  });
  const options = clientOptions(`${emulator.url}/api/`);
  client = new WebClient(TOKEN, options);
  port = slackOf(TOKEN, options);
  const { channels = [] } = await client.conversations.list();
  channel = channels.find(({ name }) => name === "incidents")?.id ?? assert.fail("there is no channel");
});

after(() => emulator.close());

/** A trigger as an interaction brings it, of a window that is open or of none. */
async function trigger(view?: string): Promise<string> {
  const made: object = await client.apiCall("views.generateTriggerId", view === undefined ? {} : { view_id: view });
  return "trigger_id" in made ? String(made.trigger_id) : assert.fail("there is no trigger");
}

test("the message of an incident is posted, edited, found by its mark, and linked to", async () => {
  const root = await port.post(channel, null, rootWords(row(), null, "looking"), ROOT);
  await port.update(channel, root, rootWords(row(), REPORT, "told"), ROOT);
  assert.equal(await port.find(channel, null, ROOT), root);
  assert.equal(await port.find(channel, null, { ...ROOT, part: "another" }), null);
  assert.match(await port.permalink(channel, root), /archives/);
  const { messages = [] } = await client.conversations.history({ channel });
  assert.match(messages.find(({ ts }) => ts === root)?.text ?? "", /Wake the team/);
});

test("its thread takes the verdict and the stack, and both are found there", async () => {
  const root = await port.post(channel, null, rootWords(row(), REPORT, "told"), { ...ROOT, part: "of a thread" });
  const verdict = { ...ROOT, part: "verdict" };
  const told = await port.post(channel, root, verdictWords(REPORT, null, null, null), verdict);
  const stack = { ...ROOT, part: "stack" };
  const shown = await port.post(channel, root, stackWords("Q1", 1, REPORT.transactions[0] ?? assert.fail()), stack);
  assert.equal(await port.find(channel, root, verdict), told);
  assert.equal(await port.find(channel, root, stack), shown);
});

test("windows open, are filled, and lie over one another", async () => {
  const list = await port.openModal(await trigger(), loadingModal("Who is hit"));
  await port.updateModal(list, usersModal({ investigation: "Q1", revision: 1 }, REPORT));
  const hop = await port.pushModal(await trigger(list), loadingModal("Hop"));
  assert.notEqual(hop, list);
  const view = {
    hop: hopView(2, { input: { rideId: "" } }),
    name: "input",
    zone: "UTC",
    path: null,
    note: null,
  } as const;
  const text = payloadText(view.hop, view.name, zonedClock(null));
  await port.updateModal(hop, payloadModal({ investigation: "Q1", revision: 1 }, { ...view, text }));
});

test("people are known by their email addresses and as members, whispered to, and sent files", async () => {
  const maya = (await port.userByEmail("maya@example.com")) ?? assert.fail("nobody has this address");
  assert.equal(await port.userByEmail("nobody@example.com"), null);
  assert.equal(await port.emailOf(maya), "maya@example.com");
  assert.equal(await port.nameOf(maya), "Maya Okafor");
  assert.equal(await port.isMember(channel, maya), true);
  assert.equal(await port.isMember(channel, "U0NOBODY"), false);
  await port.whisper(channel, maya, null, { text: "for you", blocks: [] });
  await port.sendFile(maya, "users.csv", "user,outcome\r\n", { text: "The users", blocks: [] });
});
