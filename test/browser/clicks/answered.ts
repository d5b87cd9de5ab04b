import type { Locator } from "playwright-core";
import type { Scene } from "./scene.ts";
import { sightOf } from "./sight.ts";
import { until } from "./until.ts";

/** The message that comes when somebody asks something, as the page shows it. */
export async function answered(scene: Scene, words: RegExp, ask: () => Promise<void>): Promise<Locator> {
  const { page, night, user } = scene;
  const { messages: before } = await sightOf(page, night, user);
  await ask();
  const place = await until(`an answer that says ${words}`, async () => {
    const { messages } = await sightOf(page, night, user);
    return [...messages].findLast(([key, text]) => !before.has(key) && words.test(text))?.[0] ?? null;
  });
  const [pane, ts] = place.split(" ");
  return page.locator(`#${pane} article[data-ts="${ts}"]`);
}
