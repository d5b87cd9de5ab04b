import assert from "node:assert/strict";
import { checkBlocks, isTooLongForMessage } from "../../sandbox/slack/blocks/check-blocks.ts";
import { checkView } from "../../sandbox/slack/blocks/check-view.ts";
import { problemText } from "../../sandbox/slack/blocks/problems.ts";
import type { Words } from "../../src/say/words.ts";

/** Slack takes the message whole, posted and edited. */
export function assertPostable({ text, blocks }: Words): void {
  const checked = checkBlocks(blocks, "message", "/blocks");
  assert.ok(checked.ok, checked.ok ? "" : checked.problems.map(problemText).join("\n"));
  assert.ok(!isTooLongForMessage(checked.value), "the blocks hold too much text");
  assert.ok([...text].length > 0 && [...text].length < 4000, `a text of ${[...text].length} characters`);
}

/** Slack opens the modal. */
export function assertOpenable(view: object): void {
  const checked = checkView(view);
  assert.ok(checked.ok, checked.ok ? "" : checked.problems.map(problemText).join("\n"));
  assert.ok(Buffer.byteLength(JSON.stringify(view)) < 250_000);
}

/** Every text of a message or a modal that Slack reads as mrkdwn. */
export function mrkdwnIn(value: unknown): string[] {
  const found: string[] = [];
  const open: unknown[] = [value];
  for (const one of open) {
    if (typeof one !== "object" || one === null) continue;
    if ("type" in one && one.type === "mrkdwn" && "text" in one) found.push(String(one.text));
    open.push(...Object.values(one));
  }
  return found;
}
