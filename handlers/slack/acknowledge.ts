import type { PressHandler } from "./handler.ts";
import { noteDone, presser, tellPresser } from "./presser.ts";

/** "I have it": PagerDuty stops ringing. */
export const acknowledge: PressHandler = async (bot, pressed) => {
  const who = await presser(bot, pressed);
  const before = await bot.pagerduty.incident(pressed.aim.investigation);
  if (before.status === "resolved") {
    await tellPresser(bot, pressed, "The incident is resolved already: there is nothing to acknowledge.");
    return;
  }
  const already = before.status === "acknowledged" && before.assignees.some(({ id }) => id === who.id);
  if (already) {
    await tellPresser(bot, pressed, "You have acknowledged it already.");
    return;
  }
  await noteDone(bot, pressed, "Acknowledged", who.name, await bot.pagerduty.acknowledge(before.id, who.email));
};
