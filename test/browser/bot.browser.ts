import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import type { Browser, Locator, Page } from "playwright-core";
import { type Night, type Seen, startNight } from "../../sandbox/night.ts";
import type { Story } from "../../sandbox/scenarios/story.ts";
import { assertPolite } from "../assert-polite.ts";
import { launchBrowser } from "./launch-browser.ts";

const MAYA = "U0MAYA";
const LIAM = "U0LIAM";

describe("the bot, on the sandbox's pages", () => {
  let browser: Browser;
  let night: Night;
  const seen = new Map<string, Seen>();
  const complaints: string[] = [];

  before(async () => {
    browser = await launchBrowser();
    night = await startNight(["checkout-throttled", "empty-ride-id", "export-throttled"]);
    for (const story of night.stories) seen.set(story.name, await night.live(story));
  });

  after(async () => {
    await browser?.close();
    try {
      if (night !== undefined) assertPolite(night.sandbox.slack);
    } finally {
      await night?.stop();
    }
    assert.deepEqual(complaints, []);
  });

  async function open(userId: string): Promise<Page> {
    const page = await (await browser.newContext({ viewport: { width: 1280, height: 900 } })).newPage();
    page.on("pageerror", ({ message }) => complaints.push(message));
    page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
    await page.goto(`${night.sandbox.slack.url}/?as=${userId}`);
    await channel(page).waitFor();
    return page;
  }

  const channel = (page: Page): Locator => page.getByRole("log", { name: "Messages in #incidents" });
  const thread = (page: Page): Locator => page.getByRole("log", { name: "Messages in the thread" });
  const dialog = (page: Page): Locator => page.locator("dialog[open]");
  const root = (page: Page, story: string): Locator =>
    channel(page).locator(`[data-ts="${seen.get(story)?.message ?? ""}"]`);

  function told(name: string): Story {
    const story = night.stories.find((one) => one.name === name);
    assert.ok(story);
    return story;
  }

  async function pagerDutyCard(story: string): Promise<Locator> {
    const page = await (await browser.newContext()).newPage();
    await page.goto(night.sandbox.pagerduty.url);
    return page.locator(`article[id="${seen.get(story)?.incident ?? ""}"]`);
  }

  async function press(page: Page, story: string, button: string, yes?: string): Promise<void> {
    await root(page, story).getByRole("button", { name: button, exact: true }).click();
    if (yes !== undefined) await dialog(page).getByRole("button", { name: yes }).click();
  }

  /** Takes an entry of the menu beneath an incident's message. */
  async function choose(page: Page, name: string, entry: RegExp): Promise<void> {
    await root(page, name).getByRole("button", { name: "More options" }).click();
    await page.getByRole("menuitem", { name: entry }).click();
  }

  /** What a person leaves open is open on their next page too. */
  async function close(page: Page): Promise<void> {
    await dialog(page).getByRole("button", { name: "Close" }).first().click();
    await dialog(page).waitFor({ state: "detached" });
  }

  async function isLoaded(picture: Locator): Promise<void> {
    const width = await picture.evaluate(async (image) => {
      if (!(image instanceof HTMLImageElement)) return 0;
      await image.decode();
      return image.naturalWidth;
    });
    assert.equal(width, 960);
  }

  async function traceId(page: Page, id: string): Promise<Locator> {
    const box = page.getByRole("textbox", { name: "Message #incidents" });
    await box.fill(`/trace ${id}`);
    await box.press("Enter");
    await box.press("Enter");
    return channel(page).getByRole("article").filter({ hasText: "Only visible to you" }).filter({ hasText: id }).last();
  }

  test("from the failing hop two steps upstream, to where the empty value began", async () => {
    const page = await open(MAYA);
    await root(page, "empty-ride-id").getByRole("button", { name: /repl/ }).click();
    await thread(page).getByText("Virtual stack trace").waitFor();
    await thread(page).getByRole("button", { name: "Open" }).first().click();
    await dialog(page).getByText("Lambda post-to-social").waitFor();
    await dialog(page).getByText("ValidationError: details.rideId cannot be an empty string").first().waitFor();
    await dialog(page).getByText('details.rideId came in as ""').waitFor();
    await dialog(page).getByRole("button", { name: "upstream: EventBridge rides" }).click();
    await dialog(page).getByText('"rideId": ""').first().waitFor();
    await dialog(page).getByText('details.rideId came in as ""').waitFor();
    await dialog(page).getByRole("button", { name: "upstream: Lambda dispatch" }).click();
    await dialog(page).getByText("went out bad: here it began").waitFor();
    await dialog(page)
      .getByRole("button", { name: /downstream: EventBridge/ })
      .first()
      .click();
    await dialog(page).getByText("PutEvents").first().waitFor();
    await close(page);
  });

  test("all of a payload is searched by Enter and by the button, and comes as a file; the time is a picture", async () => {
    const page = await open(LIAM);
    await page.setViewportSize({ width: 390, height: 844 });
    await root(page, "empty-ride-id").getByRole("button", { name: /repl/ }).click();
    await thread(page).getByRole("button", { name: "Open" }).first().click();
    await dialog(page).getByText("Logs, times in Asia/Kolkata").waitFor();
    await dialog(page).getByRole("button", { name: "All of the input" }).click();
    await dialog(page)
      .getByText(/^Input of Lambda post-to-social: \d+ lines$/)
      .waitFor();
    const field = dialog(page).getByRole("textbox", { name: "Find a word or a path" });
    await field.fill("RIDEID");
    await field.press("Enter");
    await dialog(page).getByText("RIDEID stands in 1 line").waitFor();
    await dialog(page).getByText("detail.details.rideId").first().waitFor();
    await field.fill("driver");
    await dialog(page).getByRole("button", { name: "Find", exact: true }).click();
    await dialog(page).getByText("driver stands in 1 line").waitFor();
    await dialog(page)
      .getByRole("button", { name: /^Show line/ })
      .click();
    await dialog(page)
      .getByText(/: \d+ lines$/)
      .waitFor();
    await dialog(page).getByRole("button", { name: "Send me the file" }).click();
    await dialog(page).getByText("Sent to you as a direct message.").waitFor();
    const files = night.sandbox.slack.directMessage(LIAM)?.messages.flatMap(({ files: sent = [] }) => sent) ?? [];
    assert.match(files.at(-1)?.name ?? "", /^input-hop-12-.*\.json$/);
    await dialog(page).getByRole("button", { name: "Back" }).first().click();
    await dialog(page).getByRole("button", { name: "All of the logs" }).click();
    await dialog(page).getByRole("button", { name: "◀ Before" }).click();
    await dialog(page).getByRole("button", { name: "Next ▶" }).click();
    await dialog(page).getByRole("button", { name: "Back" }).first().click();
    await dialog(page).getByRole("button", { name: "Where the time went" }).click();
    await isLoaded(dialog(page).getByRole("img", { name: /^Waterfall\. Where .* went: POST \/rides/ }));
    await dialog(page).getByRole("button", { name: "Back" }).first().click();
    await close(page);
  });

  test("the pictures are there, loaded, below the buttons, with the same in words", async () => {
    const page = await open(MAYA);
    const map = root(page, "empty-ride-id").getByRole("img", { name: /^Map of POST \/rides: one request, lost/ });
    await map.scrollIntoViewIfNeeded();
    await isLoaded(map);
    assert.match((await map.getAttribute("alt")) ?? "", /Lambda dispatch.*bad value begins here/);
    const chart = root(page, "empty-ride-id").getByRole("img", { name: /^Chart, / });
    await chart.scrollIntoViewIfNeeded();
    await isLoaded(chart);
    const [button, picture] = [root(page, "empty-ride-id").getByRole("button", { name: "Escalate" }), map];
    assert.ok(((await button.boundingBox())?.y ?? 0) < ((await picture.boundingBox())?.y ?? 0));
    await root(page, "empty-ride-id").getByRole("button", { name: /repl/ }).click();
    const waterfall = thread(page).getByRole("img", { name: /^Waterfall\. Where .* went: POST \/rides/ });
    await waterfall.scrollIntoViewIfNeeded();
    await isLoaded(waterfall);
  });

  test("acknowledging shows in PagerDuty, and in the message by whom", async () => {
    const page = await open(MAYA);
    await press(page, "checkout-throttled", "Acknowledge");
    await root(page, "checkout-throttled")
      .getByText(/cknowledged by Maya Okafor/)
      .waitFor();
    const card = await pagerDutyCard("checkout-throttled");
    await card.getByText("acknowledged", { exact: true }).first().waitFor();
    assert.equal(await root(page, "checkout-throttled").getByRole("button", { name: "Acknowledge" }).count(), 0);
  });

  // The night went on for more than 15 minutes after the other two: PagerDuty itself has escalated them.
  test("escalating asks first, and moves the incident to the next level", async () => {
    const page = await open(MAYA);
    await press(page, "export-throttled", "Escalate", "Escalate");
    await root(page, "export-throttled")
      .getByText(/scalated .*by Maya Okafor/)
      .waitFor();
    const card = await pagerDutyCard("export-throttled");
    await card.getByText("level 2 of 2").first().waitFor();
  });

  test("waking the team rings everybody on call", async () => {
    const page = await open(MAYA);
    await press(page, "checkout-throttled", "Wake the team", "Wake them");
    await root(page, "checkout-throttled")
      .getByText(/by Maya Okafor/)
      .nth(1)
      .waitFor();
    const rung = night.sandbox.pagerduty.rings.filter(
      ({ incident }) => incident === seen.get("checkout-throttled")?.incident,
    );
    assert.ok(new Set(rung.map(({ user }) => user)).size >= 2);
  });

  test("waiting until morning acknowledges, and snoozes", async () => {
    const page = await open(MAYA);
    await press(page, "empty-ride-id", "Wait until morning", "Let it wait");
    await root(page, "empty-ride-id")
      .getByText(/by Maya Okafor/)
      .first()
      .waitFor();
    const card = await pagerDutyCard("empty-ride-id");
    await card.getByText("Snoozed until", { exact: true }).waitFor();
    await card.getByText("acknowledged", { exact: true }).first().waitFor();
  });

  test("looking again ends in the same message, with a newer look", async () => {
    const page = await open(MAYA);
    const before = await root(page, "checkout-throttled")
      .getByText(/^As of/)
      .textContent();
    await choose(page, "checkout-throttled", /^Look again/);
    await page.waitForFunction(
      ([ts, text]) => {
        const message = document.querySelector(`[data-ts="${ts}"]`);
        return message !== null && !(message.textContent ?? "").includes(text ?? "");
      },
      [seen.get("checkout-throttled")?.message, before],
    );
    await root(page, "checkout-throttled").getByText("Wake the team").first().waitFor();
  });

  test("who is hit stands in a window, each with what happened to them, and the whole list comes as a file", async () => {
    const page = await open(MAYA);
    await choose(page, "checkout-throttled", /^Who is hit: 37 users/);
    await dialog(page).getByText("37 users hit").waitFor();
    await dialog(page).getByText("Shown are 1 to 20 of").waitFor();
    await dialog(page).getByRole("button", { name: "Next ▶" }).click();
    await dialog(page)
      .getByText(/Shown are 21 to \d+ of \d+\./)
      .waitFor();
    await dialog(page).getByRole("button", { name: "Example" }).first().click();
    await dialog(page).getByText("Exception").first().waitFor();
    await dialog(page).getByRole("button", { name: "Back" }).click();
    await dialog(page).getByRole("button", { name: "Send me all as CSV" }).click();
    await dialog(page).getByText("Sent to you as a direct message.").waitFor();
    const files = night.sandbox.slack.directMessage(MAYA)?.messages.flatMap(({ files: sent = [] }) => sent) ?? [];
    assert.match(files.at(-1)?.name ?? "", /^users-.*\.csv$/);
    await close(page);
  });

  test("/trace answers any id of a request with its virtual stack trace", async () => {
    const page = await open(MAYA);
    const { ids } = told("empty-ride-id");
    for (const id of [ids.requestId, ids.messages["driver-alerts"], ids.trace, ids.events["RideDispatched"]]) {
      assert.ok(id);
      const answer = await traceId(page, id);
      await answer.getByText("Virtual stack trace").waitFor();
      await answer.getByText("Lambda post-to-social").waitFor();
      await answer.getByText("API Gateway rides-api").waitFor();
    }
  });

  test("/trace says that an id stands nowhere", async () => {
    const page = await open(MAYA);
    const answer = await traceId(page, "00000000-0000-4000-8000-000000000000");
    await answer.getByText("Nothing was found for").waitFor();
  });

  test("a traced request opens hop by hop", async () => {
    const page = await open(MAYA);
    const answer = await traceId(page, told("checkout-throttled").ids.requestId);
    await answer.getByRole("button", { name: "Open" }).first().click();
    await dialog(page).getByText("DynamoDB orders").first().waitFor();
    await dialog(page).getByRole("button", { name: "upstream: Lambda checkout" }).click();
    await dialog(page).getByText("Could not store the order").first().waitFor();
    await close(page);
  });

  test("a mention in a thread with an id is answered there, to whoever asked", async () => {
    const page = await open(MAYA);
    await root(page, "checkout-throttled").getByRole("button", { name: /repl/ }).click();
    const reply = page.getByRole("textbox", { name: "Reply…" });
    await reply.fill(`@wake-or-wait ${told("checkout-throttled").ids.requestId}`);
    await reply.press("Enter");
    await thread(page).getByText("Virtual stack trace").nth(1).waitFor();
    await thread(page).getByText("Only visible to you").waitFor();
  });
});
