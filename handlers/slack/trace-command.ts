import { idInText } from "../../src/query.ts";
import { tracingWords } from "../../src/say/slack-trace.ts";
import { answerTrace } from "./answer-trace.ts";
import type { SaidHandler } from "./handler.ts";

/** `/trace <id>`: answered to whoever asked. Slack keeps slash commands out of threads; there a mention does it. */
export const traceCommand: SaidHandler = async (bot, { text }, answer) => {
  const id = idInText(text);
  if (id !== null) await answer(tracingWords(id));
  await answer(await answerTrace(bot, id));
};
