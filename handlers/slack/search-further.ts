import { Fault } from "../../src/fault.ts";
import { ANSWER } from "../../src/say/press-answers.ts";
import { tracingWords } from "../../src/say/slack-trace.ts";
import { answerTrace } from "./answer-trace.ts";
import type { PressHandler } from "./handler.ts";

/** The search that was not begun because it would cost more than the budget: whoever presses saw what it costs. */
export const searchFurther: PressHandler = async (bot, { aim, channel, user, thread }) => {
  const { search } = aim;
  if (search === undefined || channel === null) throw new Fault("unreadable", ANSWER.noSearch);
  await bot.slack.whisper(channel, user, thread, tracingWords(search.id));
  await bot.slack.whisper(channel, user, thread, await answerTrace(bot, [search.id], { alone: true, usd: search.usd }));
};
