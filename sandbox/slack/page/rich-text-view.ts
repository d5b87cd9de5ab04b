import type { RichText, RichTextElement, RichTextLeaf } from "../blocks/rich-text.ts";
import type { Inline } from "../text/mrkdwn.ts";
import { h, link } from "./dom.ts";
import { inlineView } from "./mrkdwn-view.ts";
import type { Surface } from "./surface.ts";

export function richTextView(richText: RichText, surface: Surface): HTMLElement {
  return h("div", { class: "rich-text" }, ...richText.elements.map((element) => elementView(element, surface)));
}

function elementView(element: RichTextElement, surface: Surface): HTMLElement {
  switch (element.type) {
    case "rich_text_section":
      return h("div", {}, ...leaves(element.elements, surface));
    case "rich_text_quote":
      return h("blockquote", {}, ...leaves(element.elements, surface));
    case "rich_text_preformatted":
      return h("pre", {}, ...leaves(element.elements, surface));
    case "rich_text_list": {
      const items = element.elements.map((item) => h("li", {}, ...leaves(item.elements, surface)));
      const attributes = { class: `indent-${element.indent ?? 0}` };
      return element.style === "ordered"
        ? h("ol", { ...attributes, start: (element.offset ?? 0) + 1 }, ...items)
        : h("ul", attributes, ...items);
    }
  }
}

function leaves(elements: readonly RichTextLeaf[], surface: Surface): Node[] {
  return elements.map((leaf) => styled(leafView(leaf, surface), leaf));
}

function leafView(leaf: RichTextLeaf, surface: Surface): Node {
  switch (leaf.type) {
    case "text":
      return document.createTextNode(leaf.text);
    case "link":
      return link(leaf.url, leaf.text ?? leaf.url);
    case "color":
      return h("code", {}, leaf.value);
    default:
      return inlineView(asInline(leaf), surface);
  }
}

function asInline(leaf: Exclude<RichTextLeaf, { type: "text" | "link" | "color" }>): Inline {
  switch (leaf.type) {
    case "user":
      return { kind: "user", id: leaf.user_id, label: null };
    case "usergroup":
      return { kind: "group", id: leaf.usergroup_id, label: null };
    case "channel":
      return { kind: "channel", id: leaf.channel_id, label: null };
    case "broadcast":
      return { kind: "broadcast", range: leaf.range };
    case "emoji":
      return { kind: "emoji", name: leaf.name };
    case "date": {
      const { timestamp, format, url = null, fallback = format } = leaf;
      return { kind: "date", epochS: timestamp, format, url, fallback };
    }
  }
}

function styled(node: Node, { style }: RichTextLeaf): Node {
  const wrappers = { code: "code", strike: "s", underline: "u", italic: "em", bold: "strong" } as const;
  let wrapped = node;
  for (const [name, tag] of Object.entries(wrappers)) {
    if (style !== undefined && Reflect.get(style, name) === true) wrapped = h(tag, {}, wrapped);
  }
  return wrapped;
}
