import assert from "node:assert/strict";
import { describe, type TestContext, test } from "node:test";
import type { ModalView } from "@slack/types";
import { Fault, type FaultCode } from "../../src/fault.ts";
import type { Words } from "../../src/say/words.ts";
import { clientOptions } from "../../src/slack/client-options.ts";
import { LIMITS } from "../../src/slack/limits.ts";
import { type Slack, slackOf } from "../../src/slack/slack.ts";
import { INCIDENTS, MAYA, type Night, SECRET, SILENT, startWorkspace } from "../sandbox/slack/start-workspace.ts";

/** So much is waited for an answer here, instead of ten seconds. */
const PATIENCE_MS = 300;
const ROOT = { investigation: "Q1", part: "root" };
const STACK = { investigation: "Q1", part: "stack" };
const WORDS = wordsOf("Looking");

async function startPort(t: TestContext): Promise<Night & { port: Slack }> {
  const night = await startWorkspace(t);
  const options = { ...clientOptions(night.slack.apiUrl), timeout: PATIENCE_MS, logger: SILENT };
  return { ...night, port: slackOf(night.slack.botToken, options) };
}

describe("the clients of Slack", () => {
  test("give up a call in time, and repeat it seldom", () => {
    assert.deepEqual(clientOptions(null), { timeout: LIMITS.requestMs, retryConfig: { retries: LIMITS.retries } });
    assert.equal(clientOptions("http://127.0.0.1/api/").slackApiUrl, "http://127.0.0.1/api/");
  });
});

describe("a message of the bot", () => {
  test("is posted with its blocks and its mark, and edited in place", async (t) => {
    const { port, slack } = await startPort(t);
    const ts = await port.post(INCIDENTS, null, WORDS, ROOT);
    await port.update(INCIDENTS, ts, wordsOf("Wake the team"), ROOT);
    const [message, ...others] = slack.channel(INCIDENTS).messages;
    assert.deepEqual(others, []);
    assert.equal(message?.ts, ts);
    assert.equal(message?.text, "Wake the team");
    assert.deepEqual(message?.metadata, { event_type: "wake_or_wait", event_payload: ROOT });
    assert.equal(await port.permalink(INCIDENTS, ts), `${slack.url}/archives/${INCIDENTS}/p${ts.replace(".", "")}`);
  });

  test("in a thread stays there", async (t) => {
    const { port, slack } = await startPort(t);
    const root = await port.post(INCIDENTS, null, WORDS, ROOT);
    const ts = await port.post(INCIDENTS, root, wordsOf("Stack"), STACK);
    assert.deepEqual(
      slack.channel(INCIDENTS).messages.map((one) => one.ts),
      [root],
    );
    assert.deepEqual(
      slack
        .channel(INCIDENTS)
        .thread(root)
        .map((one) => one.ts),
      [root, ts],
    );
  });

  for (const fault of [
    { kind: "lost-answer" },
    { kind: "hang" },
    { kind: "html", status: 502 },
    { kind: "ratelimited", retryAfterS: 1 },
  ] as const) {
    test(`is posted exactly once though Slack's answer is: ${fault.kind}`, async (t) => {
      const { port, slack } = await startPort(t);
      const root = await port.post(INCIDENTS, null, WORDS, ROOT);
      slack.faults.next("chat.postMessage", fault);
      const ts = await port.post(INCIDENTS, root, wordsOf("Stack"), STACK);
      assert.deepEqual(
        slack
          .channel(INCIDENTS)
          .thread(root)
          .map((one) => one.ts),
        [root, ts],
      );
    });
  }

  test("is given up after a few attempts, with a sentence that says so", async (t) => {
    const { port, slack } = await startPort(t);
    slack.faults.next("chat.postMessage", { kind: "html", status: 503 }, LIMITS.retries + 1);
    await rejects(port.post(INCIDENTS, null, WORDS, ROOT), "unavailable", /^Slack did not post a message: .*503/);
    assert.deepEqual(slack.channel(INCIDENTS).messages, []);
    assert.equal(typeof (await port.post(INCIDENTS, null, WORDS, ROOT)), "string");
  });

  test("is not tried again where Slack refuses it", async (t) => {
    const { port, slack } = await startPort(t);
    await rejects(
      port.post(SECRET, null, WORDS, ROOT),
      "refused",
      /^Slack did not post a message: .*not_in_channel|channel_not_found/,
    );
    await rejects(
      port.update(INCIDENTS, "1.000001", WORDS, ROOT),
      "not-found",
      /^Slack did not edit a message: .*message_not_found/,
    );
    assert.deepEqual(slack.channel(SECRET).messages, []);
  });

  test("is edited in turn no oftener than the others can bear, and not once nobody wants it any more", async (t) => {
    const { port, slack } = await startPort(t);
    const ts = await port.post(INCIDENTS, null, WORDS, ROOT);
    const end = new AbortController();
    let made = 0;
    const edits = Array.from({ length: LIMITS.progressEditsPerMinute + 1 }, () =>
      port.updateInTurn(INCIDENTS, ts, () => wordsOf(`edit ${++made}`), ROOT, end.signal),
    );
    const last = edits.pop();
    // On a busy machine one may be given up: it had its turn all the same.
    await Promise.allSettled(edits);
    assert.equal(made, LIMITS.progressEditsPerMinute);
    await port.update(INCIDENTS, ts, wordsOf("the verdict"), ROOT);
    end.abort();
    await assert.rejects(async () => last, { name: "AbortError" });
    assert.equal(slack.channel(INCIDENTS).messages[0]?.text, "the verdict");
  });

  test("that is edited in turn is not tried again where there were too many, and holds up nothing", async (t) => {
    const { port, slack } = await startPort(t);
    const ts = await port.post(INCIDENTS, null, WORDS, ROOT);
    slack.faults.next("chat.update", { kind: "ratelimited", retryAfterS: 30 });
    const never = new AbortController().signal;
    await assert.rejects(port.updateInTurn(INCIDENTS, ts, () => wordsOf("so far"), ROOT, never));
    await port.update(INCIDENTS, ts, wordsOf("the verdict"), ROOT);
    assert.equal(slack.channel(INCIDENTS).messages[0]?.text, "the verdict");
  });

  test("is said in plain text where Slack refuses its blocks", async (t) => {
    const { port, slack } = await startPort(t);
    const long = { type: "section" as const, text: { type: "mrkdwn" as const, text: "x".repeat(3001) } };
    const root = await port.post(INCIDENTS, null, { text: "Wake the team", blocks: [long] }, ROOT);
    await port.update(INCIDENTS, root, { text: "It can wait", blocks: [long] }, ROOT);
    const [message] = slack.channel(INCIDENTS).messages;
    assert.deepEqual([message?.ts, message?.text, message?.blocks ?? []], [root, "It can wait", []]);
  });

  test("to one person is seen by that one only", async (t) => {
    const { port, slack } = await startPort(t);
    await port.whisper(INCIDENTS, MAYA, null, wordsOf("You may not"));
    const { messages, ephemerals } = slack.channel(INCIDENTS);
    assert.deepEqual(messages, []);
    assert.deepEqual(
      ephemerals.map(({ to, message }) => [to, message.text]),
      [[MAYA, "You may not"]],
    );
  });
});

