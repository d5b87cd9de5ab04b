import assert from "node:assert/strict";
import { BOT_USER, CHANNEL } from "../sandbox/people.ts";
import { isReply, type Message } from "../sandbox/slack/message.ts";
import type { Slack } from "../sandbox/slack/slack.ts";

const MENTION = /<@(U\w+)>|<!(here|channel|everyone)/;
/** What the bot may say in a thread by itself, by its marks. */
const REPLIES = /^(stack|narration of \d+|verdict (wake|wait|unclear) after \d+)$/;

/**
 * What the bot has posted by itself: a message an incident, and in its thread the verdict, once for each time that it turned, and one
 * virtual stack trace. Nobody is mentioned but by a verdict, once; what somebody asked for is an answer, and may be shared by them.
 */
export function assertPolite(slack: Pick<Slack, "channel">): void {
  const { messages, thread } = slack.channel(CHANNEL.id);
  const own = messages.filter(({ user }) => user === BOT_USER);
  const roots = own.filter((one) => partOf(one) === "root");
  const others = own.filter((one) => !roots.includes(one));
  assert.deepEqual(
    others.filter((one) => !/^(folded|shared )/.test(partOf(one) ?? "")).map(({ text }) => text),
    [],
    "in the channel stands one message an incident, and what somebody shared",
  );
  const about = roots.map(({ metadata }) => metadata?.event_payload["investigation"]);
  assert.equal(new Set(about).size, roots.length, "no incident has two messages");
  for (const one of own) assertNoMention(one);
  for (const root of roots) assertPoliteThread(thread(root.ts).filter(isReply));
}

function assertPoliteThread(replies: readonly Message[]): void {
  const told = replies.filter((one) => one.user === BOT_USER && partOf(one) !== null);
  const parts = told.flatMap((one) => partOf(one) ?? []);
  for (const part of parts) assert.match(part, REPLIES);
  assert.equal(new Set(parts).size, parts.length, `nothing is said twice: ${parts.join(", ")}`);
  const verdicts = parts.flatMap((part) => /^verdict (\w+)/.exec(part)?.[1] ?? []);
  for (const [i, verdict] of verdicts.entries()) assert.notEqual(verdict, verdicts[i - 1], "the same verdict again");
  for (const one of replies.filter(({ user }) => user === BOT_USER)) {
    if (/^verdict/.test(partOf(one) ?? "")) assert.ok(one.text.split("<@").length <= 2, "one is called, once");
    else assertNoMention(one);
  }
}

function assertNoMention({ text, blocks }: Message): void {
  assert.doesNotMatch(`${text}${JSON.stringify(blocks)}`, MENTION);
}

/** What a message of the bot is; null for an answer to somebody. */
function partOf({ metadata }: Message): string | null {
  const part = metadata?.event_payload["part"];
  return typeof part === "string" ? part : null;
}
