import type { Notification } from "../notification.ts";
import { formatSlackDate, type Reader } from "../text/slack-date.ts";
import { h } from "./dom.ts";

/** The strip that shows what the person's phone lies on the table with: the last notification. */
export function lockScreen(
  notification: Notification | null,
  reader: Reader,
  open: (notification: Notification) => void,
): HTMLElement {
  const time = (ms: number) => formatSlackDate("{time}", ms / 1000, reader);
  if (notification === null) {
    return h(
      "div",
      { class: "phone empty" },
      h("span", { class: "phone-clock" }, time(reader.nowMs)),
      "No notifications",
    );
  }
  return h(
    "button",
    { type: "button", class: "phone", onclick: () => open(notification) },
    h("span", { class: "phone-clock", "aria-hidden": "true" }, time(reader.nowMs)),
    h(
      "span",
      { class: "phone-note" },
      h("span", { class: "phone-title" }, notification.title),
      h("span", { class: "phone-when" }, time(notification.atMs)),
      h("span", { class: "phone-text" }, notification.text),
    ),
  );
}
