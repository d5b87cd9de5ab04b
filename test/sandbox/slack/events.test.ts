import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { describe, test } from "node:test";
import { App, SocketModeReceiver } from "@slack/bolt";
import { serve } from "../../../sandbox/serve.ts";
import { IMPATIENT, requestUrl, SOON } from "./app-over-http.ts";
import { connectApp } from "./app-over-socket.ts";
import { BOT, clientOf, INCIDENTS, MAYA, OMAR, RANDOM, refusal, SILENT, startWorkspace } from "./start-workspace.ts";
import { until } from "./until.ts";

describe("an event", () => {
  test("is signed over its raw body, with the time of the machine", async (context) => {
    const { slack } = await startWorkspace(context);
    const requests = await requestUrl(context, slack);
    slack.as(MAYA).say(INCIDENTS, "größer als 3 €?");
    const { headers, body } = await until(() => requests[0]);
    const timestamp = headers.get("x-slack-request-timestamp") ?? "";
    assert.ok(Math.abs(Date.now() / 1000 - Number(timestamp)) < 60);
    const hmac = createHmac("sha256", slack.signingSecret).update(`v0:${timestamp}:${body}`).digest("hex");
    assert.equal(headers.get("x-slack-signature"), `v0=${hmac}`);
    assert.equal(headers.get("x-slack-retry-num"), null);
    assert.partialDeepStrictEqual(JSON.parse(body), {
      type: "event_callback",
      event: { type: "message", channel: INCIDENTS, channel_type: "channel", user: MAYA, text: "größer als 3 €?" },
      authorizations: [{ user_id: BOT, is_bot: true }],
    });
  });

  test("that the app answers with an error is sent again, three times at most, each time saying so", async (context) => {
    const { slack } = await startWorkspace(context, SOON);
    const requests = await requestUrl(context, slack, 500, 500, 500, 500);
    slack.as(MAYA).say(INCIDENTS, "first");
    await until(() => requests.length === 4);
    const told = requests.map(({ headers }) => [headers.get("x-slack-retry-num"), headers.get("x-slack-retry-reason")]);
    assert.deepEqual(told, [
      [null, null],
      ["1", "http_error"],
      ["2", "http_error"],
      ["3", "http_error"],
    ]);
    assert.equal(new Set(requests.map(({ body }) => body)).size, 1);
    // A fifth attempt would come before the event that is sent now has been.
    slack.as(MAYA).say(INCIDENTS, "second");
    await until(() => requests.length === 5);
    assert.match(requests[4]?.body ?? "", /second/);
  });

  test("is not sent again once it was acknowledged, nor to an app that asks not to", async (context) => {
    const { slack } = await startWorkspace(context, SOON);
    let calls = 0;
    const served = await serve(async () => {
      calls += 1;
      return new Response(null, { status: 500, headers: { "x-slack-no-retry": "1" } });
    });
    context.after(() => served.stop());
    slack.deliverTo(served.url);
    slack.as(MAYA).say(INCIDENTS, "no retry");
    await until(() => calls === 1);
    const acknowledged = await requestUrl(context, slack);
    slack.as(MAYA).say(INCIDENTS, "acknowledged");
    slack.as(MAYA).say(INCIDENTS, "acknowledged too");
    await until(() => acknowledged.length === 2);
    assert.equal(calls, 1);
  });

  test("over Socket Mode carries its attempt in the envelope, and waits for the acknowledgement", async (context) => {
    const { slack } = await startWorkspace(context, IMPATIENT);
    const app = await connectApp(context, slack);
    slack.as(MAYA).say(INCIDENTS, "hello");
    const first = await app.next("events_api");
    const second = await app.next("events_api");
    assert.deepEqual(
      [first, second].map(({ retry_attempt, retry_reason }) => [retry_attempt, retry_reason]),
      [
        [0, ""],
        [1, "http_timeout"],
      ],
    );
    assert.notEqual(first.envelope_id, second.envelope_id);
    assert.deepEqual(first.payload, second.payload);
    assert.equal(first.accepts_response_payload, false);
  });

  test("that nobody was there to hear comes as soon as the app is back", async (context) => {
    const { slack } = await startWorkspace(context, { eventRetryMs: [0, 60_000, 60_000] });
    const first = await connectApp(context, slack);
    first.socket.terminate();
    await until(() => slack.connections === 0);
    slack.as(MAYA).say(INCIDENTS, "anybody?");
    const back = await connectApp(context, slack);
    const envelope = await back.next("events_api");
    assert.partialDeepStrictEqual(envelope, {
      retry_reason: "connection_failed",
      payload: { event: { text: "anybody?" } },
    });
    back.ack(envelope);
  });

  test("comes for mentions too, and for edits and removals, but only from the bot's channels", async (context) => {
    const { slack, client } = await startWorkspace(context);
    const app = await connectApp(context, slack);
    const nextEvent = async () => {
      const envelope = await app.next("events_api");
      app.ack(envelope);
      return envelope.payload.event;
    };
    slack.as(MAYA).say(RANDOM, "@wake-or-wait not here");
    slack.as(OMAR).say(INCIDENTS, "@wake-or-wait here");
    assert.partialDeepStrictEqual(await nextEvent(), { type: "message", text: `<@${BOT}> here` });
    assert.partialDeepStrictEqual(await nextEvent(), { type: "app_mention", text: `<@${BOT}> here`, user: OMAR });
    const { ts } = await client.chat.postMessage({ channel: INCIDENTS, text: `I am <@${BOT}>` });
    assert.ok(ts);
    assert.partialDeepStrictEqual(await nextEvent(), { type: "message", user: BOT, ts });
    await client.chat.update({ channel: INCIDENTS, ts, text: "changed" });
    assert.partialDeepStrictEqual(await nextEvent(), { subtype: "message_changed", message: { ts, text: "changed" } });
    await client.chat.delete({ channel: INCIDENTS, ts });
    assert.partialDeepStrictEqual(await nextEvent(), { subtype: "message_deleted", deleted_ts: ts });
  });
});

