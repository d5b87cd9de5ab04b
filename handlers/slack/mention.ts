import { idsInText } from "../../src/query.ts";
import { answerQuestion } from "./answer-question.ts";
import { answerTrace } from "./answer-trace.ts";
import type { SaidHandler } from "./handler.ts";

/** `@wake-or-wait <id>`, or a question about the incident: answered in the thread in which it was said. */
export const mention: SaidHandler = async (bot, said, answer) => {
  const text = said.text.replace(/<@[^>]+>/g, " ").trim();
  const ids = idsInText(text);
  const question = ids.length === 0 && text !== "";
  await answer(question ? await answerQuestion(bot, said, text) : await answerTrace(bot, ids, { alone: false }));
};
