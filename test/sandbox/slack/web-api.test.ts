import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { WebAPIHTTPError, WebAPIRateLimitedError } from "@slack/web-api";
import { z } from "zod";
import { SLACK_RATE_LIMITS } from "../../../sandbox/slack/rate-limits.ts";
import { BOT, clientOf, INCIDENTS, MAYA, refusal, startWorkspace } from "./start-workspace.ts";

const answerSchema = z.object({
  error: z.string().optional(),
  warning: z.string().optional(),
  channel: z.object({ name: z.string() }).optional(),
});

describe("a call", () => {
  test("needs a token that Slack knows, of the right kind", async (context) => {
    const { slack } = await startWorkspace(context);
    await assert.rejects(clientOf(slack, "").auth.test(), refusal("not_authed"));
    await assert.rejects(clientOf(slack, "xoxb-stolen").auth.test(), refusal("invalid_auth"));
    await assert.rejects(
      clientOf(slack, slack.appToken).chat.postMessage({ channel: INCIDENTS, text: "x" }),
      refusal("not_allowed_token_type"),
    );
    await assert.rejects(clientOf(slack).apps.connections.open({}), refusal("not_allowed_token_type"));
    assert.equal((await clientOf(slack).auth.test()).user_id, BOT);
  });

  test("without the scope is told which one it needs and which it has", async (context) => {
    const bot = { name: "bot", userId: BOT, scopes: ["chat:write"], events: [], commands: [], shortcuts: [] };
    const { client } = await startWorkspace(context, { bot });
    await assert.rejects(client.conversations.history({ channel: INCIDENTS }), (error) => {
      assert.ok(refusal("missing_scope")(error) && error instanceof Error && "data" in error);
      assert.partialDeepStrictEqual(error.data, {
        needed: "channels:history,groups:history,im:history",
        provided: "chat:write",
      });
      return true;
    });
  });

  test("of a method that Slack does not have is refused", async (context) => {
    const { client } = await startWorkspace(context);
    await assert.rejects(client.apiCall("chat.shout", {}), refusal("unknown_method"));
  });

  test("without a required argument names it", async (context) => {
    const { client } = await startWorkspace(context);
    await assert.rejects(client.apiCall("chat.postMessage", { text: "x" }), (error) => {
      assert.ok(refusal("invalid_arguments")(error) && error instanceof Error && "data" in error);
      assert.partialDeepStrictEqual(error.data, {
        response_metadata: { messages: ["[ERROR] missing required field: channel [json-pointer:]"] },
      });
      return true;
    });
  });

  test("is taken as a form, as JSON and as a query, and refused as anything else", async (context) => {
    const { slack } = await startWorkspace(context);
    const authorization = `Bearer ${slack.botToken}`;
    const read = async (response: Response) => answerSchema.parse(await response.json());
    const post = async (contentType: string, body: string) => {
      const headers = { authorization, "content-type": contentType };
      return await read(await fetch(`${slack.apiUrl}conversations.info`, { method: "POST", headers, body }));
    };
    const json = JSON.stringify({ channel: INCIDENTS });
    assert.equal((await post("application/x-www-form-urlencoded", `channel=${INCIDENTS}`)).channel?.name, "incidents");
    assert.equal((await post("application/json; charset=utf-8", json)).channel?.name, "incidents");
    assert.equal((await post("application/json", json)).warning, "missing_charset");
    assert.equal((await post("application/json", "{")).error, "invalid_json");
    assert.equal((await post("application/json", "[]")).error, "json_not_object");
    assert.equal((await post("text/plain", json)).error, "invalid_post_type");
    const query = await fetch(`${slack.apiUrl}conversations.info?channel=${INCIDENTS}`, { headers: { authorization } });
    assert.equal((await read(query)).channel?.name, "incidents");
  });
});

describe("rate limits", () => {
  test("a channel takes a burst of messages, then one a second, and each channel for itself", async (context) => {
    const { slack, client, clock } = await startWorkspace(context, { rateLimits: SLACK_RATE_LIMITS });
    const post = (channel: string) => client.chat.postMessage({ channel, text: "x" });
    for (let n = 0; n < 5; n += 1) await post(INCIDENTS);
    await assert.rejects(post(INCIDENTS), (error) => error instanceof WebAPIRateLimitedError && error.retryAfter === 1);
    await post(MAYA);
    assert.equal(slack.channel(INCIDENTS).messages.length, 5);
    clock.advanceTo(clock.now() + 1000);
    await post(INCIDENTS);
  });

  test("a method takes what its tier allows in a minute", async (context) => {
    const { client, clock } = await startWorkspace(context, {
      rateLimits: { ...SLACK_RATE_LIMITS, 2: { burst: 2, perMinute: 20 } },
    });
    await client.users.list({});
    await client.users.list({});
    await assert.rejects(
      client.users.list({}),
      (error) => error instanceof WebAPIRateLimitedError && error.retryAfter === 3,
    );
    clock.advanceTo(clock.now() + 3000);
    await client.users.list({});
  });
});

describe("faults", () => {
  test("go to the next calls of a method, each kind as Slack would fail", async (context) => {
    const { slack, client } = await startWorkspace(context);
    const post = () => client.chat.postMessage({ channel: INCIDENTS, text: "x" });
    slack.faults.next("chat.postMessage", { kind: "error", error: "fatal_error" }, 2);
    slack.faults.next("chat.postMessage", { kind: "ratelimited", retryAfterS: 7 });
    slack.faults.next("chat.postMessage", { kind: "html", status: 503 });
    await assert.rejects(post(), refusal("fatal_error"));
    await assert.rejects(post(), refusal("fatal_error"));
    await assert.rejects(post(), (error) => error instanceof WebAPIRateLimitedError && error.retryAfter === 7);
    await assert.rejects(post(), (error) => error instanceof WebAPIHTTPError && error.statusCode === 503);
    assert.deepEqual(slack.channel(INCIDENTS).messages, []);
    await post();
    assert.equal(slack.channel(INCIDENTS).messages.length, 1);
  });

  test("a hanging call does nothing; a lost answer leaves its message behind", async (context) => {
    const { slack } = await startWorkspace(context);
    const post = () =>
      fetch(`${slack.apiUrl}chat.postMessage?channel=${INCIDENTS}&text=x`, {
        headers: { authorization: `Bearer ${slack.botToken}` },
        signal: AbortSignal.timeout(50),
      });
    slack.faults.next("chat.postMessage", { kind: "hang" });
    slack.faults.next("chat.postMessage", { kind: "lost-answer" });
    await assert.rejects(post(), { name: "TimeoutError" });
    assert.deepEqual(slack.channel(INCIDENTS).messages, []);
    await assert.rejects(post(), { name: "TimeoutError" });
    assert.equal(slack.channel(INCIDENTS).messages.length, 1);
  });
});
