import assert from "node:assert/strict";
import type { Words } from "../../src/say/words.ts";
import { limitProblems } from "./limit-problems.ts";

/** Slack takes the message whole, posted and edited. */
export function assertPostable(words: Words): void {
  assert.deepEqual(limitProblems(words), []);
}

/** Slack opens the modal. */
export function assertOpenable(view: object): void {
  assert.deepEqual(limitProblems(view), []);
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
