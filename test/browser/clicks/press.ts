import assert from "node:assert/strict";
import type { Locator } from "playwright-core";
import type { Pressable } from "./pressable.ts";
import type { Scene } from "./scene.ts";
import { type Sight, sightOf } from "./sight.ts";
import { until } from "./until.ts";

const PATIENCE_MS = 30_000;
const AGAIN_MS = 2000;

/** What came of a press. */
export interface Came {
  /** What the window on top shows now; null where it did not change. */
  readonly window: string | null;
  readonly closed: boolean;
  /** The pressed message as it is now; null where it did not change. */
  readonly message: string | null;
  /** Messages that were not there before. */
  readonly added: readonly string[];
  readonly files: number;
  readonly timeline: number;
}

/** Presses something and waits until something came of it, and nothing is under way any more. */
export async function press(scene: Scene, pressable: Pressable): Promise<Came> {
  const { page, night, user } = scene;
  const was = await still(scene);
  const own = await ownMessage(pressable);
  await act(scene, pressable);
  return until(pressable.key, async () => {
    const now = await sightOf(page, night, user);
    if (now.isBusy) return null;
    const came = between(was, now, own);
    if (isSomething(came)) return came;
    // On a machine that is too busy to answer Slack in time a person presses again, if it is still there, and so does this.
    if (now.warning !== null) await act(scene, pressable, AGAIN_MS).catch(() => undefined);
    return null;
  });
}

/** What somebody sees when nothing spins or loads any more. */
function still({ page, night, user }: Scene): Promise<Sight> {
  return until("the page", async () => {
    const sight = await sightOf(page, night, user);
    return sight.isBusy ? null : sight;
  });
}

/** The message that a control stands in, as sights call it; null in a window. */
async function ownMessage({ control }: Pressable): Promise<string | null> {
  return control.evaluate((element) => {
    const message = element.closest<HTMLElement>("article[data-ts]");
    if (message === null) return null;
    return `${message.closest("#thread") === null ? "channel" : "thread"} ${message.dataset["ts"]}`;
  });
}

const UNDER_WAY = "🔎 Looking";

function between(was: Sight, now: Sight, own: string | null): Came {
  const message = own === null ? null : (now.messages.get(own) ?? null);
  const changed = message !== null && message !== was.messages.get(own ?? "") && !message.includes(UNDER_WAY);
  const known = new Set([...was.messages.keys()].map((key) => key.replace(/^\w+ /, "")));
  const added = [...now.messages]
    .filter(([key, text]) => !known.has(key.replace(/^\w+ /, "")) && !text.includes(UNDER_WAY))
    .map(([, text]) => text);
  return {
    window: now.window === was.window ? null : now.window,
    closed: was.window !== null && now.window === null,
    message: changed ? message : null,
    added,
    files: now.files - was.files,
    timeline: now.timeline - was.timeline,
  };
}

function isSomething({ window, closed, message, added, files, timeline }: Came): boolean {
  return window !== null || closed || message !== null || added.length > 0 || files > 0 || timeline > 0;
}

/** What is said where something did not go as it should. */
const PROBLEM = /⚠️|went wrong|no longer/;

/** Whoever may press gets what the button says: a window with something in it, an answer, a changed message, a file. */
export function assertSensible({ window, added, message }: Came, { key }: Pressable): void {
  for (const text of [window ?? "", message ?? "", ...added]) assert.doesNotMatch(text, PROBLEM, key);
  if (window !== null) assert.ok(window.length > 60, `${key}: the window says only “${window}”`);
}

/** What is asked first is refused once and then confirmed. */
async function act(scene: Scene, pressable: Pressable, timeout = PATIENCE_MS): Promise<void> {
  const { page } = scene;
  await touch(scene, pressable, timeout);
  const asked = page.locator("dialog.confirm[open]");
  if ((await asked.count()) === 0) return;
  await asked.getByRole("button").first().click();
  await asked.waitFor({ state: "detached" });
  await touch(scene, pressable, timeout);
  await asked.getByRole("button").last().click();
}

async function touch({ page }: Scene, { kind, control, label }: Pressable, timeout: number): Promise<void> {
  if (kind === "field") await fill(control);
  else await control.click({ timeout });
  if (kind === "menu") await page.getByRole("menuitem", { name: label, exact: true }).click({ timeout });
}

async function fill(field: Locator): Promise<void> {
  const select = field.locator("select");
  const box = field.locator("input:not([type=checkbox], [type=radio]), textarea");
  if ((await select.count()) > 0) await select.selectOption({ index: 1 });
  else if ((await box.count()) > 0) {
    const words = await field.evaluate(
      (element) => /"(\w{2,})"/.exec(element.closest("dialog, article")?.textContent ?? "")?.[1] ?? "e",
    );
    await box.fill(words);
    await box.press("Enter");
  } else await field.locator("label").first().click();
}
