import assert from "node:assert/strict";
import { createServer } from "node:http";
import { describe, type TestContext, test } from "node:test";
import { pino } from "pino";
import { serve } from "../../sandbox/serve.ts";
import type { Slack as Workspace } from "../../sandbox/slack/slack.ts";
import { Fault } from "../../src/fault.ts";
import { type SlackListener, type SlackSaid, type SlackSettings, startSlackApp } from "../../src/slack/app.ts";
import { INCIDENTS, MAYA, startWorkspace } from "../sandbox/slack/start-workspace.ts";
import { until } from "../sandbox/slack/until.ts";

const LOG = pino({ level: "silent" });
const HELLO = {
  path: "/hello",
  method: "GET",
  handler: (_, response) => void response.end("hello"),
} as const satisfies Parameters<typeof startSlackApp>[2][number];

interface Heard {
  readonly presses: unknown[];
  readonly said: SlackSaid[];
}

type Way = "a socket" | "signed HTTP";

async function startApp(t: TestContext, way: Way, listener: Partial<SlackListener> = {}) {
  const { slack, client } = await startWorkspace(t, { eventRetryMs: [0, 20] });
  const heard: Heard = { presses: [], said: [] };
  const app = await startSlackApp(settingsOf(slack, way), 0, [HELLO], listenerOf(heard, listener), LOG);
  t.after(() => app.stop());
  if (way === "signed HTTP") slack.deliverTo(`http://127.0.0.1:${app.port}/slack/events`);
  return { slack, client, app, heard };
}

for (const way of ["a socket", "signed HTTP"] as const) {
  describe(`what Slack delivers over ${way}`, () => {
    test("is a press", async (t) => {
      const { slack, client, heard } = await startApp(t, way);
      const ts = await postButton(client);
      assert.deepEqual(await slack.as(MAYA).press(ts, "acknowledge"), { ok: true });
      await until(() => heard.presses[0]);
      assert.partialDeepStrictEqual(heard.presses[0], {
        type: "block_actions",
        user: { id: MAYA },
        actions: [{ action_id: "acknowledge", value: "this one" }],
      });
    });

    test("is a command, answered to whoever gave it and to nobody else", async (t) => {
      const { slack, heard } = await startApp(t, way);
      assert.deepEqual(await slack.as(MAYA).command(INCIDENTS, "/trace", "1-abc"), { ok: true });
      await until(() => slack.channel(INCIDENTS).ephemerals[0]);
      assert.partialDeepStrictEqual(heard.said, [{ user: MAYA, channel: INCIDENTS, thread: null, text: "1-abc" }]);
      const [answer] = slack.channel(INCIDENTS).ephemerals;
      assert.deepEqual([answer?.to, answer?.message.text], [MAYA, "You said 1-abc"]);
      assert.deepEqual(slack.channel(INCIDENTS).messages, []);
    });

    test("is a mention, answered alone to whoever said it, in the thread where there is one", async (t) => {
      const { slack, heard } = await startApp(t, way);
      const answers = () => slack.channel(INCIDENTS).ephemerals;
      const { ts } = slack.as(MAYA).say(INCIDENTS, "@wake-or-wait 1-abc");
      await until(() => answers()[0]);
      slack.as(MAYA).say(INCIDENTS, "@wake-or-wait 1-def", ts);
      await until(() => answers()[1]);
      assert.deepEqual(
        heard.said.map(({ thread }) => thread),
        [ts, ts],
      );
      assert.deepEqual(
        answers().map(({ to, message }) => [to, message.thread_ts]),
        [
          [MAYA, undefined],
          [MAYA, ts],
        ],
      );
      assert.match(answers()[1]?.message.text ?? "", /^You said .*1-def$/);
    });

    test("is acknowledged though nobody has done anything about it yet", async (t) => {
      const never = new Promise<void>(() => {});
      const { slack, client } = await startApp(t, way, { press: () => never, command: () => never });
      assert.deepEqual(await slack.as(MAYA).press(await postButton(client), "acknowledge"), { ok: true });
      assert.deepEqual(await slack.as(MAYA).command(INCIDENTS, "/trace", "1-abc"), { ok: true });
    });
  });

  test(`the bot's own paths are served beside ${way}, and others are not there`, async (t) => {
    const { app } = await startApp(t, way);
    const answer = await fetch(`http://127.0.0.1:${app.port}/hello?x=1`);
    assert.deepEqual([answer.status, await answer.text()], [200, "hello"]);
    assert.equal((await fetch(`http://127.0.0.1:${app.port}/hello`, { method: "POST", body: "x" })).status, 404);
    assert.equal((await fetch(`http://127.0.0.1:${app.port}/other`)).status, 404);
  });

  test(`nothing listens any more when a bot on ${way} has stopped`, async (t) => {
    const { slack } = await startWorkspace(t);
    const app = await startSlackApp(settingsOf(slack, way), 0, [HELLO], listenerOf({ presses: [], said: [] }), LOG);
    await fetch(`http://127.0.0.1:${app.port}/hello`);
    await app.stop();
    await assert.rejects(fetch(`http://127.0.0.1:${app.port}/hello`));
    await until(() => slack.connections === 0);
  });
}

