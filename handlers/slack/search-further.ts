import { Fault } from "../../src/fault.ts";
import { ANSWER } from "../../src/say/press-answers.ts";
import { tracingWords } from "../../src/say/slack-trace.ts";
import { answerTrace } from "./answer-trace.ts";
import type { PressHandler } from "./handler.ts";
import { tellAlone } from "./tell-alone.ts";

/** The search that was not begun because it would cost more than the budget: whoever presses saw what it costs. */
export const searchFurther: PressHandler = async (bot, pressed) => {
  const { search } = pressed.aim;
  if (search === undefined) throw new Fault("unreadable", ANSWER.noSearch);
  await tellAlone(bot, pressed, tracingWords(search.id));
  await tellAlone(bot, pressed, await answerTrace(bot, [search.id], search.usd));
};
