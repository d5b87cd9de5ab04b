import { idsInText } from "../../src/query.ts";
import { tracingWords } from "../../src/say/slack-trace.ts";
import { answerTrace } from "./answer-trace.ts";
import type { SaidHandler } from "./handler.ts";

/**
 * `/trace <id>`, or "Trace what it says" in the menu of a message: answered to whoever asked. Slack keeps slash
 * commands out of threads; there a mention does it.
 */
export const traceCommand: SaidHandler = async (bot, { text }, answer) => {
  const ids = idsInText(text);
  if (ids[0] !== undefined) await answer(tracingWords(ids[0]));
  await answer(await answerTrace(bot, ids));
};
