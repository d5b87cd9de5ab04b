import type { Page } from "playwright-core";

/** What a person leaves open is open on their next page too. */
export async function closeWindows(page: Page): Promise<void> {
  const close = page.getByRole("button", { name: "Close the modal" });
  if ((await close.count()) > 0) await close.click();
  await page.locator("dialog.modal").waitFor({ state: "detached" });
}
