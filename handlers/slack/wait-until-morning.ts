import { Fault } from "../../src/fault.ts";
import { morningAfter } from "../../src/morning.ts";
import { snoozedUntil } from "../../src/say/deed-words.ts";
import { clockTime } from "../../src/say/names.ts";
import { ANSWER } from "../../src/say/press-answers.ts";
import { fromMillis, iso, SECOND } from "../../src/time.ts";
import type { PressHandler } from "./handler.ts";
import { each, noteDone, openIncidents, presser } from "./presser.ts";

/** Acknowledged, then snoozed: PagerDuty snoozes only what somebody has. It rings again in the morning. */
export const waitUntilMorning: PressHandler = async (bot, pressed) => {
  const who = await presser(bot, pressed);
  const open = await openIncidents(bot, pressed);
  if (open.length === 0) throw new Fault("refused", ANSWER.nothingToWaitFor);
  const { catalog, now } = bot.room;
  const morning = morningAfter(fromMillis(now()), catalog);
  const after = await each(open, async ({ id, status }) => {
    if (status === "triggered") await bot.pagerduty.acknowledge(id, who.email);
    return bot.pagerduty.snooze(id, (morning - fromMillis(now())) / SECOND, who.email);
  });
  const until = clockTime(iso(morning), catalog.timeZone);
  await noteDone(bot, pressed, snoozedUntil(until, catalog.timeZone), who.name, after);
};
