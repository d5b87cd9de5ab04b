import { h } from "./dom.ts";

const SHOWN_MS = 5000;

/** Says something at the edge of the screen, for a while. */
export function toast(text: string): void {
  const shown = h("div", { class: "toast", role: "status" }, text);
  document.body.append(shown);
  setTimeout(() => shown.remove(), SHOWN_MS);
}
