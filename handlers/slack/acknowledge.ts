import type { IncidentState } from "../../src/investigation.ts";
import type { PressHandler } from "./handler.ts";
import { each, noteDone, openIncidents, presser, tellPresser } from "./presser.ts";

/** "I have it": PagerDuty stops ringing. */
export const acknowledge: PressHandler = async (bot, pressed) => {
  const who = await presser(bot, pressed);
  const open = await openIncidents(bot, pressed);
  if (open.length === 0) {
    await tellPresser(bot, pressed, "The incident is resolved already: there is nothing to acknowledge.");
    return;
  }
  const has = (one: IncidentState): boolean =>
    one.status === "acknowledged" && one.assignees.some(({ id }) => id === who.id);
  const left = open.filter((one) => !has(one));
  if (left.length === 0) {
    await tellPresser(bot, pressed, "You have acknowledged it already.");
    return;
  }
  const after = await each(left, ({ id }) => bot.pagerduty.acknowledge(id, who.email));
  await noteDone(bot, pressed, "Acknowledged", who.name, after);
};
