import type { Bot } from "../../src/bot.ts";
import { Fault } from "../../src/fault.ts";
import type { IncidentState } from "../../src/investigation.ts";
import { ESCALATED_BY_PRESS, escalatedTo } from "../../src/say/deed-words.ts";
import { ANSWER } from "../../src/say/press-answers.ts";
import type { PressHandler } from "./handler.ts";
import { each, noteDone, openIncidents, presser } from "./presser.ts";
import { refuseJustDone } from "./refuse-just-done.ts";

/** The next level of each incident's escalation policy is rung, and the incident moves there. */
export const escalate: PressHandler = async (bot, pressed) => {
  const who = await presser(bot, pressed);
  const open = await openIncidents(bot, pressed);
  if (open.length === 0) throw new Fault("refused", ANSWER.nobodyToRing);
  if (open.every(({ escalationPolicy }) => escalationPolicy === null))
    throw new Fault("refused", ANSWER.noPolicyToEscalateIn);
  // Whoever has it by now passes it on; anybody else presses what was just pressed.
  if (!open.some(({ assignees }) => assignees.some(({ id }) => id === who.id)))
    await refuseJustDone(bot, pressed, ESCALATED_BY_PRESS);
  const levels = new Map<string, number>();
  for (const one of open) {
    const next = await nextLevel(bot, one);
    if (next !== null) levels.set(one.id, next);
  }
  if (levels.size === 0) throw new Fault("refused", ANSWER.noFurtherLevel);
  const after = await each(
    open.filter(({ id }) => levels.has(id)),
    ({ id }) => bot.pagerduty.escalate(id, levels.get(id) ?? 1, who.email),
  );
  await noteDone(bot, pressed, escalatedTo([...levels.values()]), who.name, after);
};

/** Null where there is none. */
async function nextLevel(bot: Bot, { escalationPolicy, assignees }: IncidentState): Promise<number | null> {
  if (escalationPolicy === null) return null;
  const levels = await bot.pagerduty.levels(escalationPolicy);
  const holders = new Set(assignees.map(({ id }) => id));
  // Who acknowledged it is its only assignee; the level that holds any of them is the one that it is at.
  const at = levels.findIndex((people) => people.some(({ id }) => holders.has(id)));
  const next = Math.max(0, at) + 2;
  return next > levels.length ? null : next;
}
