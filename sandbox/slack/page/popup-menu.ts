import { h } from "./dom.ts";

export interface MenuItem {
  readonly label: string;
  readonly description?: string;
  /** What an option of an app carries. */
  readonly value?: string;
  readonly act: () => void;
}

/** A button that opens a menu below itself; it closes on a choice, on Escape, and when anything else is touched. */
export function popupMenu(button: HTMLButtonElement, items: () => readonly MenuItem[]): HTMLElement {
  const holder = h("span", { class: "popup" }, button);
  let menu: HTMLElement | null = null;
  button.setAttribute("aria-haspopup", "menu");
  button.setAttribute("aria-expanded", "false");

  function close(): void {
    menu?.remove();
    menu = null;
    button.setAttribute("aria-expanded", "false");
    document.removeEventListener("pointerdown", outside);
  }
  function outside({ target }: Event): void {
    if (!(target instanceof Node) || !holder.contains(target)) close();
  }
  function open(): void {
    menu = h("div", { class: "menu", role: "menu" }, ...items().map((item) => entry(item, close)));
    holder.append(menu);
    button.setAttribute("aria-expanded", "true");
    document.addEventListener("pointerdown", outside);
    menu.querySelector("button")?.focus();
  }
  button.addEventListener("click", () => (menu === null ? open() : close()));
  holder.addEventListener("keydown", (event) => {
    if (menu === null) return;
    if (event.key === "Escape") {
      event.stopPropagation();
      event.preventDefault();
      close();
      button.focus();
    }
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      step(menu, event.key === "ArrowDown" ? 1 : -1);
    }
  });
  return holder;
}

function entry({ label, description, value, act }: MenuItem, close: () => void): HTMLElement {
  const onclick = () => {
    close();
    act();
  };
  return h(
    "button",
    { type: "button", role: "menuitem", "data-value": value, onclick },
    label,
    description !== undefined && h("small", {}, description),
  );
}

function step(menu: HTMLElement, by: number): void {
  const entries = [...menu.querySelectorAll("button")];
  const focused = document.activeElement;
  const at = focused instanceof HTMLButtonElement ? entries.indexOf(focused) : -1;
  entries[(at + by + entries.length) % entries.length]?.focus();
}
