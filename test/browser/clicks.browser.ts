import assert from "node:assert/strict";
import { stat } from "node:fs/promises";
import { after, before, beforeEach, describe, test } from "node:test";
import { pino } from "pino";
import type { Browser } from "playwright-core";
import { type Night, type Seen, startNight } from "../../sandbox/night.ts";
import type { Story } from "../../sandbox/scenarios/story.ts";
import type { StoryName } from "../../sandbox/scenarios/table.ts";
import { PRESSES } from "../../src/press.ts";
import { answered } from "./clicks/answered.ts";
import { assertLinks } from "./clicks/assert-links.ts";
import { closeWindows } from "./clicks/close-windows.ts";
import { crawl } from "./clicks/crawl.ts";
import { assertSensible, type Came, press } from "./clicks/press.ts";
import { type Pressable, pressablesIn } from "./clicks/pressable.ts";
import { openScene, type Scene } from "./clicks/scene.ts";
import { takeFromMenu } from "./clicks/take-from-menu.ts";
import { until } from "./clicks/until.ts";
import { launchBrowser } from "./launch-browser.ts";

const MAYA = "U0MAYA";
const OMAR = "U0OMAR";
const LIAM = "U0LIAM";
const TOLD: readonly StoryName[] = ["checkout-throttled", "empty-ride-id", "export-throttled"];
/** What changes the incident, in an order in which each can be pressed. Everything else is pressed before. */
const ENDS = ["set-priority", "wake-team", "acknowledge", "escalate", "wait-until-morning"];
/** Of a stack of more hops each is opened, and what their windows lead to is pressed once. */
const EACH = 5;
const NOWHERE = "00000000-0000-4000-8000-000000000000";
/** A machine that runs a browser beside a whole world may take longer than Slack waits. */
const PATIENCE_MS = 20_000;
/** A message that Slack lets nobody edit stays as it is: somebody presses what another just pressed. */
const STALE = { kind: "ratelimited", retryAfterS: 1 } as const;

