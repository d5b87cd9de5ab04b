import type { Block, BlockOf } from "../blocks/layout.ts";
import { h, link } from "./dom.ts";
import { imageView } from "./image-view.ts";
import { textView, withEmoji } from "./mrkdwn-view.ts";
import { buttonView } from "./press-view.ts";
import { richTextView } from "./rich-text-view.ts";
import type { Surface } from "./surface.ts";

/** Blocks that frame something: cards, containers, alerts, plans. */

export function cardView(block: BlockOf<"card">, surface: Surface): HTMLElement {
  const { hero_image, icon, title, subtitle, body, actions } = block;
  return h(
    "article",
    { class: "card" },
    hero_image !== undefined && imageView(hero_image, "hero"),
    h(
      "div",
      { class: "card-head" },
      icon !== undefined && imageView(icon, "icon"),
      h(
        "div",
        {},
        title !== undefined && h("div", { class: "card-title" }, textView(title, surface)),
        subtitle !== undefined && h("div", { class: "card-subtitle" }, textView(subtitle, surface)),
      ),
    ),
    body !== undefined && textView(body, surface),
    actions !== undefined &&
      h("div", { class: "actions" }, ...actions.map((one) => buttonView(one, block.block_id, surface))),
  );
}

export function carouselView({ elements }: BlockOf<"carousel">, surface: Surface): HTMLElement {
  return h(
    "div",
    { class: "carousel", tabindex: 0, role: "group", "aria-label": "Carousel" },
    ...elements.map((card) => cardView(card, surface)),
  );
}

/** `draw` draws the blocks inside. */
export function containerView(
  block: BlockOf<"container">,
  surface: Surface,
  draw: (block: Block, surface: Surface) => HTMLElement,
): HTMLElement {
  const { title, rich_text_title, subtitle, icon, child_blocks, is_collapsible, default_collapsed, width } = block;
  const heading = h(
    "div",
    { class: "container-head" },
    icon !== undefined && imageView(icon, "icon"),
    h(
      "div",
      {},
      h(
        "div",
        { class: "card-title" },
        rich_text_title === undefined ? (title?.text ?? "") : richTextView(rich_text_title, surface),
      ),
      subtitle !== undefined && h("div", { class: "card-subtitle" }, textView(subtitle, surface)),
    ),
  );
  const children = child_blocks.map((child) => draw(child, surface));
  const attributes = { class: `container ${width} ${block.has_header_divider ? "divided" : ""}` };
  if (!is_collapsible) return h("section", attributes, heading, ...children);
  return h("details", { ...attributes, open: !default_collapsed }, h("summary", {}, heading), ...children);
}

const ALERT_ICONS = { default: "💬", info: "ℹ️", warning: "⚠️", error: "⛔", success: "✅" } as const;

export function alertView({ text, level }: BlockOf<"alert">, surface: Surface): HTMLElement {
  return h(
    "div",
    { class: `alert ${level}`, role: "alert" },
    h("span", { "aria-hidden": "true" }, ALERT_ICONS[level]),
    textView(text, surface),
  );
}

const TASK_MARKS = { pending: "○", in_progress: "◌", complete: "✓", error: "✕" } as const;

export function taskCardView(block: BlockOf<"task_card">, surface: Surface): HTMLElement {
  const { title, status, details, output, sources } = block;
  return h(
    "div",
    { class: `task ${status}` },
    h("span", { class: "task-mark", role: "img", "aria-label": status.replace("_", " ") }, TASK_MARKS[status]),
    h(
      "div",
      {},
      h("div", { class: "task-title" }, withEmoji(title)),
      details !== undefined && richTextView(details, surface),
      output !== undefined && richTextView(output, surface),
      sources !== undefined && h("div", { class: "sources" }, ...sources.map(({ url, text }) => link(url, text))),
    ),
  );
}

export function planView({ title, tasks }: BlockOf<"plan">, surface: Surface): HTMLElement {
  return h(
    "section",
    { class: "plan" },
    h("div", { class: "card-title" }, withEmoji(title)),
    ...(tasks ?? []).map((task) => taskCardView(task, surface)),
  );
}
