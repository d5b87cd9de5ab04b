import { mkdir } from "node:fs/promises";
import type { BrowserContextOptions, Locator, Page } from "playwright-core";
import { startNight } from "../../sandbox/night.ts";
import { launchBrowser } from "./launch-browser.ts";

/* `npm run pictures [folder]`: the pictures that the README shows, of the local night as it is now. */

const MAYA = "U0MAYA";
const folder = process.argv[2] ?? new URL("../../docs/pictures", import.meta.url).pathname;

await mkdir(folder, { recursive: true });
const night = await startNight(["empty-ride-id"], undefined, 20_000);
const browser = await launchBrowser();
try {
  const [story] = night.stories;
  if (story === undefined) throw new Error("the night has no story");
  const { message } = await night.live(story);
  const wide = await open({ viewport: { width: 1280, height: 940 } });
  // The pictures come after the verdict and the replies.
  const waterfall = wide.getByRole("img", { name: /^Waterfall/ });
  await root(wide, message).getByRole("img", { name: /^Map/ }).waitFor();
  await root(wide, message).getByRole("button", { name: /repl/ }).click();
  await waterfall.waitFor();
  const stack = wide.getByRole("log", { name: "Messages in the thread" }).getByText("Virtual stack trace");
  await stack.waitFor();
  await root(wide, message).evaluate((element) => element.scrollIntoView({ block: "start" }));
  await stack.evaluate((element) => element.scrollIntoView({ block: "start" }));
  await picture(wide, "incident.png");
  await wide.getByRole("log", { name: "Messages in the thread" }).getByRole("button", { name: "Open" }).first().click();
  await wide.locator("dialog[open]").getByText("ValidationError").first().waitFor();
  await picture(wide, "hop.png");
  await wide.locator("dialog[open]").getByRole("button", { name: "Close" }).first().click();

  const phone = await open({
    viewport: { width: 390, height: 844 },
    deviceScaleFactor: 2,
    isMobile: true,
    hasTouch: true,
  });
  await root(phone, message).evaluate((element) => element.scrollIntoView({ block: "start" }));
  await picture(phone, "phone.png");
  await root(phone, message)
    .getByRole("img", { name: /^Map/ })
    .evaluate((image) => image.scrollIntoView({ block: "start" }));
  await picture(phone, "map.png");
  await root(phone, message).getByRole("button", { name: /repl/ }).click();
  await phone
    .getByRole("log", { name: "Messages in the thread" })
    .getByRole("button", { name: "Open" })
    .first()
    .click();
  await phone.locator("dialog[open]").getByText("ValidationError").first().waitFor();
  await picture(phone, "hop-phone.png");
  await phone.getByRole("button", { name: "Close the modal" }).click();
  await phone.getByRole("button", { name: "Back to the channel", exact: true }).click();
  await root(phone, message).getByRole("button", { name: "More options" }).click();
  await phone.getByRole("menuitem", { name: /^Who is hit/ }).click();
  await phone
    .locator("dialog[open]")
    .getByText(/users hit/)
    .waitFor();
  await picture(phone, "users-phone.png");
  await phone.getByRole("button", { name: "Close the modal" }).click();

  const dark = await open({ viewport: { width: 1280, height: 940 }, colorScheme: "dark" });
  await root(dark, message).getByRole("button", { name: /repl/ }).click();
  await root(dark, message)
    .getByRole("img", { name: /^Chart/ })
    .scrollIntoViewIfNeeded();
  await dark.getByRole("img", { name: /^Waterfall/ }).scrollIntoViewIfNeeded();
  await picture(dark, "night.png");
} finally {
  await browser.close();
  await night.stop();
}

async function open(options: BrowserContextOptions): Promise<Page> {
  const page = await (await browser.newContext(options)).newPage();
  await page.goto(`${night.sandbox.slack.url}/?as=${MAYA}`);
  await page.getByRole("log", { name: "Messages in #incidents" }).waitFor();
  return page;
}

function root(page: Page, ts: string): Locator {
  return page.getByRole("log", { name: "Messages in #incidents" }).locator(`[data-ts="${ts}"]`);
}

async function picture(page: Page, name: string): Promise<void> {
  // What the mouse is over has buttons of its own.
  await page.mouse.move(0, 0);
  // Fonts and emoji come a moment after the text.
  await page.waitForTimeout(500);
  await page.screenshot({ path: `${folder}/${name}` });
}
