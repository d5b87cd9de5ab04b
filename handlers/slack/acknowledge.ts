import type { Bot } from "../../src/bot.ts";
import { Fault, sentenceOf } from "../../src/fault.ts";
import type { IncidentState } from "../../src/investigation.ts";
import { DEED } from "../../src/say/deed-words.ts";
import { ANSWER, answerWords, queuedAnswer } from "../../src/say/press-answers.ts";
import { fromMillis } from "../../src/time.ts";
import { changeBy } from "../due/deliver.ts";
import type { Pressed, PressHandler } from "./handler.ts";
import { each, noteDone, openIncidents, presser } from "./presser.ts";
import { tellAlone } from "./tell-alone.ts";

/** "I have it": PagerDuty stops ringing. Where it cannot be asked, nobody has to press again. */
export const acknowledge: PressHandler = async (bot, pressed) => {
  try {
    await acknowledgeNow(bot, pressed);
  } catch (error) {
    if (!(error instanceof Fault) || error.code !== "unavailable") throw error;
    await queue(bot, pressed, error);
  }
};

/** Throws an `unavailable` fault where PagerDuty, or Slack, does not say who pressed, or does not take it. */
export async function acknowledgeNow(bot: Bot, pressed: Pressed): Promise<void> {
  const who = await presser(bot, pressed);
  const open = await openIncidents(bot, pressed);
  if (open.length === 0) {
    await tell(bot, pressed, ANSWER.nothingToAcknowledge);
    return;
  }
  const has = (one: IncidentState): boolean =>
    one.status === "acknowledged" && one.assignees.some(({ id }) => id === who.id);
  const left = open.filter((one) => !has(one));
  if (left.length === 0) {
    await tell(bot, pressed, ANSWER.acknowledgedByYou);
    return;
  }
  const after = await each(left, ({ id }) => bot.pagerduty.acknowledge(id, who.email));
  await noteDone(bot, pressed, DEED.acknowledged, who.name, after);
}

/** Kept until PagerDuty can be asked, and sent by its other way in meanwhile, where there is one. */
async function queue(bot: Bot, pressed: Pressed, problem: Fault): Promise<void> {
  const row = await bot.store.read(pressed.aim.investigation);
  if (row === null) throw problem;
  const now = fromMillis(bot.room.now());
  const { incident = row.incident, others = [] } = changeBy(row, now);
  const sent = await sentByEvents(bot, [incident, ...others]);
  const { id, user, channel, thread } = pressed;
  const did = sent ? DEED.throughEvents : DEED.queued;
  const queues = { id, at: now, user, channel, thread };
  const who = await bot.slack.nameOf(user).catch(() => null);
  await bot.store.claim(
    { id: `queued ${id}`, at: now, incident, also: [], did, who, wants: "acknowledge", queues },
    now,
  );
  bot.nudge();
  await tell(bot, pressed, queuedAnswer(problem.message, did, sent));
}

async function sentByEvents(bot: Bot, incidents: readonly IncidentState[]): Promise<boolean> {
  let sent = false;
  for (const { key, id, status } of incidents) {
    if (key === null || status !== "triggered") continue;
    try {
      sent = (await bot.pagerduty.acknowledgeByEvent(key)) || sent;
    } catch (error) {
      bot.log.warn({ incident: id, problem: sentenceOf(error) }, "PagerDuty's events took no acknowledgement");
    }
  }
  return sent;
}

/** An answer that Slack does not take changes nothing of what PagerDuty has. */
async function tell(bot: Bot, pressed: Pressed, answer: string): Promise<void> {
  await tellAlone(bot, pressed, answerWords(answer)).catch((error: unknown) => {
    bot.log.warn({ problem: sentenceOf(error) }, "who pressed could not be told");
  });
}
