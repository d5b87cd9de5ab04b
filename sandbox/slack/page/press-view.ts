import type { Choice } from "../blocks/choice.ts";
import type { Button, Overflow } from "../blocks/elements.ts";
import type { Interactive } from "../blocks/find-elements.ts";
import type { BlockOf } from "../blocks/layout.ts";
import { confirmed } from "./confirm-dialog.ts";
import { h } from "./dom.ts";
import { withEmoji } from "./mrkdwn-view.ts";
import { popupMenu } from "./popup-menu.ts";
import type { Surface } from "./surface.ts";

/** What is pressed and keeps no value: buttons, overflow menus, feedback and icon buttons. */

export function buttonView(button: Button, blockId: string, surface: Surface): HTMLElement {
  const attributes = {
    class: `button ${button.style ?? ""}`,
    "aria-label": button.accessibility_label,
    "data-action-id": button.action_id,
  };
  const label = withEmoji(button.text.text);
  const { url } = button;
  // What leads out of Slack is a link: its address can be seen before it is followed.
  const control =
    url === undefined
      ? h("button", { ...attributes, type: "button" }, label)
      : h(
          "a",
          { ...attributes, href: url, target: "_blank", rel: "noopener noreferrer" },
          label,
          h("span", { class: "leads-out", "aria-hidden": "true" }, " ↗"),
        );
  control.addEventListener("click", async (event) => {
    if (button.confirm !== undefined) {
      event.preventDefault();
      if (!(await confirmed(button.confirm, surface))) return;
      if (url !== undefined) window.open(url, "_blank", "noopener,noreferrer");
    }
    await pressed(control, surface, blockId, button, null);
  });
  return h("span", { class: "pressable" }, control);
}

export function overflowView(overflow: Overflow, blockId: string, surface: Surface): HTMLElement {
  const control = h(
    "button",
    { type: "button", class: "button more", "aria-label": "More options", "data-action-id": overflow.action_id },
    "⋯",
  );
  const choose = async (value: string, url: string | undefined) => {
    if (!(await confirmed(overflow.confirm, surface))) return;
    if (url !== undefined) window.open(url, "_blank", "noopener,noreferrer");
    await pressed(control, surface, blockId, overflow, value);
  };
  return popupMenu(control, () =>
    overflow.options.map(({ text, value, url, description }) => ({
      label: withEmoji(text.text),
      value,
      ...(description === undefined ? {} : { description: description.text }),
      act: () => void choose(value, url),
    })),
  );
}

export function contextActionView(
  element: BlockOf<"context_actions">["elements"][number],
  blockId: string,
  surface: Surface,
): HTMLElement {
  if (element.type === "icon_button") {
    const label = element.accessibility_label ?? element.text.text;
    const attributes = { class: "icon-button", "aria-label": label, title: label, "data-action-id": element.action_id };
    const control = h("button", { ...attributes, type: "button" }, "🗑");
    control.addEventListener("click", async () => {
      if (await confirmed(element.confirm, surface)) await pressed(control, surface, blockId, element, null);
    });
    return h("span", { class: "pressable" }, control);
  }
  const thumbs = [
    { ...element.positive_button, icon: "👍" },
    { ...element.negative_button, icon: "👎" },
  ].map(({ text, value, icon, accessibility_label }) => {
    const control = h(
      "button",
      {
        type: "button",
        class: "icon-button",
        "aria-label": accessibility_label ?? text.text,
        title: text.text,
        "data-action-id": element.action_id,
      },
      icon,
    );
    control.addEventListener("click", () => void pressed(control, surface, blockId, element, value));
    return control;
  });
  return h("span", { class: "pressable" }, ...thumbs);
}

/** Sends the press; the control spins until the app has acknowledged it, and shows a warning when it did not. */
export async function pressed(
  control: HTMLElement,
  surface: Surface,
  blockId: string,
  element: Interactive,
  choice: Choice,
): Promise<void> {
  if (control.ariaBusy === "true") return;
  control.ariaBusy = "true";
  const answer = await surface.dispatch(blockId, element, choice);
  control.ariaBusy = null;
  control.parentElement?.querySelector(":scope > .unanswered")?.remove();
  if (answer.ok) return;
  const shown = answer.shown ?? "Something went wrong.";
  control.after(h("span", { class: "unanswered", role: "alert", title: shown }, "⚠", h("span", {}, ` ${shown}`)));
}
