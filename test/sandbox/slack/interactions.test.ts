import assert from "node:assert/strict";
import { describe, type TestContext, test } from "node:test";
import { serve } from "../../../sandbox/serve.ts";
import { IMPATIENT, requestUrl } from "./app-over-http.ts";
import { connectApp } from "./app-over-socket.ts";
import { BOT, INCIDENTS, MAYA, OMAR, startWorkspace } from "./start-workspace.ts";

describe("a slash command", () => {
  test("that is not acknowledged in time is reported by Slackbot, to nobody else", async (context) => {
    const { slack } = await startWorkspace(context, IMPATIENT);
    await connectApp(context, slack);
    const shown = '/trace failed with the error "operation_timeout"';
    assert.deepEqual(await slack.as(MAYA).command(INCIDENTS, "/trace", "x"), { ok: false, shown });
    const { ephemerals } = slack.channel(INCIDENTS);
    assert.deepEqual(
      ephemerals.map(({ to, message }) => [to, message.user, message.text]),
      [[MAYA, "USLACKBOT", shown]],
    );
  });

  test("reaches nobody while no app is connected", async (context) => {
    const { slack } = await startWorkspace(context);
    const shown = '/trace failed with the error "dispatch_failed"';
    assert.deepEqual(await slack.as(MAYA).command(INCIDENTS, "/trace", "x"), { ok: false, shown });
  });

  test("is refused in a thread, and when no app has registered it", async (context) => {
    const { slack } = await startWorkspace(context);
    const app = await connectApp(context, slack);
    const { ts } = slack.as(MAYA).say(INCIDENTS, "root");
    const inThread = await slack.as(MAYA).command(INCIDENTS, "/trace", "x", ts);
    assert.deepEqual(inThread, { ok: false, shown: "/trace is not supported in threads. Sorry!" });
    const unknown = await slack.as(MAYA).command(INCIDENTS, "/tarce", "x");
    assert.ok(!unknown.ok && /not a valid command/.test(unknown.shown));
    assert.ok(app.received.every(({ type }) => type !== "slash_commands"));
  });

  test("carries who typed what, where, and two ways to answer", async (context) => {
    const { slack } = await startWorkspace(context);
    const app = await connectApp(context, slack);
    const sent = slack.as(OMAR).command(INCIDENTS, "/trace", "1-67f0 & more");
    const envelope = await app.next("slash_commands");
    app.ack(envelope);
    assert.deepEqual(await sent, { ok: true });
    assert.partialDeepStrictEqual(envelope, { type: "slash_commands", accepts_response_payload: true });
    assert.partialDeepStrictEqual(envelope.payload, {
      command: "/trace",
      text: "1-67f0 & more",
      user_id: OMAR,
      user_name: "omar",
      channel_id: INCIDENTS,
      channel_name: "incidents",
    });
    assert.equal(typeof envelope.payload.trigger_id, "string");
    assert.equal(typeof envelope.payload.response_url, "string");
  });
});

