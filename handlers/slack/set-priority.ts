import { Fault } from "../../src/fault.ts";
import { prioritySetTo } from "../../src/say/deed-words.ts";
import { ANSWER } from "../../src/say/press-answers.ts";
import type { PressHandler } from "./handler.ts";
import { each, noteDone, openIncidents, presser } from "./presser.ts";

/** The priority that the button named, whatever is suggested by now. */
export const setPriority: PressHandler = async (bot, pressed) => {
  const who = await presser(bot, pressed);
  const priority = (await bot.pagerduty.priorities()).find(({ id }) => id === pressed.aim.priority);
  if (priority === undefined) throw new Fault("refused", ANSWER.priorityGone);
  const open = await openIncidents(bot, pressed);
  if (open.length === 0) throw new Fault("refused", ANSWER.priorityLeft);
  const after = await each(open, ({ id }) => bot.pagerduty.setPriority(id, priority.id, who.email));
  await noteDone(bot, pressed, prioritySetTo(priority.name), who.name, after);
};
