import { objectsIn } from "./objects-in.ts";

/** The code points of every `text` in blocks, wherever it is nested: what Slack counts against a message's total. */
export function textLength(blocks: unknown): number {
  let length = 0;
  for (const { text } of objectsIn(blocks)) if (typeof text === "string") length += [...text].length;
  return length;
}
