import type { KnownBlock } from "@slack/types";

/** The characters of all texts in blocks, wherever they are nested: of a message Slack takes so many and no more. */
export function textSize(blocks: readonly KnownBlock[]): number {
  let size = 0;
  const open: object[] = [...blocks];
  for (const one of open) {
    for (const [name, value] of Object.entries(one)) {
      if (typeof value === "object" && value !== null) open.push(value);
      else if (name === "text" && typeof value === "string") size += [...value].length;
    }
  }
  return size;
}
