import assert from "node:assert/strict";
import { describe, type TestContext, test } from "node:test";
import { App, HTTPReceiver, SocketModeReceiver } from "@slack/bolt";
import type { View } from "@slack/types";
import { BOT, INCIDENTS, MAYA, type Night, OMAR, SILENT, startWorkspace } from "./start-workspace.ts";
import { until } from "./until.ts";

/** The two ways in which Slack reaches an app. Whatever works in one works in the other. */
const MODES = {
  "Socket Mode": async (context: TestContext, { slack }: Night): Promise<App> => {
    const clientOptions = { slackApiUrl: slack.apiUrl };
    const receiver = new SocketModeReceiver({
      appToken: slack.appToken,
      logger: SILENT,
      clientPingTimeout: 100,
      installerOptions: { clientOptions },
    });
    const app = new App({ token: slack.botToken, receiver, clientOptions, logger: SILENT });
    context.after(() => app.stop());
    await app.start();
    await until(() => slack.connections === 1);
    return app;
  },
  HTTP: async (context: TestContext, { slack }: Night): Promise<App> => {
    const receiver = new HTTPReceiver({ signingSecret: slack.signingSecret, logger: SILENT });
    const app = new App({
      token: slack.botToken,
      receiver,
      clientOptions: { slackApiUrl: slack.apiUrl },
      logger: SILENT,
    });
    const server = await app.start({ port: 0, host: "127.0.0.1" });
    const address = "address" in server ? server.address() : null;
    assert.ok(address !== null && typeof address === "object");
    slack.deliverTo(`http://127.0.0.1:${address.port}/slack/events`);
    context.after(() => app.stop());
    return app;
  },
};

const button = {
  type: "actions",
  block_id: "act",
  elements: [{ type: "button", action_id: "ack", text: { type: "plain_text", text: "Acknowledge" }, value: "PD1" }],
} as const;

const snooze: View = {
  type: "modal",
  callback_id: "snooze",
  private_metadata: "PD1",
  title: { type: "plain_text", text: "Snooze" },
  submit: { type: "plain_text", text: "Snooze" },
  blocks: [
    {
      type: "input",
      block_id: "hours",
      label: { type: "plain_text", text: "Hours" },
      element: { type: "plain_text_input", action_id: "value" },
    },
  ],
};