test("a mention that Slack delivers again is answered once", async (t) => {
  const { slack, app, heard } = await startApp(t, "signed HTTP");
  const target = `http://127.0.0.1:${app.port}/slack/events`;
  let mentions = 0;
  // The app hears of the first mention, and Slack does not hear of that.
  const forgetful = await serve(async (request) => {
    const body = await request.text();
    const { status } = await fetch(target, { method: "POST", headers: request.headers, body });
    if (body.includes('"type":"app_mention"')) mentions++;
    return new Response(null, { status: mentions === 1 ? 500 : status });
  });
  t.after(() => forgetful.stop());
  slack.deliverTo(forgetful.url);
  const { ts } = slack.as(MAYA).say(INCIDENTS, "@wake-or-wait 1-abc");
  await until(() => mentions === 2);
  // What is said after it is answered after it.
  slack.as(MAYA).say(INCIDENTS, "@wake-or-wait 1-def", ts);
  await until(() => heard.said.some(({ text }) => text.endsWith("1-def")));
  assert.equal(heard.said.filter(({ text }) => text.endsWith("1-abc")).length, 1);
});

describe("a bot that cannot start", () => {
  for (const [what, way, change] of [
    ["app token", "a socket", { appToken: "xapp-stranger" }],
    ["bot token", "a socket", { botToken: "xoxb-stranger" }],
    ["bot token", "signed HTTP", { botToken: "xoxb-stranger" }],
  ] as const) {
    test(`says that Slack does not know its ${what} (${way})`, async (t) => {
      const { slack } = await startWorkspace(t);
      const settings = { ...settingsOf(slack, way), ...change };
      await assert.rejects(startSlackApp(settings, 0, [], listenerOf({ presses: [], said: [] }), LOG), /invalid_auth/);
      assert.equal(slack.connections, 0);
    });
  }

  test("says which port is taken, and holds no connection to Slack", async (t) => {
    const { slack } = await startWorkspace(t);
    const other = createServer();
    await new Promise<void>((listening) => other.listen(0, "0.0.0.0", listening));
    t.after(() => other.close());
    const address = other.address();
    assert.ok(address !== null && typeof address !== "string");
    const { port } = address;
    const listener = listenerOf({ presses: [], said: [] });
    await assert.rejects(startSlackApp(settingsOf(slack, "a socket"), port, [], listener, LOG), (error) => {
      assert.ok(error instanceof Fault && error.code === "configuration");
      assert.match(error.message, new RegExp(`^port ${port} cannot be used`));
      return true;
    });
    await until(() => slack.connections === 0);
  });
});

function settingsOf({ botToken, appToken, signingSecret, apiUrl }: Workspace, way: Way): SlackSettings {
  return way === "a socket"
    ? { botToken, appToken, signingSecret: null, apiUrl }
    : { botToken, appToken: null, signingSecret, apiUrl };
}

function listenerOf(heard: Heard, change: Partial<SlackListener> = {}): SlackListener {
  const saying: SlackListener["command"] = async (said, answer) => {
    heard.said.push(said);
    await answer({ text: `You said ${said.text}`, blocks: [] });
  };
  return {
    press: async (payload) => void heard.presses.push(payload),
    command: saying,
    shortcut: saying,
    mention: saying,
    ...change,
  };
}

async function postButton(client: Awaited<ReturnType<typeof startWorkspace>>["client"]): Promise<string> {
  const { ts } = await client.chat.postMessage({
    channel: INCIDENTS,
    text: "Press",
    blocks: [
      {
        type: "actions",
        elements: [
          {
            type: "button",
            action_id: "acknowledge",
            value: "this one",
            text: { type: "plain_text", text: "I have it" },
          },
        ],
      },
    ],
  });
  assert.ok(ts !== undefined);
  return ts;
}
