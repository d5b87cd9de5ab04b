import { Fault } from "../../src/fault.ts";
import { DEED, teamWoken } from "../../src/say/deed-words.ts";
import { ANSWER, askedToHelp } from "../../src/say/press-answers.ts";
import type { PressHandler } from "./handler.ts";
import { noteDone, openIncidents, presser } from "./presser.ts";
import { refuseJustDone } from "./refuse-just-done.ts";

/** Everybody on call in the policy is rung, but for those who have the incident already and the one who pressed. */
export const wakeTeam: PressHandler = async (bot, pressed) => {
  const who = await presser(bot, pressed);
  // One of them rings everybody: a phone that rings for each of a storm tells no more.
  const [before] = await openIncidents(bot, pressed);
  if (before === undefined) throw new Fault("refused", ANSWER.nobodyToRing);
  await refuseJustDone(bot, pressed, DEED.teamWoken);
  const policy = bot.room.catalog.pagerduty.wakeEscalationPolicy ?? before.escalationPolicy;
  if (policy === null) throw new Fault("refused", ANSWER.noTeam);
  const awake = new Set([...(who.self ? [who.id] : []), ...before.assignees.map(({ id }) => id)]);
  const team = (await bot.pagerduty.levels(policy)).flat().filter(({ id }) => !awake.has(id));
  const people = [...new Map(team.map((one) => [one.id, one])).values()];
  if (people.length === 0) throw new Fault("refused", ANSWER.allAwake);
  const message = askedToHelp(who.name, before.title);
  await bot.pagerduty.requestResponders(
    before.id,
    who.id,
    people.map(({ id }) => id),
    message,
    who.email,
  );
  await noteDone(bot, pressed, teamWoken(people.map(({ name }) => name)), who.name, [
    await bot.pagerduty.incident(before.id),
  ]);
};
