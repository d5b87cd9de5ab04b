import assert from "node:assert/strict";
import { closeWindows } from "./close-windows.ts";
import { assertSensible, press } from "./press.ts";
import { type Pressable, pressablesIn } from "./pressable.ts";
import type { Scene } from "./scene.ts";
import { until } from "./until.ts";

/** Of buttons that differ only in what they are about, as those of a list of people, so many in a window. */
const MOST_ALIKE = 2;
const OVER = ", over another";

/**
 * Presses what is given, then everything in the windows that open, and everything in the windows that open from those, until
 * nothing is left that was not pressed. `pressed` holds what was, by its key, and grows. `isEach`: whether windows that
 * differ only in what they are about count each, or once together.
 */
export async function crawl(
  scene: Scene,
  openers: readonly Pressable[],
  pressed: Map<string, Pressable>,
  isEach = true,
): Promise<void> {
  const todo = openers.map((opener) => [opener]).reverse();
  const found = new Set<string>();
  const alike = new Map<string, number>();
  while (todo.length > 0) {
    // What can be pressed where one stands comes first: every other is a way to go again.
    const here = await placeOf(scene);
    const at = todo.findLastIndex((path) => path.at(-1)?.place === here);
    const [path = []] = todo.splice(at, 1);
    const last = path.at(-1);
    if (last === undefined || pressed.has(last.key)) continue;
    await reach(scene, path.slice(0, -1), last);
    await pressOne(scene, last);
    pressed.set(last.key, last);
    for (const next of await inWindow(scene, isEach)) {
      const kind = `${next.place} | ${next.name} | ${next.label}`;
      const others = alike.get(kind) ?? 0;
      if (found.has(next.key) || others === MOST_ALIKE) continue;
      found.add(next.key);
      alike.set(kind, others + 1);
      todo.push([...path, next]);
    }
  }
  await closeWindows(scene.page);
}

async function pressOne(scene: Scene, pressable: Pressable): Promise<void> {
  const { href, key, label } = pressable;
  assert.notEqual(label, "", `${key} has no name`);
  if (href !== null) {
    const { protocol, hostname } = new URL(href);
    assert.ok(protocol === "https:" && hostname.includes("."), `${key} leads to ${href}`);
    // Who follows a link sees nothing of the bot; what it says to that all the same would be an added message, and is no problem.
    await pressable.control.click();
    return;
  }
  assertSensible(await press(scene, pressable), pressable);
}

/** Goes to where something can be pressed: it is there already, or beneath what covers it, or all is pressed anew that led to it. */
async function reach(scene: Scene, path: readonly Pressable[], { place, control }: Pressable): Promise<void> {
  const wanted = path.length === 0 ? null : place;
  const isHere = async (): Promise<boolean> => (await placeOf(scene)) === wanted && (await control.count()) > 0;
  if (await isHere()) return;
  const dialog = scene.page.locator("dialog.modal[open]");
  const back = dialog.getByRole("button", { name: "Back", exact: true }).first();
  while ((await back.count()) > 0) {
    const covering = await dialog.textContent();
    await back.click();
    await until("the window beneath", async () => (await dialog.textContent()) !== covering || null);
    if (await isHere()) return;
  }
  await closeWindows(scene.page);
  for (const step of path) await press(scene, step);
}

/** The window on top, by its title and by whether there is another beneath it; null where none is open. */
async function placeOf({ page }: Scene): Promise<string | null> {
  const dialog = page.locator("dialog.modal[open]");
  if ((await dialog.count()) === 0) return null;
  const isOver = (await dialog.getByRole("button", { name: "Back" }).count()) > 0;
  return `${await dialog.locator("h2").textContent()}${isOver ? OVER : ""}`;
}

/**
 * What can be pressed in the window on top, the ways out of it last. Over another it shows what the same window shows by
 * itself: there each is pressed once of its name.
 */
async function inWindow(scene: Scene, isEach: boolean): Promise<Pressable[]> {
  const { page } = scene;
  const place = await placeOf(scene);
  if (place === null) return [];
  const dialog = page.locator("dialog.modal[open]");
  const isOver = place.endsWith(OVER);
  const kind = isOver ? `a window${OVER}` : "a window";
  const chrome = dialog.locator(".modal-head button, .modal-foot button");
  const labels = await chrome.evaluateAll((all) =>
    all.map((one) => one.getAttribute("aria-label") ?? one.textContent ?? ""),
  );
  const ways = labels.map((label, n): Pressable => {
    return { place, name: null, label, kind: "button", key: `${kind} | ${label}`, href: null, control: chrome.nth(n) };
  });
  const said = await pressablesIn(page, dialog.locator(".modal-body"), place);
  return [
    ...ways,
    ...said.reverse().map((one) => (isOver || !isEach ? { ...one, key: `${kind} | ${one.name}` } : one)),
  ];
}