describe("a press", () => {
  const blocks = [
    {
      type: "actions",
      block_id: "act",
      elements: [
        { type: "button", action_id: "go", value: "v", text: { type: "plain_text", text: "Go" } },
        {
          type: "overflow",
          action_id: "more",
          options: [{ text: { type: "plain_text", text: "Mute" }, value: "mute" }],
        },
        {
          type: "static_select",
          action_id: "hours",
          options: [{ text: { type: "plain_text", text: "2 h" }, value: "2" }],
        },
        { type: "multi_users_select", action_id: "who" },
      ],
    },
  ];

  test("carries the whole message, what else is chosen in it, and where it was", async (context) => {
    const { slack, client } = await startWorkspace(context);
    const { ts: root } = slack.as(MAYA).say(INCIDENTS, "root");
    const { ts } = await client.chat.postMessage({ channel: INCIDENTS, text: "x", blocks, thread_ts: root });
    assert.ok(ts);
    const app = await connectApp(context, slack);
    const sent = slack.as(MAYA).choose(ts, "hours", "2", "act", { act: { who: [OMAR] } });
    const { payload, ...envelope } = await app.next("interactive");
    app.ack({ payload, ...envelope });
    assert.deepEqual(await sent, { ok: true });
    const selected_option = { text: { type: "plain_text", text: "2 h", emoji: true }, value: "2" };
    assert.partialDeepStrictEqual(payload, {
      type: "block_actions",
      user: { id: MAYA, username: "maya" },
      container: { type: "message", message_ts: ts, channel_id: INCIDENTS, is_ephemeral: false, thread_ts: root },
      channel: { id: INCIDENTS, name: "incidents" },
      message: { ts, user: BOT, thread_ts: root, blocks: [{ block_id: "act" }] },
      state: {
        values: {
          act: {
            hours: { type: "static_select", selected_option },
            who: { type: "multi_users_select", selected_users: [OMAR] },
          },
        },
      },
      actions: [{ type: "static_select", action_id: "hours", block_id: "act", selected_option }],
    });
  });

  test("of a menu's entry carries the entry, of a button its value", async (context) => {
    const { slack, client } = await startWorkspace(context);
    const { ts } = await client.chat.postMessage({ channel: INCIDENTS, text: "x", blocks });
    assert.ok(ts);
    const requests = await requestUrl(context, slack);
    await slack.as(MAYA).press(ts, "go");
    await slack.as(MAYA).choose(ts, "more", "mute");
    const payloads = requests.flatMap(({ body }) => new URLSearchParams(body).getAll("payload"));
    const actions = payloads.map((payload) => JSON.parse(payload).actions[0]);
    assert.partialDeepStrictEqual(actions, [
      { type: "button", action_id: "go", value: "v" },
      { type: "overflow", action_id: "more", selected_option: { value: "mute" } },
    ]);
    await assert.rejects(slack.as(MAYA).choose(ts, "more", "explode"), /no option/);
    await assert.rejects(slack.as(MAYA).press(ts, "nothing"), /no element/);
  });

  test("in an ephemeral message comes without the message, from the one who sees it", async (context) => {
    const { slack, client } = await startWorkspace(context);
    const { message_ts } = await client.chat.postEphemeral({ channel: INCIDENTS, user: MAYA, text: "x", blocks });
    assert.ok(message_ts);
    const app = await connectApp(context, slack);
    const sent = slack.as(MAYA).press(message_ts, "go");
    const envelope = await app.next("interactive");
    app.ack(envelope);
    await sent;
    assert.partialDeepStrictEqual(envelope.payload, { container: { message_ts, is_ephemeral: true } });
    assert.equal(envelope.payload.message, undefined);
    await assert.rejects(slack.as(OMAR).press(message_ts, "go"), /sees no message/);
  });

  test("that the app leaves unanswered, refuses or never gets is shown as that", async (context) => {
    const { slack, client } = await startWorkspace(context, IMPATIENT);
    const { ts } = await client.chat.postMessage({ channel: INCIDENTS, text: "x", blocks });
    assert.ok(ts);
    const shown = async () => {
      const outcome = await slack.as(MAYA).press(ts, "go");
      return outcome.ok ? null : outcome.shown;
    };
    assert.equal(await shown(), "The app could not be reached.");
    await connectApp(context, slack);
    assert.equal(await shown(), "Operation timed out. Apps need to respond within 3 seconds.");
    const served = await serve(async () => new Response(null, { status: 500 }));
    context.after(() => served.stop());
    slack.deliverTo(served.url);
    assert.equal(await shown(), "The app answered with an error.");
    await requestUrl(context, slack);
    assert.equal(await shown(), null);
  });
});

describe("a response_url", () => {
  async function commandUrl(context: TestContext) {
    const night = await startWorkspace(context);
    const app = await connectApp(context, night.slack);
    const sent = night.slack.as(MAYA).command(INCIDENTS, "/trace", "x");
    const envelope = await app.next("slash_commands");
    app.ack(envelope);
    await sent;
    const url = String(envelope.payload.response_url);
    const post = async (body: object) => {
      const headers = { "content-type": "application/json" };
      const response = await fetch(url, { method: "POST", headers, body: JSON.stringify(body) });
      return [response.status, (await response.json()) as unknown];
    };
    return { ...night, post };
  }

  test("works five times, and only for whom the command was", async (context) => {
    const { slack, post } = await commandUrl(context);
    for (let n = 0; n < 5; n += 1) assert.deepEqual(await post({ text: `answer ${n}` }), [200, { ok: true }]);
    assert.deepEqual(await post({ text: "one more" }), [404, { ok: false, error: "used_url" }]);
    assert.deepEqual(
      slack.channel(INCIDENTS).ephemerals.map(({ to }) => to),
      [MAYA, MAYA, MAYA, MAYA, MAYA],
    );
    assert.deepEqual(slack.channel(INCIDENTS).messages, []);
  });

  test("expires after half an hour", async (context) => {
    const { clock, post } = await commandUrl(context);
    clock.advanceTo(clock.now() + 30 * 60_000 + 1);
    assert.deepEqual(await post({ text: "late" }), [404, { ok: false, error: "expired_url" }]);
  });

  test("refuses what no message could hold", async (context) => {
    const { post } = await commandUrl(context);
    assert.partialDeepStrictEqual(await post({ blocks: [{ type: "banner" }] }), [400, { error: "invalid_blocks" }]);
    assert.deepEqual(await post({}), [400, { ok: false, error: "no_text" }]);
  });
});
