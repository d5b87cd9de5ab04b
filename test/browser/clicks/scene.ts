import type { Browser, Locator, Page } from "playwright-core";
import type { Night, Seen } from "../../../sandbox/night.ts";
import { closeWindows } from "./close-windows.ts";

/** One person before the page of one incident. */
export interface Scene {
  readonly page: Page;
  readonly night: Night;
  readonly user: string;
  readonly seen: Seen;
  /** The incident's message in the channel, its copy above its replies, and the replies. */
  readonly root: Locator;
  readonly rootInThread: Locator;
  readonly replies: Locator;
}

/** What was drawn anew in the moment of a press. The page says so beside it, and it is pressed again. */
const GONE = 409;
const INCIDENTS = "Messages in #incidents";

/** Opens the page as somebody, with the incident's thread beside it. Whatever goes wrong on the page itself is complained of. */
export async function openScene(
  browser: Browser,
  night: Night,
  seen: Seen,
  user: string,
  complaints: string[],
): Promise<Scene> {
  const { slack, pagerduty } = night.sandbox;
  const context = await browser.newContext({
    viewport: { width: 1280, height: 900 },
    permissions: ["clipboard-write"],
    acceptDownloads: true,
  });
  // What leads out of this world is pressed, and not followed.
  await context.route(
    (url) => ![slack.url, pagerduty.url].some((own) => url.href.startsWith(own)),
    (route) => route.abort(),
  );
  const page = await context.newPage();
  page.on("popup", (popup) => void popup.close());
  page.on("pageerror", ({ message }) => complaints.push(message));
  page.on("console", (message) => {
    if (message.type() === "error" && !message.text().includes(`status of ${GONE}`)) complaints.push(message.text());
  });
  page.on("response", (one) => {
    if (one.status() >= 400 && one.status() !== GONE) complaints.push(`${one.status()} of ${one.url()}`);
  });
  page.on("requestfailed", (one) => {
    // A picture that is drawn anew, and the stream of a page that is closed, are broken off.
    const why = one.failure()?.errorText ?? "";
    if (why !== "net::ERR_ABORTED") complaints.push(`${one.url()}: ${why}`);
  });
  await page.goto(`${slack.url}/?as=${user}`);
  const channel = page.getByRole("log", { name: INCIDENTS });
  const thread = page.getByRole("log", { name: "Messages in the thread" });
  const mark = `[data-ts="${seen.message}"]`;
  const root = channel.locator(mark);
  await root.waitFor();
  await closeWindows(page);
  await root.getByRole("button", { name: /repl/ }).click();
  await thread.locator("article").nth(1).waitFor();
  return {
    page,
    night,
    user,
    seen,
    root,
    rootInThread: thread.locator(mark),
    replies: thread.locator(`article:not(${mark})`),
  };
}
