import type { Bot } from "../../src/bot.ts";
import type { FieldView } from "../../src/cause-detail.ts";
import { sentenceOf } from "../../src/fault.ts";
import type { Lease } from "../../src/investigation.ts";
import { leadOf } from "../../src/lead.ts";
import type { Report, Shown } from "../../src/report.ts";
import { lockScreen } from "../../src/say/headline.ts";
import { pictureBlock } from "../../src/say/picture-block.ts";
import { hopsShown, stackWords } from "../../src/say/slack-stack.ts";
import { fromMillis } from "../../src/time.ts";
import { isEdited } from "./is-edited.ts";

/**
 * The value that went bad on the way through a request, where the cause was found in that one, and where everybody in the channel
 * may read what payloads hold.
 */
function fieldOf({ room }: Bot, { cause }: Shown<Report>, transaction: string): FieldView | null {
  const forAll = room.catalog.slack.payloads === undefined;
  return forAll && cause?.transaction === transaction ? cause.field : null;
}

/** The virtual stack trace of the request that the report is about, in the thread; posted where it is not there yet. */
export async function showStack(bot: Bot, lease: Lease, report: Shown<Report>): Promise<Lease> {
  const { row } = lease;
  const lead = leadOf(report);
  if (lead === undefined || row.posted === null || row.posted.root === null) return lease;
  const { channel, root } = row.posted;
  const mark = { investigation: row.id, part: "stack" };
  const words = stackWords(row.id, row.revision, lead, {
    verdict: lockScreen(report),
    field: fieldOf(bot, report, lead.id),
    healthy: report.healthy ?? null,
    pictures: pictureBlock(row, "waterfall"),
  });
  const known = row.posted.stack ?? (lease.fence > 1 ? await bot.slack.find(channel, root, mark) : null);
  const edited = known !== null && (await isEdited(() => bot.slack.update(channel, known, words, mark)));
  const stack = edited ? known : await bot.slack.post(channel, root, words, mark);
  const hops = Object.fromEntries(hopsShown(lead.hops).map(({ id, n }) => [id, n]));
  const url = (stack === row.posted.stack ? row.posted.shows?.url : undefined) ?? (await linkTo(bot, channel, stack));
  const posted = { channel, root, stack, ...(url === null ? {} : { shows: { url, hops } }) };
  return bot.store.save(lease, fromMillis(bot.room.now()), { posted });
}

/** Null where Slack does not give it: nothing but a way is missing then. */
async function linkTo(bot: Bot, channel: string, ts: string): Promise<string | null> {
  try {
    return await bot.slack.permalink(channel, ts);
  } catch (error) {
    bot.log.warn({ problem: sentenceOf(error) }, "there is no link to the virtual stack trace");
    return null;
  }
}
