import { Fault } from "../../src/fault.ts";
import { morningAfter } from "../../src/morning.ts";
import { clockTime } from "../../src/say/names.ts";
import { fromMillis, iso, SECOND } from "../../src/time.ts";
import type { PressHandler } from "./handler.ts";
import { noteDone, presser } from "./presser.ts";

/** Acknowledged, then snoozed: PagerDuty snoozes only what somebody has. It rings again in the morning. */
export const waitUntilMorning: PressHandler = async (bot, pressed) => {
  const who = await presser(bot, pressed);
  const before = await bot.pagerduty.incident(pressed.aim.investigation);
  if (before.status === "resolved")
    throw new Fault("refused", "The incident is resolved already: there is nothing to wait for.");
  if (before.status === "triggered") await bot.pagerduty.acknowledge(before.id, who.email);
  const { catalog, now } = bot.room;
  const morning = morningAfter(fromMillis(now()), catalog);
  const after = await bot.pagerduty.snooze(before.id, (morning - fromMillis(now())) / SECOND, who.email);
  const until = clockTime(iso(morning), catalog.timeZone);
  await noteDone(bot, pressed, `Snoozed until ${until} (${catalog.timeZone})`, who.name, after);
};
