import { Fault } from "../../src/fault.ts";
import type { PressHandler } from "./handler.ts";
import { noteDone, presser } from "./presser.ts";

/** The next level of the escalation policy is rung, and the incident moves there. */
export const escalate: PressHandler = async (bot, pressed) => {
  const who = await presser(bot, pressed);
  const before = await bot.pagerduty.incident(pressed.aim.investigation);
  if (before.status === "resolved")
    throw new Fault("refused", "The incident is resolved already: nobody needs to be rung.");
  if (before.escalationPolicy === null)
    throw new Fault("refused", "The incident has no escalation policy to escalate in.");
  const levels = await bot.pagerduty.levels(before.escalationPolicy);
  const holders = new Set(before.assignees.map(({ id }) => id));
  // Who acknowledged it is its only assignee; the level that holds any of them is the one that it is at.
  const at = levels.findIndex((people) => people.some(({ id }) => holders.has(id)));
  const next = Math.max(0, at) + 2;
  if (next > levels.length)
    throw new Fault("refused", "There is no further level: use “Wake the team” to ring everybody.");
  await noteDone(
    bot,
    pressed,
    `Escalated to level ${next}`,
    who.name,
    await bot.pagerduty.escalate(before.id, next, who.email),
  );
};
