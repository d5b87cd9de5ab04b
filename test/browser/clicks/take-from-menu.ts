import type { Locator, Page } from "playwright-core";
import { until } from "./until.ts";

const PATIENCE_MS = 3000;

/** Takes an entry of Slack's own menu of a message, which is there while the mouse is over it and until it is drawn anew. */
export async function takeFromMenu(page: Page, message: Locator, entry: string): Promise<void> {
  await until(`“${entry}” in the menu of a message`, async () => {
    const taken = async (): Promise<true> => {
      await message.hover({ timeout: PATIENCE_MS });
      await message.getByRole("button", { name: "More actions" }).click({ timeout: PATIENCE_MS });
      await page.getByRole("menuitem", { name: entry }).click({ timeout: PATIENCE_MS });
      return true;
    };
    return taken().catch(() => null);
  });
}
