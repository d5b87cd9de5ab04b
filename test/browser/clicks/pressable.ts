import type { Locator, Page } from "playwright-core";
import { chosenIn, nameOfAction } from "../../../src/say/button.ts";

/** Something on the page that can be pressed, chosen or filled in. */
export interface Pressable {
  /** Where it stands: a message, or a window by its title. */
  readonly place: string;
  /** What the bot calls it; null for what is the page's own, as the buttons that close a window. */
  readonly name: string | null;
  readonly label: string;
  readonly kind: "button" | "menu" | "link" | "field";
  /** The same in the same place is pressed once. */
  readonly key: string;
  /** Where a link leads. */
  readonly href: string | null;
  readonly control: Locator;
}

interface Found {
  readonly action: string;
  readonly label: string;
  readonly href: string | null;
  readonly isMenu: boolean;
  readonly isField: boolean;
}

/** Everything of the bot's that can be pressed in a part of the page. Menus are opened to see what is in them, and closed again. */
export async function pressablesIn(page: Page, scope: Locator, place: string): Promise<Pressable[]> {
  const all = scope.locator("[data-action-id]:not([data-dispatches=false])");
  const found = await all.evaluateAll((controls) =>
    controls.map((control): Found => {
      const named = control.hasAttribute("aria-label") ? control : control.querySelector("[aria-label]");
      const said = named?.getAttribute("aria-label") ?? control.textContent ?? "";
      return {
        action: control.getAttribute("data-action-id") ?? "",
        label: said.trim(),
        href: control.getAttribute("href"),
        isMenu: control.getAttribute("aria-haspopup") === "menu",
        isField: control.hasAttribute("data-dispatches"),
      };
    }),
  );
  const pressables: Pressable[] = [];
  const seen = new Map<string, number>();
  for (const { action, label, href, isMenu, isField } of found) {
    const nth = seen.get(action) ?? 0;
    seen.set(action, nth + 1);
    const control = scope.locator(`[data-action-id=${JSON.stringify(action)}]`).nth(nth);
    if (isMenu) pressables.push(...(await entriesOf(page, control, place)));
    else
      pressables.push({
        place,
        name: nameOfAction(action),
        label,
        kind: href !== null ? "link" : isField ? "field" : "button",
        key: `${place} | ${action} | ${label}`,
        href,
        control,
      });
  }
  return pressables;
}

async function entriesOf(page: Page, menu: Locator, place: string): Promise<Pressable[]> {
  await menu.click();
  const items = page.getByRole("menuitem");
  const entries = await items.evaluateAll((all) =>
    all.map((item) => ({ value: item.getAttribute("data-value") ?? "", label: (item.textContent ?? "").trim() })),
  );
  await page.keyboard.press("Escape");
  await items.first().waitFor({ state: "detached" });
  return entries.map(({ value, label }) => {
    const { action: name } = chosenIn(value);
    return { place, name, label, kind: "menu", key: `${place} | ${name}`, href: null, control: menu };
  });
}
