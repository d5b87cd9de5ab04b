import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { App, SocketModeReceiver } from "@slack/bolt";
import type { View } from "@slack/types";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import type { Slack } from "../../sandbox/slack/slack.ts";
import { INCIDENTS, MAYA, type Night, OMAR, SILENT, startWorkspace } from "../sandbox/slack/start-workspace.ts";
import { until } from "../sandbox/slack/until.ts";
import { launchBrowser } from "./launch-browser.ts";

const plain = (text: string) => ({ type: "plain_text" as const, text });
const mrkdwn = (text: string) => ({ type: "mrkdwn" as const, text });
const button = (text: string, actionId: string, more: object = {}) => ({
  type: "button" as const,
  action_id: actionId,
  text: plain(text),
  ...more,
});

const actions = {
  type: "actions" as const,
  block_id: "act",
  elements: [
    button("Acknowledge", "ack", { style: "primary" }),
    button("Snooze", "snooze"),
    button("Escalate", "escalate", {
      confirm: { title: plain("Wake everybody?"), text: mrkdwn("All of them."), confirm: plain("Wake them") },
    }),
  ],
};

const snooze: View = {
  type: "modal",
  callback_id: "snooze",
  title: plain("Snooze"),
  submit: plain("Snooze it"),
  blocks: [
    { type: "input", block_id: "hours", label: plain("Hours"), element: { type: "plain_text_input", action_id: "v" } },
    { type: "actions", elements: [button("Details", "details")] },
  ],
};

/** A bot that knows the few things that the tests do with the page. */
async function startBot({ slack }: Night): Promise<App> {
  const clientOptions = { slackApiUrl: slack.apiUrl };
  const receiver = new SocketModeReceiver({
    appToken: slack.appToken,
    logger: SILENT,
    installerOptions: { clientOptions },
  });
  const app = new App({ token: slack.botToken, receiver, clientOptions, logger: SILENT });
  app.command("/trace", async ({ ack, command }) => ack(`looking for *${command.text}*`));
  app.event("app_mention", async ({ event, say }) => {
    await say({ thread_ts: event.ts, text: "You called?" });
  });
  app.action("ack", async ({ ack, body, client }) => {
    await ack();
    assert.ok("message" in body && body.message !== undefined);
    const blocks = [{ type: "context" as const, elements: [mrkdwn(`Acknowledged by <@${body.user.id}>`)] }];
    await client.chat.update({ channel: INCIDENTS, ts: body.message.ts, text: "acknowledged", blocks });
  });
  app.action("snooze", async ({ ack, body, client }) => {
    await ack();
    assert.ok("trigger_id" in body);
    await client.views.open({ trigger_id: body.trigger_id, view: snooze });
  });
  app.action("details", async ({ ack, body, client }) => {
    await ack();
    assert.ok("trigger_id" in body);
    const blocks = [{ type: "section" as const, text: mrkdwn("All the details.") }];
    await client.views.push({ trigger_id: body.trigger_id, view: { type: "modal", title: plain("Details"), blocks } });
  });
  app.view("snooze", async ({ ack, view, client }) => {
    const hours = view.state.values.hours?.v?.value;
    if (Number.isNaN(Number(hours))) {
      await ack({ response_action: "errors", errors: { hours: `${hours} is no number` } });
      return;
    }
    await ack();
    await client.chat.postMessage({ channel: INCIDENTS, text: `snoozed for ${hours} h` });
  });
  await app.start();
  await until(() => slack.connections === 1);
  return app;
}