describe("the bot's own messages", () => {
  test("are found by their mark, in the channel and in a thread, and only by the whole of it", async (t) => {
    const { port, slack } = await startPort(t);
    slack.as(MAYA).say(INCIDENTS, "Is anybody here?");
    const root = await port.post(INCIDENTS, null, WORDS, ROOT);
    const stack = await port.post(INCIDENTS, root, WORDS, STACK);
    assert.equal(await port.find(INCIDENTS, null, ROOT), root);
    assert.equal(await port.find(INCIDENTS, root, STACK), stack);
    assert.equal(await port.find(INCIDENTS, null, STACK), null, "it is in the thread");
    assert.equal(await port.find(INCIDENTS, null, { ...ROOT, investigation: "Q2" }), null);
    assert.equal(await port.find(INCIDENTS, root, { ...STACK, part: "verdict" }), null);
  });

  test("are not found by what somebody else's app has marked", async (t) => {
    const { port, client } = await startPort(t);
    const metadata = { event_type: "another_app", event_payload: { ...ROOT } };
    await client.chat.postMessage({ channel: INCIDENTS, text: "deploy", metadata });
    assert.equal(await port.find(INCIDENTS, null, ROOT), null);
  });

  test("are found beneath everything that people have said in a long thread", async (t) => {
    const { port, slack } = await startPort(t);
    const root = await port.post(INCIDENTS, null, WORDS, ROOT);
    for (let place = 0; place < 150; place++) slack.as(MAYA).say(INCIDENTS, `what about ${place}?`, root);
    const stack = await port.post(INCIDENTS, root, WORDS, STACK);
    assert.equal(await port.find(INCIDENTS, root, STACK), stack);
  });
});

describe("a person", () => {
  test("is known by the email address, and the address by the person", async (t) => {
    const { port } = await startPort(t);
    assert.equal(await port.userByEmail("maya@example.com"), MAYA);
    assert.equal(await port.userByEmail("nobody@example.com"), null);
    assert.equal(await port.emailOf(MAYA), "maya@example.com");
    assert.equal(await port.emailOf("U0NOBODY00"), null);
  });

  test("is not said to be unknown where Slack could not be asked", async (t) => {
    const { port, slack } = await startPort(t);
    slack.faults.next("users.lookupByEmail", { kind: "error", error: "fatal_error" });
    await rejects(
      port.userByEmail("maya@example.com"),
      "unavailable",
      /^Slack did not look up a person: .*fatal_error/,
    );
    slack.faults.next("users.info", { kind: "error", error: "internal_error" });
    await rejects(port.emailOf(MAYA), "unavailable", /^Slack did not look up a person: .*internal_error/);
  });
});

describe("a window", () => {
  test("cannot be opened with a trigger that Slack did not give, and whoever asks is told", async (t) => {
    const { port } = await startPort(t);
    const view: ModalView = { type: "modal", title: { type: "plain_text", text: "Hop" }, blocks: [] };
    await rejects(port.openModal("1.2.3", view), "refused", /^Slack did not open a window: .*trigger/);
    await rejects(port.updateModal("V0", view), "refused", /^Slack did not fill a window: .*/);
  });
});

test("a token that Slack does not know is a refusal", async (t) => {
  const { slack } = await startWorkspace(t);
  const stranger = slackOf("xoxb-stranger", { ...clientOptions(slack.apiUrl), logger: SILENT });
  await rejects(stranger.post(INCIDENTS, null, WORDS, ROOT), "refused", /invalid_auth/);
});

function wordsOf(text: string): Words {
  return { text, blocks: [{ type: "section", text: { type: "mrkdwn", text } }] };
}

async function rejects(asked: Promise<unknown>, code: FaultCode, sentence: RegExp): Promise<void> {
  await assert.rejects(asked, (error) => {
    assert.ok(error instanceof Fault, String(error));
    assert.match(error.message, sentence);
    assert.equal(error.code, code);
    return true;
  });
}