for (const [mode, startApp] of Object.entries(MODES)) {
  describe(`a Bolt app over ${mode}`, () => {
    test("answers a slash command, in its acknowledgement and later through respond()", async (context) => {
      const night = await startWorkspace(context);
      const app = await startApp(context, night);
      app.command("/trace", async ({ ack, command, respond }) => {
        await ack(`looking for ${command.text}`);
        await respond({ response_type: "in_channel", text: `found ${command.text}` });
      });
      const outcome = await night.slack.as(MAYA).command(INCIDENTS, "/trace", "1-67f0");
      assert.deepEqual(outcome, { ok: true });
      const channel = () => night.slack.channel(INCIDENTS);
      await until(() => channel().messages.some(({ text }) => text === "found 1-67f0"));
      assert.deepEqual(
        channel().ephemerals.map(({ to, message }) => [to, message.text]),
        [[MAYA, "looking for 1-67f0"]],
      );
    });

    test("hears a mention and replies in its thread", async (context) => {
      const night = await startWorkspace(context);
      const app = await startApp(context, night);
      app.event("app_mention", async ({ event, say }) => {
        await say({ text: `you said ${event.text}`, thread_ts: event.ts });
      });
      const asked = night.slack.as(MAYA).say(INCIDENTS, "@wake-or-wait is <prod> down?");
      const [, reply] = await until(() => {
        const thread = night.slack.channel(INCIDENTS).thread(asked.ts);
        return thread.length === 2 && thread;
      });
      assert.equal(reply?.text, `you said <@${BOT}> is &lt;prod&gt; down?`);
      assert.equal(reply?.thread_ts, asked.ts);
    });

    test("opens a modal from a button, refuses a value in it, and takes a better one", async (context) => {
      const night = await startWorkspace(context);
      const { slack, client } = night;
      const app = await startApp(context, night);
      app.action("ack", async ({ ack, body, client: bolt }) => {
        await ack();
        assert.ok("trigger_id" in body);
        await bolt.views.open({ trigger_id: body.trigger_id, view: snooze });
      });
      app.view("snooze", async ({ ack, view, body, client: bolt }) => {
        const hours = view.state.values.hours?.value?.value;
        if (Number.isNaN(Number(hours))) {
          await ack({ response_action: "errors", errors: { hours: `${hours} is no number` } });
          return;
        }
        await ack();
        await bolt.chat.postMessage({
          channel: INCIDENTS,
          text: `${body.user.id} snoozed ${view.private_metadata} for ${hours} h`,
        });
      });
      const posted = await client.chat.postMessage({ channel: INCIDENTS, text: "throttled", blocks: [button] });
      assert.ok(posted.ts);
      assert.deepEqual(await slack.as(MAYA).press(posted.ts, "ack"), { ok: true });
      const [view] = await until(() => slack.views(MAYA).length === 1 && slack.views(MAYA));
      assert.ok(view);
      assert.deepEqual(await slack.as(MAYA).submit(view.id), {
        ok: false,
        errors: { hours: "Please complete this required field." },
      });
      assert.deepEqual(await slack.as(MAYA).submit(view.id, { hours: { value: "two" } }), {
        ok: false,
        errors: { hours: "two is no number" },
      });
      assert.equal(slack.views(MAYA).length, 1);
      assert.deepEqual(await slack.as(MAYA).submit(view.id, { hours: { value: "2" } }), { ok: true });
      assert.deepEqual(slack.views(MAYA), []);
      await until(() => slack.channel(INCIDENTS).messages.at(-1)?.text === `${MAYA} snoozed PD1 for 2 h`);
    });

    test("replaces and removes the message that was pressed, through respond()", async (context) => {
      const night = await startWorkspace(context);
      const app = await startApp(context, night);
      app.action("ack", async ({ ack, respond, body }) => {
        await ack();
        await respond({ replace_original: true, text: `acknowledged by <@${body.user.id}>` });
      });
      app.command("/trace", async ({ ack }) => ack({ text: "press it", blocks: [button] }));
      const { ts } = await night.client.chat.postMessage({ channel: INCIDENTS, text: "press", blocks: [button] });
      assert.ok(ts);
      await night.slack.as(OMAR).press(ts, "ack");
      const message = await until(() =>
        night.slack.channel(INCIDENTS).messages.find((one) => one.text.startsWith("acknowledged")),
      );
      assert.equal(message.ts, ts);
      assert.equal(message.blocks, undefined);

      await night.slack.as(MAYA).command(INCIDENTS, "/trace", "x");
      const shown = night.slack.channel(INCIDENTS).ephemerals[0];
      assert.ok(shown);
      await night.slack.as(MAYA).press(shown.message.ts, "ack");
      await until(() => night.slack.channel(INCIDENTS).ephemerals[0]?.message.text === `acknowledged by <@${MAYA}>`);
      assert.equal(night.slack.channel(INCIDENTS).ephemerals.length, 1);
    });

    test("gets a message shortcut with the whole message", async (context) => {
      const night = await startWorkspace(context);
      const app = await startApp(context, night);
      app.shortcut("trace_message", async ({ ack, shortcut, client }) => {
        await ack();
        assert.equal(shortcut.type, "message_action");
        await client.chat.postMessage({ channel: INCIDENTS, text: `tracing ${shortcut.message.text}` });
      });
      const { ts } = night.slack.as(MAYA).say(INCIDENTS, "1-67f0 failed");
      assert.deepEqual(await night.slack.as(MAYA).shortcut("trace_message", ts), { ok: true });
      await until(() => night.slack.channel(INCIDENTS).messages.at(-1)?.text === "tracing 1-67f0 failed");
    });
  });
}
