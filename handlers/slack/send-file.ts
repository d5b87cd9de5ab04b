import type { Bot } from "../../src/bot.ts";
import { Fault, sentenceOf } from "../../src/fault.ts";
import { ANSWER, notSent } from "../../src/say/press-answers.ts";
import type { Words } from "../../src/say/words.ts";

/** Sends a file to one person, and says in the window how that went. */
export async function sendFile(
  { slack, log }: Bot,
  user: string,
  file: { readonly name: string; readonly content: string; readonly words: Words },
): Promise<string> {
  try {
    await slack.sendFile(user, file.name, file.content, file.words);
    return ANSWER.fileSent;
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    log.warn({ problem: sentenceOf(error) }, "a file could not be sent");
    return notSent(sentenceOf(error));
  }
}
