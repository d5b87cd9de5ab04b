import type { Bot } from "../../src/bot.ts";
import { sentenceOf } from "../../src/fault.ts";
import type { Investigation } from "../../src/investigation.ts";
import type { Report, Shown } from "../../src/report.ts";
import { lockScreen } from "../../src/say/headline.ts";
import { RANG, rangPeople } from "../../src/say/ring-words.ts";

/** How the keys of incidents begin that the bot opens. */
export const RING = "wake-or-wait ";

/**
 * Rings for a verdict that turned to `wake`, because whoever read the one before may be asleep: a new incident where that is
 * configured, whose key makes a second attempt the same one; else the first incident is assigned anew. Returns in words what
 * was done, also where nothing rang. Never throws.
 */
export async function ring(bot: Bot, { id, incident }: Investigation, report: Shown<Report>): Promise<string> {
  const link = { href: incident.url, text: incident.title };
  try {
    if (await bot.pagerduty.ring(`${RING}${id}`, lockScreen(report), link)) {
      return RANG.anew;
    }
  } catch (error) {
    bot.log.error({ investigation: id, problem: sentenceOf(error) }, "no new incident could be opened");
  }
  try {
    const people =
      incident.assignees.length > 0 ? incident.assignees : await firstLevel(bot, incident.escalationPolicy);
    if (people.length === 0) return RANG.nobodyAssigned;
    await bot.pagerduty.reassign(
      id,
      people.map((one) => one.id),
      bot.from,
    );
    return rangPeople(people.map(({ name }) => name));
  } catch (error) {
    bot.log.error({ investigation: id, problem: sentenceOf(error) }, "nobody could be rung");
    return RANG.refused;
  }
}

async function firstLevel(bot: Bot, policy: string | null) {
  return policy === null ? [] : ((await bot.pagerduty.levels(policy))[0] ?? []);
}
