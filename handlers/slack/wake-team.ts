import { Fault } from "../../src/fault.ts";
import type { PressHandler } from "./handler.ts";
import { noteDone, openIncidents, presser } from "./presser.ts";

/** Everybody on call in the policy is rung, but for those who have the incident already and the one who pressed. */
export const wakeTeam: PressHandler = async (bot, pressed) => {
  const who = await presser(bot, pressed);
  // One of them rings everybody: a phone that rings for each of a storm tells no more.
  const [before] = await openIncidents(bot, pressed);
  if (before === undefined) throw new Fault("refused", "The incident is resolved already: nobody needs to be rung.");
  const policy = bot.room.catalog.pagerduty.wakeEscalationPolicy ?? before.escalationPolicy;
  if (policy === null) throw new Fault("refused", "There is no escalation policy that says who the team is.");
  const awake = new Set([...(who.self ? [who.id] : []), ...before.assignees.map(({ id }) => id)]);
  const team = (await bot.pagerduty.levels(policy)).flat().filter(({ id }) => !awake.has(id));
  const people = [...new Map(team.map((one) => [one.id, one])).values()];
  if (people.length === 0) throw new Fault("refused", "Everybody on call in the escalation policy has it already.");
  const message = `${who.name} asks you to help with: ${before.title}`;
  await bot.pagerduty.requestResponders(
    before.id,
    who.id,
    people.map(({ id }) => id),
    message,
    who.email,
  );
  const names = people.map(({ name }) => name).join(", ");
  await noteDone(bot, pressed, `Woke the team (${names})`, who.name, [await bot.pagerduty.incident(before.id)]);
};
