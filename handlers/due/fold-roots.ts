import type { Bot } from "../../src/bot.ts";
import { sentenceOf } from "../../src/fault.ts";
import type { Lease } from "../../src/investigation.ts";
import { foldedWords } from "../../src/say/folded-words.ts";

/**
 * Slack cannot be fenced: a message told from memory may race the one of a worker whose claim was late. A second message about
 * the incident then only says where the first one is. Never throws: there are two messages at worst.
 */
export async function foldRoots(bot: Bot, { row }: Lease): Promise<void> {
  const { posted, incident } = row;
  if (posted === null || posted.root === null) return;
  const { channel, root } = posted;
  try {
    const other = await bot.slack.find(channel, null, { investigation: row.id, part: "root" }, root);
    if (other === null) return;
    const words = foldedWords(incident, await bot.slack.permalink(channel, root));
    await bot.slack.update(channel, other, words, { investigation: row.id, part: "folded" });
  } catch (error) {
    bot.log.warn({ investigation: row.id, problem: sentenceOf(error) }, "a second message could not be looked for");
  }
}
