import type { AnyText } from "../blocks/text-objects.ts";
import { EMOJI } from "../text/emoji.ts";
import { type Inline, parseMrkdwn } from "../text/mrkdwn.ts";
import { inlineText } from "../text/plain-text.ts";
import { h, link } from "./dom.ts";
import type { Surface } from "./surface.ts";

type Reading = Pick<Surface, "names" | "reader">;

/** Slack's markup, drawn. */
export function mrkdwnView(text: string, reading: Reading, { verbatim = false } = {}): HTMLElement {
  const view = h("div", { class: "mrkdwn" });
  for (const passage of parseMrkdwn(text, { verbatim })) {
    if (passage.kind === "preformatted") {
      view.append(h("pre", {}, ...passage.content.map((node) => inlineView(node, reading))));
      continue;
    }
    const holder = passage.kind === "quote" ? h("blockquote") : h("div");
    for (const line of passage.lines) {
      // An empty line keeps its height.
      holder.append(
        h("div", { class: line.length === 0 ? "blank" : null }, ...line.map((node) => inlineView(node, reading))),
      );
    }
    view.append(holder);
  }
  return view;
}

/** A text object; plain text knows emoji and nothing else. */
export function textView(text: AnyText, reading: Reading): HTMLElement {
  if (text.type === "mrkdwn") return mrkdwnView(text.text, reading, { verbatim: text.verbatim });
  return h("div", { class: "plain" }, text.emoji ? withEmoji(text.text) : text.text);
}

export function withEmoji(text: string): string {
  return text.replaceAll(/:([a-z0-9_+'-]+):/gi, (whole, name: string) => EMOJI[name] ?? whole);
}

export function inlineView(node: Inline, reading: Reading): Node {
  const inner = () => inlineText(node, reading.names, reading.reader);
  switch (node.kind) {
    case "text":
      return document.createTextNode(node.text);
    case "bold":
      return h("strong", {}, ...node.children.map((child) => inlineView(child, reading)));
    case "italic":
      return h("em", {}, ...node.children.map((child) => inlineView(child, reading)));
    case "strike":
      return h("s", {}, ...node.children.map((child) => inlineView(child, reading)));
    case "code":
      return h("code", {}, node.text);
    case "link":
      return link(node.url, node.label ?? node.url);
    case "user":
    case "channel":
    case "group":
    case "broadcast":
      return h("span", { class: `mention ${node.kind}` }, inner());
    case "date":
      return node.url === null
        ? h("time", { datetime: new Date(node.epochS * 1000).toISOString(), title: node.fallback }, inner())
        : link(node.url, inner());
    case "emoji":
      return h("span", { class: "emoji", role: "img", "aria-label": node.name, title: `:${node.name}:` }, inner());
  }
}
