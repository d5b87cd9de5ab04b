import type { Bot } from "../../src/bot.ts";
import { Fault, sentenceOf } from "../../src/fault.ts";
import type { Queued } from "../../src/investigation.ts";
import { DEED } from "../../src/say/deed-words.ts";
import { problemWords } from "../../src/say/slack-trace.ts";
import { fromMillis, HOUR, micros, plus, SECOND } from "../../src/time.ts";
import { acknowledgeNow } from "../slack/acknowledge.ts";
import type { Pressed } from "../slack/handler.ts";
import type { DueHandler } from "./handler.ts";

const AGAIN = micros(15 * SECOND);
/** By then PagerDuty has rung whoever is next. */
const GIVEN_UP = micros(HOUR);

/** Tries an acknowledgement again that did not reach PagerDuty, in the name of whoever pressed, with the same right to it. */
export const acknowledgeQueued: DueHandler = async (bot, lease) => {
  const { id, queued, due, done } = lease.row;
  const now = fromMillis(bot.room.now());
  const { acknowledge: _, ...others } = due;
  if (queued === null) return bot.store.save(lease, now, { due: others });
  try {
    await acknowledgeNow(bot, pressedAgain(id, queued));
    return bot.store.save(lease, now, { due: others, queued: null });
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    if (error.code === "unavailable" && now - queued.at < GIVEN_UP)
      return bot.store.save(lease, now, { due: { ...others, acknowledge: plus(now, AGAIN) } });
    bot.log.warn({ investigation: id, problem: sentenceOf(error) }, "an acknowledgement was given up");
    await tellAlone(bot, queued, sentenceOf(error));
    const deed = { at: now, did: DEED.givenUp, who: null, of: [id] };
    return bot.store.save(lease, now, { due: { ...others, show: now }, queued: null, done: [...done, deed] });
  }
};

/** Who is out of the channel by now cannot be told there; the message says it all the same. */
async function tellAlone(bot: Bot, { channel, user, thread }: Queued, problem: string): Promise<void> {
  if (channel === null) return;
  await bot.slack.whisper(channel, user, thread, problemWords(problem)).catch((error: unknown) => {
    bot.log.warn({ problem: sentenceOf(error) }, "and who pressed could not be told");
  });
}

function pressedAgain(investigation: string, { id, user, channel, thread }: Queued): Pressed {
  return { id, aim: { investigation, revision: 0 }, user, channel, thread, answerUrl: null, trigger: "", view: null };
}
