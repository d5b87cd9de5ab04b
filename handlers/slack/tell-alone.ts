import type { Bot } from "../../src/bot.ts";
import { Fault } from "../../src/fault.ts";
import type { Words } from "../../src/say/words.ts";
import type { Pressed } from "./handler.ts";

/**
 * Tells whoever pressed, and nobody else; where the bot is not in the channel, by the address that came with the press. A window has
 * no channel: what is to be said there is said in it.
 */
export async function tellAlone(
  { slack }: Bot,
  { channel, user, thread, answerUrl }: Pick<Pressed, "channel" | "user" | "thread" | "answerUrl">,
  words: Words,
): Promise<void> {
  if (channel === null) return;
  try {
    await slack.whisper(channel, user, thread, words);
  } catch (error) {
    if (!(error instanceof Fault) || error.code !== "refused" || answerUrl === null) throw error;
    await slack.answerPress(answerUrl, words, "presser");
  }
}
