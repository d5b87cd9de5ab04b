import { EMOJI } from "./emoji.ts";
import { type Inline, type Passage, parseMrkdwn } from "./mrkdwn.ts";
import { formatSlackDate, type Reader } from "./slack-date.ts";

/** How ids are called: null for one that nobody knows. */
export interface Names {
  user(id: string): string | null;
  channel(id: string): string | null;
}

/** A message's text without its markup, as a lock screen or a terminal shows it. */
export function plainText(mrkdwn: string, names: Names, reader: Reader): string {
  return parseMrkdwn(mrkdwn)
    .map((passage) => passageText(passage, names, reader))
    .join("\n");
}

function passageText(passage: Passage, names: Names, reader: Reader): string {
  const write = (nodes: readonly Inline[]) => nodes.map((node) => inlineText(node, names, reader)).join("");
  return passage.kind === "preformatted" ? write(passage.content) : passage.lines.map(write).join("\n");
}

export function inlineText(node: Inline, names: Names, reader: Reader): string {
  switch (node.kind) {
    case "text":
    case "code":
      return node.text;
    case "bold":
    case "italic":
    case "strike":
      return node.children.map((child) => inlineText(child, names, reader)).join("");
    case "link":
      return node.label ?? node.url;
    case "user":
      return `@${names.user(node.id) ?? node.label ?? node.id}`;
    case "channel":
      return `#${names.channel(node.id) ?? node.label ?? node.id}`;
    case "group":
      return node.label ?? `@${node.id}`;
    case "broadcast":
      return `@${node.range}`;
    case "date":
      return formatSlackDate(node.format, node.epochS, reader);
    case "emoji":
      return EMOJI[node.name] ?? `:${node.name}:`;
  }
}