describe("whatever can be pressed", () => {
  let browser: Browser;
  let night: Night;
  const complaints: string[] = [];
  /** The bot's names of everything that was pressed. */
  const pressed = new Set<string>();

  before(async () => {
    browser = await launchBrowser();
    const log = pino({ level: "error" }, { write: (line: string) => complaints.push(line) });
    night = await startNight(TOLD, log, PATIENCE_MS);
  });

  after(async () => {
    await browser?.close();
    await night?.stop();
  });

  for (const name of TOLD) {
    describe(`in ${name}`, () => {
      let story: Story;
      let seen: Seen;
      let maya: Scene;
      const done = new Map<string, Pressable>();

      before(async () => {
        const found = night.stories.find((one) => one.name === name);
        assert.ok(found);
        story = found;
        seen = await night.live(story);
        // What an older process has drawn is pressed with the newer.
        if (name === "export-throttled") await night.restart();
        maya = await open(MAYA);
      });

      beforeEach(() => closeWindows(maya.page));

      after(async () => {
        await maya.page.context().close();
        for (const one of done.values()) if (one.name !== null) pressed.add(one.name);
      });

      const open = (user: string): Promise<Scene> => openScene(browser, night, seen, user, complaints);
      const timeline = (): number => night.sandbox.pagerduty.incident(seen.incident).log.length;
      const inRoot = ({ page, root }: Scene): Promise<Pressable[]> => pressablesIn(page, root, "the message");

      const offered = (scene: Scene, what: string): Promise<Pressable> =>
        until(`“${what}” in the message`, async () => (await inRoot(scene)).find((one) => one.name === what) ?? null);

      async function pressNamed(scene: Scene, what: string): Promise<Came> {
        const offer = await offered(scene, what);
        const came = await press(scene, offer);
        done.set(offer.key, offer);
        return came;
      }

      test("what only looks opens, leads on and comes back", async () => {
        const replies = await pressablesIn(maya.page, maya.replies, "the thread");
        const looks = (await inRoot(maya)).filter((one) => !isEnd(one));
        const above = await pressablesIn(maya.page, maya.rootInThread, "the message above its thread");
        await crawl(maya, [...replies, ...looks, ...above.filter((one) => !isEnd(one))], done, replies.length <= EACH);
        assert.ok((await assertLinks(maya)) > 0);
      });

      test("an id is traced by command, by mention and from a message's menu, and its answer opens and is shared", async () => {
        const { page } = maya;
        const { requestId } = story.ids;
        const write = (box: string, text: string) => async () => {
          await page.getByRole("textbox", { name: box }).fill(text);
          await page.getByRole("textbox", { name: box }).press("Enter");
          // The first takes what the box suggests.
          await page.getByRole("textbox", { name: box }).press("Enter");
        };
        const stack = maya.replies.filter({ hasText: "Virtual stack trace" }).first();
        const found = /Virtual stack trace/;
        for (const [name, words, ask] of [
          ["/trace", found, write("Message #incidents", `/trace ${requestId}`)],
          ["/trace of two ids", /Nothing was found/, write("Message #incidents", `/trace ${NOWHERE} or ${requestId}`)],
          ["mention", found, write("Reply…", `@wake-or-wait ${requestId}`)],
          ["trace-message", found, () => takeFromMenu(page, stack, "Trace what it says")],
        ] as const) {
          const answer = await answered(maya, words, ask);
          done.set(name, { place: "", name, label: name, kind: "field", key: name, href: null, control: answer });
          await crawl(maya, someOf(await pressablesIn(page, answer, `the answer to ${name}`)), done, false);
        }
        const shared = page.locator("#channel article").filter({ hasText: "Traced and shared by" }).last();
        await crawl(maya, someOf(await pressablesIn(page, shared, "the shared answer")), done, false);
      });

      test("a link to a message is copied", async () => {
        await takeFromMenu(maya.page, maya.root, "Copy link");
        await maya.page.getByText("Link copied.").waitFor();
      });

      test("a file that was sent privately can be kept", async () => {
        const { page } = await open(MAYA);
        await page.locator("#sidebar").getByRole("button", { name: "wake-or-wait" }).click();
        const files = page.locator("#channel a.file");
        await files.first().waitFor();
        for (const file of await files.all()) {
          const [download] = await Promise.all([page.waitForEvent("download"), file.click()]);
          assert.ok((await stat(await download.path())).size > 100, download.suggestedFilename());
        }
        await page.context().close();
      });

      test("who is not on call is told so alone, and the button stays", async () => {
        const liam = await open(LIAM);
        for (const end of (await inRoot(liam)).filter(isEnd)) {
          const before = timeline();
          await assertTold(liam, end, /You may not press this/);
          assert.equal(timeline(), before);
          assert.ok((await inRoot(liam)).some(({ key }) => key === end.key));
        }
        await liam.page.context().close();
      });

      test("what changes the incident does so in PagerDuty, and the message says by whom", async () => {
        for (const end of ENDS) {
          const offer = (await inRoot(maya)).find((one) => one.name === end);
          if (offer === undefined) continue;
          // What is drawn anew meanwhile cannot be chosen any more.
          await night.settled();
          const before = [(await maya.root.textContent()) ?? "", timeline()] as const;
          await pressNamed(maya, end);
          await until(`${end} in PagerDuty, and in the message`, async () => {
            const now = (await maya.root.textContent()) ?? "";
            return now !== before[0] && now.includes("by Maya Okafor") && timeline() > before[1] ? now : null;
          });
        }
      });

      if (name === "empty-ride-id")
        test("what another has just pressed, or oneself, has its answer", async () => {
          const { pagerduty, slack } = night.sandbox;
          pagerduty.unacknowledge(seen.incident, "PMAYA01");
          const omar = await open(OMAR);
          await offered(maya, "acknowledge");
          await night.settled();
          slack.faults.next("chat.update", STALE, 1000);
          await pressNamed(maya, "acknowledge");
          await until(
            "it is acknowledged",
            async () => pagerduty.incident(seen.incident).status === "acknowledged" || null,
          );
          await assertTold(maya, await offered(maya, "acknowledge"), /You have acknowledged it already/);
          await pressNamed(omar, "acknowledge");
          slack.faults.end();
          await maya.root.getByText(/Acknowledged by Omar Haddad/).waitFor();
          await maya.root.getByText(/Acknowledged by Maya Okafor/).waitFor();
          await omar.page.context().close();
        });

      test("once it is resolved, it is asked whether the verdict was right, and what looks still does", async () => {
        const { pagerduty, slack } = night.sandbox;
        const isLate = name === "checkout-throttled";
        await night.settled();
        if (isLate) slack.faults.next("chat.update", STALE, 1000);
        pagerduty.resolve(seen.incident, "PMAYA01");
        if (isLate) await assertTold(maya, await offered(maya, "escalate"), /resolved already/);
        slack.faults.end();
        await offered(maya, "was-wrong");
        for (const what of ["was-wrong", "was-right"]) {
          await night.settled();
          assert.ok((await pressNamed(maya, what)).message);
        }
        const left = (await inRoot(maya)).filter(({ name }) => name !== "was-wrong" && name !== "was-right");
        assert.ok(left.length > 0 && !left.some(isEnd));
        for (const one of left) {
          assertSensible(await press(maya, one), one);
          await closeWindows(maya.page);
        }
      });
    });
  }

  test("each press that the bot knows was among it, and each way to ask", () => {
    const all = [...PRESSES, "/trace", "mention", "trace-message"];
    assert.deepEqual(
      all.filter((name) => !pressed.has(name)),
      [],
    );
  });

  test("nothing else went wrong, on the pages or in the bot", () => {
    assert.deepEqual(complaints, []);
  });
});

function isEnd({ name }: Pressable): boolean {
  return name !== null && ENDS.includes(name);
}

/** The first of each name and the last: in the incident's own thread each one is pressed. */
function someOf(all: readonly Pressable[]): Pressable[] {
  return all.filter(
    (one) => one === all.find(({ name }) => name === one.name) || one === all.findLast(({ name }) => name === one.name),
  );
}

/** Presses what leads to nothing but words for whoever pressed. */
async function assertTold(scene: Scene, offer: Pressable, words: RegExp): Promise<void> {
  const answer = await answered(scene, words, async () => void (await press(scene, offer)));
  assert.match((await answer.textContent()) ?? "", /Only visible to you/);
}
