import type { KnownBlock } from "@slack/types";
import { short } from "./names.ts";

/** Text as it is: rich text reads no markup, so nothing in it can mention, link or close anything. What is cut says so. */
export function preformatted(value: string, most: number): KnownBlock {
  const cut = short(value, most);
  const shown = cut === value ? value : `${cut}\n… (${Buffer.byteLength(value)} bytes in all)`;
  return {
    type: "rich_text",
    elements: [{ type: "rich_text_preformatted", elements: [{ type: "text", text: shown === "" ? " " : shown }] }],
  };
}
