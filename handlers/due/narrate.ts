import type { Bot } from "../../src/bot.ts";
import { sentenceOf } from "../../src/fault.ts";
import type { Lease } from "../../src/investigation.ts";
import type { Report, Shown } from "../../src/report.ts";
import { lockScreen } from "../../src/say/headline.ts";
import { narrationWords } from "../../src/say/slack-narration.ts";
import { payloadsForAll } from "../slack/payloads-for-all.ts";

/**
 * What a model words of a report, beneath all that was computed, once a verdict. Where it says nothing that can be shown the
 * plain text stays; nothing that goes wrong here holds anything back.
 */
export async function narrate(bot: Bot, { row }: Lease, report: Shown<Report>): Promise<void> {
  const root = row.posted?.root;
  if (bot.narrator === undefined || row.posted === null || root == null) return;
  const { channel } = row.posted;
  try {
    const mark = { investigation: row.id, part: `narration of ${row.told?.at ?? 0}` };
    const { sentences, problem } = await bot.narrator.tell(report, payloadsForAll(bot));
    if (problem !== null) bot.log.info({ investigation: row.id, problem }, "no model worded the report");
    if (sentences.length === 0 || (await bot.slack.find(channel, root, mark)) !== null) return;
    await bot.slack.post(
      channel,
      root,
      narrationWords(sentences, report, bot.narrator.model, lockScreen(report)),
      mark,
    );
  } catch (error) {
    bot.log.warn({ investigation: row.id, problem: sentenceOf(error) }, "the model's words could not be shown");
  }
}
