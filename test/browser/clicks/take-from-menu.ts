import type { Locator, Page } from "playwright-core";

/** Takes an entry of Slack's own menu of a message. */
export async function takeFromMenu(page: Page, message: Locator, entry: string): Promise<void> {
  await message.hover();
  await message.getByRole("button", { name: "More actions" }).click();
  await page.getByRole("menuitem", { name: entry }).click();
}
