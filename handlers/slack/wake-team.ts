import type { Bot } from "../../src/bot.ts";
import { Fault } from "../../src/fault.ts";
import { DEED, teamWoken } from "../../src/say/deed-words.ts";
import { ANSWER, askedToHelp, justDoneBy } from "../../src/say/press-answers.ts";
import type { Pressed, PressHandler } from "./handler.ts";
import { justDone } from "./just-done.ts";
import { oneAtATime } from "./one-at-a-time.ts";
import { noteDone, openIncidents, presser } from "./presser.ts";

/** Everybody on call in the policy is rung, but for those who have the incident already and the one who pressed. */
export const wakeTeam: PressHandler = (bot, pressed) =>
  oneAtATime(`wake ${pressed.aim.investigation}`, () => wake(bot, pressed));

async function wake(bot: Bot, pressed: Pressed): Promise<void> {
  const who = await presser(bot, pressed);
  // One of them rings everybody: a phone that rings for each of a storm tells no more.
  const [before] = await openIncidents(bot, pressed);
  if (before === undefined) throw new Fault("refused", ANSWER.nobodyToRing);
  const woken = (await justDone(bot, pressed, DEED.teamWoken)).at(-1);
  if (woken !== undefined) throw new Fault("refused", justDoneBy(woken.did, woken.who));
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
    // They ring: that this cannot be read now must not have them rung again.
    await bot.pagerduty.incident(before.id).catch(() => before),
  ]);
}