describe("an app over Socket Mode", () => {
  test("needs a ticket for each connection, and comes back when Slack asks it to", async (context) => {
    const { slack } = await startWorkspace(context);
    const clientOptions = { slackApiUrl: slack.apiUrl };
    const { appToken } = slack;
    const receiver = new SocketModeReceiver({
      appToken,
      logger: SILENT,
      clientPingTimeout: 30,
      installerOptions: { clientOptions },
    });
    const app = new App({ token: slack.botToken, receiver, clientOptions, logger: SILENT });
    context.after(() => app.stop());
    const heard: string[] = [];
    app.message(async ({ event }) => {
      if ("text" in event) heard.push(event.text ?? "");
    });
    await app.start();
    slack.faults.askToReconnect();
    await until(() => slack.connections === 0);
    await until(() => slack.connections === 1);
    slack.as(MAYA).say(INCIDENTS, "still there?");
    await until(() => heard.includes("still there?"));
  });

  test("may hold several connections, which take turns", async (context) => {
    const { slack } = await startWorkspace(context);
    const apps = [await connectApp(context, slack), await connectApp(context, slack)];
    for (const text of ["a", "b", "c", "d"]) slack.as(MAYA).say(INCIDENTS, text);
    for (const app of apps) {
      app.ack(await app.next("events_api"));
      app.ack(await app.next("events_api"));
    }
    assert.deepEqual(
      apps.map(({ received }) => received.length),
      [2, 2],
    );
  });
});

test("when Slack stops, every connection ends and nothing answers any more", async (context) => {
  const { slack } = await startWorkspace(null);
  const app = await connectApp(context, slack);
  const stream = await fetch(`${slack.url}/page/changes?as=${MAYA}`);
  slack.faults.next("api.test", { kind: "hang" });
  const hanging = assert.rejects(clientOf(slack).api.test());
  slack.as(MAYA).say(INCIDENTS, "not acknowledged");
  await app.next("events_api");
  await slack.stop();
  await hanging;
  await assert.rejects(stream.text());
  await until(() => app.socket.readyState === app.socket.CLOSED);
  await assert.rejects(fetch(slack.url));
  await assert.rejects(clientOf(slack).auth.test(), (error) => !refusal("not_authed")(error));
});
