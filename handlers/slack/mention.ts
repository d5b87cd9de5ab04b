import { idsInText } from "../../src/query.ts";
import { helpWords } from "../../src/say/slack-trace.ts";
import { answerQuestion } from "./answer-question.ts";
import { answerTrace } from "./answer-trace.ts";
import type { SaidHandler } from "./handler.ts";

/**
 * `@wake-or-wait <id>` is answered to whoever asked, who may share it; a question about the incident, in its thread, to everybody
 * there, who all see the report from which it is answered.
 */
export const mention: SaidHandler = async (bot, said, answer) => {
  const text = said.text.replace(/<@[^>]+>/g, " ").trim();
  // "Why?" is a single word, as an id is.
  const ids = /^\D+\?$/.test(text) ? [] : idsInText(text);
  if (ids.length > 0 || text === "") return answer(await answerTrace(bot, ids));
  const words = await answerQuestion(bot, said, text);
  if (words === null) return answer(helpWords());
  await bot.slack.post(said.channel, said.thread, words, { investigation: said.id, part: "answer" });
};
