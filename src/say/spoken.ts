import type { KnownBlock } from "@slack/types";

/** Slack asks for fewer than 4,000 characters. https://docs.slack.dev/reference/methods/chat.postMessage#truncating */
const MOST = 3900;

/**
 * A message for who hears it: screen readers read a message's text and none of its blocks, so the text says all that the blocks say.
 * The first line comes before, because a lock screen shows that. What finds no room is counted.
 * https://docs.slack.dev/reference/methods/chat.postMessage#accessibility
 */
export function spoken(line: string, blocks: readonly KnownBlock[]): string {
  const lines = blocks.flatMap(said).flatMap((text) => text.split("\n"));
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
    return [...(block.text === undefined ? [] : [block.text.text]), ...(block.fields ?? []).map(({ text }) => text)];
  if (block.type === "context") return block.elements.map((one) => (one.type === "image" ? one.alt_text : one.text));
  return block.type === "image" ? [block.alt_text] : [];
}
