import { Fault } from "../../src/fault.ts";
import { ANSWER } from "../../src/say/press-answers.ts";
import { sharedWords } from "../../src/say/slack-trace.ts";
import type { PressHandler } from "./handler.ts";

/** What only one person saw is posted where they asked for it; where the bot may not post, it is answered there for everybody. */
export const shareTrace: PressHandler = async (bot, { id, aim, channel, thread, user, answerUrl }) => {
  const stored = await bot.store.report(aim.investigation, aim.revision);
  const transaction = stored?.transactions[0];
  if (channel === null || transaction === undefined) throw new Fault("not-found", ANSWER.traceGone);
  const words = sharedWords(aim, transaction, await bot.slack.nameOf(user));
  try {
    await bot.slack.post(channel, thread, words, { investigation: aim.investigation, part: `shared ${id}` });
  } catch (error) {
    if (!(error instanceof Fault) || error.code !== "refused" || answerUrl === null) throw error;
    await bot.slack.answerPress(answerUrl, words, "channel");
  }
};
