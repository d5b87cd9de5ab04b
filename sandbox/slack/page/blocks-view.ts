import type { Block, BlockOf } from "../blocks/layout.ts";
import { alertView, cardView, carouselView, containerView, planView, taskCardView } from "./card-view.ts";
import { chartView } from "./chart-view.ts";
import { h } from "./dom.ts";
import { fieldView } from "./field-view.ts";
import { imageView } from "./image-view.ts";
import { markdownView } from "./markdown-view.ts";
import { textView, withEmoji } from "./mrkdwn-view.ts";
import { buttonView, contextActionView, overflowView } from "./press-view.ts";
import { richTextView } from "./rich-text-view.ts";
import type { Surface } from "./surface.ts";
import { dataTableView, tableView } from "./table-view.ts";

export function blocksView(blocks: readonly Block[], surface: Surface): HTMLElement {
  return h("div", { class: "blocks" }, ...blocks.map((block) => blockView(block, surface)));
}

function blockView(block: Block, surface: Surface): HTMLElement {
  switch (block.type) {
    case "section":
      return sectionView(block, surface);
    case "header":
      return h("div", { class: "header", role: "heading", "aria-level": 3 }, withEmoji(block.text.text));
    case "divider":
      return h("hr");
    case "context":
      return h(
        "div",
        { class: "context" },
        ...block.elements.map((one) => (one.type === "image" ? imageView(one, "inline") : textView(one, surface))),
      );
    case "actions":
      return h("div", { class: "actions" }, ...block.elements.map((one) => elementView(one, block.block_id, surface)));
    case "context_actions":
      return h(
        "div",
        { class: "actions" },
        ...block.elements.map((one) => contextActionView(one, block.block_id, surface)),
      );
    case "image":
      return h(
        "figure",
        { class: "image" },
        block.title !== undefined && h("figcaption", {}, withEmoji(block.title.text)),
        imageView(block, "picture"),
      );
    case "input":
      return inputView(block, surface);
    case "rich_text":
      return richTextView(block, surface);
    case "markdown":
      return markdownView(block.text);
    case "table":
      return tableView(block, surface);
    case "data_table":
      return dataTableView(block, surface);
    case "data_visualization":
      return chartView(block);
    case "alert":
      return alertView(block, surface);
    case "card":
      return cardView(block, surface);
    case "carousel":
      return carouselView(block, surface);
    case "container":
      return containerView(block, surface, blockView);
    case "task_card":
      return taskCardView(block, surface);
    case "plan":
      return planView(block, surface);
  }
}

function sectionView({ block_id, text, fields, accessory }: BlockOf<"section">, surface: Surface): HTMLElement {
  return h(
    "div",
    { class: "section" },
    h(
      "div",
      { class: "section-text" },
      text !== undefined && textView(text, surface),
      fields !== undefined && h("div", { class: "fields" }, ...fields.map((field) => textView(field, surface))),
    ),
    accessory !== undefined &&
      h(
        "div",
        { class: "accessory" },
        accessory.type === "image" ? imageView(accessory, "thumbnail") : elementView(accessory, block_id, surface),
      ),
  );
}

type ActionElement = BlockOf<"actions">["elements"][number];

function elementView(element: ActionElement, blockId: string, surface: Surface): HTMLElement {
  switch (element.type) {
    case "button":
      return buttonView(element, blockId, surface);
    case "overflow":
      return h("span", { class: "pressable" }, overflowView(element, blockId, surface));
    default: {
      const label = "placeholder" in element ? element.placeholder?.text : undefined;
      return fieldView(element, { blockId, label: label ?? element.action_id, dispatches: true }, surface);
    }
  }
}

function inputView(
  { block_id, label, hint, optional, element, dispatch_action }: BlockOf<"input">,
  surface: Surface,
): HTMLElement {
  const error = surface.errors[block_id];
  return h(
    "div",
    { class: `input ${error === undefined ? "" : "wrong"}` },
    h(
      "div",
      { class: "input-label" },
      withEmoji(label.text),
      optional && h("span", { class: "optional" }, " (optional)"),
    ),
    fieldView(element, { blockId: block_id, label: label.text, dispatches: dispatch_action }, surface),
    error !== undefined && h("div", { class: "input-error", role: "alert" }, error),
    hint !== undefined && h("div", { class: "input-hint" }, withEmoji(hint.text)),
  );
}
