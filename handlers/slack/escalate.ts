import type { Bot } from "../../src/bot.ts";
import { Fault } from "../../src/fault.ts";
import type { IncidentState } from "../../src/investigation.ts";
import { ESCALATED_BY_PRESS, escalatedTo } from "../../src/say/deed-words.ts";
import { ANSWER, justDoneBy } from "../../src/say/press-answers.ts";
import type { Pressed, PressHandler } from "./handler.ts";
import { justDone } from "./just-done.ts";
import { oneAtATime } from "./one-at-a-time.ts";
import { each, noteDone, openIncidents, presser } from "./presser.ts";

/** The next level of each incident's escalation policy is rung, and the incident moves there. */
export const escalate: PressHandler = (bot, pressed) =>
  oneAtATime(`escalate ${pressed.aim.investigation}`, () => escalateNow(bot, pressed));

async function escalateNow(bot: Bot, pressed: Pressed): Promise<void> {
  const who = await presser(bot, pressed);
  const open = await openIncidents(bot, pressed);
  if (open.length === 0) throw new Fault("refused", ANSWER.nobodyToRing);
  if (open.every(({ escalationPolicy }) => escalationPolicy === null))
    throw new Fault("refused", ANSWER.noPolicyToEscalateIn);
  const just = await justDone(bot, pressed, ESCALATED_BY_PRESS);
  // Whoever has one by now passes it on; for anybody else, what was just moved stays.
  const wanted = open.filter(
    ({ id, assignees }) => assignees.some((one) => one.id === who.id) || !just.some(({ of }) => of.includes(id)),
  );
  const last = just.at(-1);
  if (wanted.length === 0 && last !== undefined) throw new Fault("refused", justDoneBy(last.did, last.who));
  const levels = new Map<string, number>();
  for (const one of wanted) {
    const next = await nextLevel(bot, one);
    if (next !== null) levels.set(one.id, next);
  }
  if (levels.size === 0) throw new Fault("refused", ANSWER.noFurtherLevel);
  const after = await each(
    wanted.filter(({ id }) => levels.has(id)),
    ({ id }) => bot.pagerduty.escalate(id, levels.get(id) ?? 1, who.email),
  );
  await noteDone(bot, pressed, escalatedTo([...levels.values()]), who.name, after);
}

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
