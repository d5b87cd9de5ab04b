import type { KnownBlock, TextObject } from "@slack/types";
import { escaped } from "./mrkdwn.ts";

/** Slack asks for fewer than 4,000 characters. https://docs.slack.dev/reference/methods/chat.postMessage#truncating */
const MOST = 3900;

/**
 * A message for who hears it: screen readers read a message's text and none of its blocks, so the text says all that the blocks say.
 * The first line comes before, because a lock screen shows that. What finds no room is counted.
 * https://docs.slack.dev/reference/methods/chat.postMessage#accessibility
 */
export function spoken(line: string, blocks: readonly KnownBlock[]): string {
  const lines = blocks.flatMap(said);
  const shown = [line];
  let room = MOST - 30 - [...line].length;
  for (const one of lines) {
    room -= [...one].length + 1;
    if (room < 0) return [...shown, `and ${lines.length - shown.length + 1} more lines`].join("\n");
    shown.push(one);
  }
  return shown.join("\n");
}

/** Buttons are reached by themselves, and say what they do. */
function said(block: KnownBlock): string[] {
  if (block.type === "section")
    return [...(block.text === undefined ? [] : [block.text]), ...(block.fields ?? [])].flatMap(linesOf);
  if (block.type === "context")
    return block.elements.flatMap((one) => (one.type === "image" ? plainLines(one.alt_text) : linesOf(one)));
  return block.type === "image" ? plainLines(block.alt_text) : [];
}

function linesOf({ type, text }: TextObject): string[] {
  return type === "mrkdwn" ? text.split("\n") : plainLines(text);
}

/** What a picture says in words is plain text, and becomes mrkdwn here. */
function plainLines(text: string): string[] {
  return text.split("\n").map((line) => escaped(line, MOST));
}
