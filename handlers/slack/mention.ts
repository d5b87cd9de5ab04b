import { idsInText } from "../../src/query.ts";
import { answerTrace } from "./answer-trace.ts";
import type { SaidHandler } from "./handler.ts";

/** `@wake-or-wait <id>`: answered in the thread in which it was said. */
export const mention: SaidHandler = async (bot, { text }, answer) => {
  await answer(await answerTrace(bot, idsInText(text.replace(/<@[^>]+>/g, " ")), { alone: false }));
};
