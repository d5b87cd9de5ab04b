import type { Bot } from "../../src/bot.ts";
import { sentenceOf } from "../../src/fault.ts";
import type { WebhookEvent } from "../../src/pagerduty/webhook.ts";
import { rootWords } from "../../src/say/slack-root.ts";

/**
 * Telling outranks uniqueness: where nothing can be stored, the message of a new incident is posted all the same, with its
 * mark, so that the next delivery of the event finds it and goes on in it.
 */
export async function tellFromMemory(bot: Bot, { type, incident }: WebhookEvent): Promise<void> {
  if (type !== "incident.triggered" || incident === null) return;
  const empty = { inbox: [], due: {}, revision: 0, posted: null, told: null, done: [], traits: [], others: [] };
  const row = { id: incident.id, incident, ...empty, foldedInto: null, suggested: null, answers: [], queued: null };
  const mark = { investigation: incident.id, part: "root" };
  try {
    if ((await bot.slack.find(bot.channel, null, mark)) !== null) return;
    await bot.slack.post(bot.channel, null, rootWords(row, null, "looking"), mark);
  } catch (error) {
    bot.log.error({ incident: incident.id, problem: sentenceOf(error) }, "nor could it be told");
  }
}
