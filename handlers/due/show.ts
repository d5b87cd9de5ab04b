import { Fault, sentenceOf } from "../../src/fault.ts";
import { fromMillis, micros, plus, SECOND } from "../../src/time.ts";
import type { DueHandler } from "./handler.ts";
import { newestReport, showRoot } from "./show-root.ts";

const AGAIN = micros(15 * SECOND);

/**
 * The message as its incident stands by now. A step of its own, so that whoever dies before it is done, and a Slack that does not
 * take it, leave no message that says something else for ever; what else is due does not wait for it.
 */
export const show: DueHandler = async (bot, taken) => {
  const { show: _, ...due } = taken.row.due;
  // What is told elsewhere, or was not told yet, has no message of its own.
  if (taken.row.posted === null || taken.row.foldedInto !== null)
    return bot.store.save(taken, fromMillis(bot.room.now()), { due });
  try {
    const lease = await showRoot(bot, taken, await newestReport(bot, taken), "told");
    return await bot.store.save(lease, fromMillis(bot.room.now()), { due });
  } catch (error) {
    if (!(error instanceof Fault) || error.code === "conflict") throw error;
    bot.log.warn({ investigation: taken.row.id, problem: sentenceOf(error) }, "the message could not be edited yet");
    const now = fromMillis(bot.room.now());
    return bot.store.save(taken, now, { due: { ...due, show: plus(now, AGAIN) } });
  }
};
