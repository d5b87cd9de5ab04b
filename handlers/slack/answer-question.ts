import type { Bot } from "../../src/bot.ts";
import { isReport } from "../../src/report.ts";
import { ANSWERED, narrationWords, unansweredWords } from "../../src/say/slack-narration.ts";
import type { Words } from "../../src/say/words.ts";
import type { Said } from "./handler.ts";
import { payloadsForAll } from "./payloads-for-all.ts";

/** A question in the thread of an incident, answered from its newest report alone; null elsewhere, and without a model. */
export async function answerQuestion(bot: Bot, said: Said, question: string): Promise<Words | null> {
  const { narrator, slack, store } = bot;
  const { channel, thread } = said;
  const id = narrator === undefined || thread === null ? null : await slack.investigationOf(channel, thread);
  const row = id === null ? null : await store.read(id);
  const kept = row === null ? null : await store.report(row.id, row.revision);
  if (narrator === undefined || kept === null || !isReport(kept)) return null;
  const { sentences } = await narrator.answer(question, kept, payloadsForAll(bot));
  return sentences.length === 0 ? unansweredWords() : narrationWords(sentences, kept, narrator.model, ANSWERED);
}