describe("the page of the workspace", () => {
  let browser: Browser;
  let night: Night;
  let slack: Slack;
  let bot: App;
  const complaints: string[] = [];

  before(async () => {
    browser = await launchBrowser();
    night = await startWorkspace(null);
    slack = night.slack;
    bot = await startBot(night);
  });

  after(async () => {
    await browser?.close();
    await bot?.stop();
    await slack?.stop();
    assert.deepEqual(complaints, []);
  });

  /** Opens the page as a person; whatever the browser complains about fails the tests. */
  async function open(userId: string, options: BrowserContextOptions = {}, path = "/"): Promise<Page> {
    const context = await browser.newContext({ viewport: { width: 1280, height: 860 }, ...options });
    const page = await context.newPage();
    page.on("pageerror", ({ message }) => complaints.push(message));
    page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
    await page.goto(`${slack.url}${path}${path.includes("?") ? "&" : "?"}as=${userId}`);
    await page.getByRole("log", { name: "Messages in #incidents" }).waitFor();
    return page;
  }

  const channel = (page: Page) => page.getByRole("log", { name: "Messages in #incidents" });
  const box = (page: Page) => page.getByRole("textbox", { name: "Message #incidents" });

  async function post(text: string, blocks: object[] = [actions]): Promise<string> {
    await night.client.apiCall("chat.postMessage", { channel: INCIDENTS, text, blocks });
    return slack.channel(INCIDENTS).messages.at(-1)?.ts ?? "";
  }

  test("a command is completed, sent, and answered to this person alone", async () => {
    const [maya, omar] = [await open(MAYA), await open(OMAR)];
    await box(maya).pressSequentially("/tr");
    await maya.getByRole("option", { name: /\/trace/ }).waitFor();
    await box(maya).press("Tab");
    await box(maya).pressSequentially("1-67f0");
    await box(maya).press("Enter");
    const answer = channel(maya).getByRole("article").filter({ hasText: "looking for 1-67f0" });
    await answer.getByText("Only visible to you").waitFor();
    assert.equal(await answer.getByText("1-67f0").evaluate(({ tagName }) => tagName), "STRONG");
    assert.equal(await box(maya).inputValue(), "");
    await box(omar).fill("good night");
    await box(omar).press("Enter");
    await channel(maya).getByText("good night").waitFor();
    assert.equal(await channel(omar).getByText("looking for").count(), 0);
  });

  test("a mention opens a thread, in which commands are refused", async () => {
    const page = await open(MAYA);
    await box(page).fill("@wake-or-wait are you there?");
    await box(page).press("Enter");
    const asked = channel(page).getByRole("article").filter({ hasText: "are you there?" });
    await asked.getByRole("button", { name: /1 reply/ }).click();
    const thread = page.getByRole("log", { name: "Messages in the thread" });
    await thread.getByText("You called?").waitFor();
    await page.getByRole("textbox", { name: "Reply…" }).fill("/trace x");
    await page.getByRole("button", { name: "Send" }).last().click();
    await thread.getByText("/trace is not supported in threads. Sorry!").waitFor();
    await page.getByRole("button", { name: "Close the thread" }).click();
    assert.equal(await thread.count(), 0);
  });

  test("a press changes the message for everybody, at once", async () => {
    const [maya, omar] = [await open(MAYA), await open(OMAR)];
    const ts = await post("throttled");
    const message = (page: Page) => page.locator(`[data-ts="${ts}"]`);
    await message(maya).getByRole("button", { name: "Acknowledge" }).click();
    await message(omar).getByText("Acknowledged by @Maya Okafor").waitFor();
    assert.equal(await message(maya).getByRole("button", { name: "Acknowledge" }).count(), 0);
  });

  test("a press that nobody answers is marked, after its confirmation", async () => {
    const page = await open(MAYA);
    const ts = await post("escalate me");
    const message = page.locator(`[data-ts="${ts}"]`);
    await message.getByRole("button", { name: "Escalate" }).click();
    await page.getByRole("dialog", { name: "Wake everybody?" }).getByRole("button", { name: "Wake them" }).click();
    await message.getByRole("alert").getByText("Operation timed out").waitFor();
  });

  test("a modal shows what is wrong, keeps what was typed under a pushed view, and submits", async () => {
    const page = await open(MAYA);
    const ts = await post("snooze me");
    await page.locator(`[data-ts="${ts}"]`).getByRole("button", { name: "Snooze" }).click();
    const dialog = page.getByRole("dialog", { name: "Snooze" });
    await dialog.getByRole("button", { name: "Snooze it" }).click();
    await dialog.getByText("Please complete this required field.").waitFor();
    await dialog.getByLabel("Hours").fill("two");
    await dialog.getByLabel("Hours").press("Enter");
    await dialog.getByText("two is no number").waitFor();
    await dialog.getByRole("button", { name: "Details" }).click();
    const details = page.getByRole("dialog", { name: "Details" });
    await details.getByText("All the details.").waitFor();
    await details.getByRole("button", { name: "Back" }).click();
    assert.equal(await dialog.getByLabel("Hours").inputValue(), "two");
    await dialog.getByLabel("Hours").fill("2");
    await dialog.getByRole("button", { name: "Snooze it" }).click();
    await channel(page).getByText("snoozed for 2 h").waitFor();
    await page.locator("dialog").waitFor({ state: "detached" });
  });

  test("hostile text is text, wherever it stands", async () => {
    const page = await open(MAYA);
    const hostile =
      '</div><img src=x onerror="document.title=1"><script>document.title=1</script> <javascript:alert(1)|press>';
    const ts = await post(hostile, [
      { type: "header", text: plain(hostile) },
      { type: "section", text: mrkdwn(hostile), fields: [plain(hostile)] },
      { type: "markdown", text: `${hostile} [press](javascript:alert(1))` },
      {
        type: "rich_text",
        elements: [
          { type: "rich_text_section", elements: [{ type: "link", url: "javascript:alert(1)", text: "press" }] },
        ],
      },
      { type: "table", rows: [[{ type: "raw_text", text: hostile }]] },
      { type: "actions", elements: [button(hostile.slice(0, 75), "x")] },
    ]);
    const message = page.locator(`[data-ts="${ts}"]`);
    await message.getByRole("table").waitFor();
    assert.equal(await message.locator("img, script, a[href^='javascript']").count(), 0);
    assert.equal(await message.getByText("onerror").count(), 6);
  });

  test("a phone shows one pane at a time, and its lock screen leads to the message", async () => {
    const page = await open(OMAR, { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true });
    const { ts } = slack.as(MAYA).say(INCIDENTS, "where the trouble is");
    await night.client.chat.postMessage({ channel: INCIDENTS, thread_ts: ts, text: `<@${OMAR}> Wake the team` });
    const lockScreen = page.getByRole("region", { name: "Lock screen" });
    await lockScreen.getByText("@Omar Haddad Wake the team").tap();
    const thread = page.getByRole("log", { name: "Messages in the thread" });
    await thread.getByText("Wake the team").waitFor();
    assert.equal(await channel(page).isVisible(), false);
    await page.getByRole("button", { name: "Back to the channel", exact: true }).tap();
    await channel(page).getByText("where the trouble is").waitFor();
    assert.equal(await thread.isVisible(), false);
    await page.getByRole("button", { name: "Back to the channels" }).tap();
    await page.getByLabel("Acting as").selectOption({ label: "Maya Okafor" });
    await page.waitForURL(`**/?as=${MAYA}`);
    const width = await page.evaluate<number>("document.documentElement.scrollWidth");
    assert.equal(width, 390);
  });

  test("a permalink opens the page at its message, in its thread", async () => {
    const { ts: root } = slack.as(MAYA).say(INCIDENTS, "root of it");
    const { ts } = slack.as(MAYA).say(INCIDENTS, "this very reply", root);
    const { permalink = "" } = await night.client.chat.getPermalink({ channel: INCIDENTS, message_ts: ts });
    const page = await open(OMAR, {}, permalink.slice(slack.url.length));
    await page.getByRole("log", { name: "Messages in the thread" }).getByText("this very reply").waitFor();
  });

  test("a link to a reply opens its thread at it on the page where it was clicked, by whoever reads there", async () => {
    const { ts: root } = slack.as(MAYA).say(INCIDENTS, "root of the way");
    const { ts } = slack.as(MAYA).say(INCIDENTS, "where the way leads", root);
    const { permalink = "" } = await night.client.chat.getPermalink({ channel: INCIDENTS, message_ts: ts });
    const text = `<${permalink.replaceAll("&", "&amp;")}|hop 4>`;
    await night.client.chat.postMessage({ channel: INCIDENTS, text });
    const page = await open(OMAR);
    await channel(page).getByRole("link", { name: "hop 4" }).click();
    const reply = page.getByRole("log", { name: "Messages in the thread" }).locator(`[data-ts="${ts}"]`);
    await reply.and(page.locator(".revealed")).getByText("where the way leads").waitFor();
    assert.equal(new URL(page.url()).searchParams.get("as"), OMAR);
    assert.equal(page.context().pages().length, 1);
  });

  test("a page whose line broke catches up with what it missed", async (context) => {
    const first = await startWorkspace(null);
    const page = await (await browser.newContext()).newPage();
    await page.goto(`${first.slack.url}/?as=${MAYA}`);
    await box(page).waitFor();
    await first.slack.stop();
    const { slack: second } = await startWorkspace(context, { port: Number(new URL(first.slack.url).port) });
    second.as(OMAR).say(INCIDENTS, "said while nobody listened");
    await channel(page).getByText("said while nobody listened").waitFor();
    second.as(OMAR).say(INCIDENTS, "said after that");
    await channel(page).getByText("said after that").waitFor();
  });
});
