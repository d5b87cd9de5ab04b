import type { Bot } from "../../src/bot.ts";
import type { Lease } from "../../src/investigation.ts";
import { isReport, type Report, type Shown } from "../../src/report.ts";
import { rootWords, type Stage } from "../../src/say/slack-root.ts";
import { fromMillis, SECOND } from "../../src/time.ts";
import { isEdited } from "./is-edited.ts";

/** Less than a claim may take before the message is posted from memory. */
const CLAIMED_AT_ONCE = SECOND;

/**
 * Shows the incident's one message as it stands now, and posts it where there is none yet. Whoever takes a row over looks
 * for it first: the one before may have posted it and died before it could say so.
 */
export async function showRoot(bot: Bot, lease: Lease, report: Shown<Report> | null, stage: Stage): Promise<Lease> {
  const { row } = lease;
  const mark = { investigation: row.id, part: "root" };
  const words = rootWords(row, report, stage);
  const known = row.posted?.root ?? (mayBePosted(bot, lease) ? await bot.slack.find(bot.channel, null, mark) : null);
  const channel = row.posted?.channel ?? bot.channel;
  if (known === null || !(await isEdited(() => bot.slack.update(channel, known, words, mark)))) {
    const root = await bot.slack.post(bot.channel, null, words, mark);
    return bot.store.save(lease, fromMillis(bot.room.now()), { posted: { channel: bot.channel, root, stack: null } });
  }
  if (row.posted?.root === known) return lease;
  return bot.store.save(lease, fromMillis(bot.room.now()), {
    posted: { ...row.posted, channel, root: known, stack: row.posted?.stack ?? null },
  });
}

/** A worker before this one may have posted it, or this one without an answer, or, where the incident was not claimed at once, somebody from memory. */
function mayBePosted(bot: Bot, { fence, row }: Lease): boolean {
  return fence > 1 || row.posted !== null || fromMillis(bot.room.now()) - row.incident.createdAt > CLAIMED_AT_ONCE;
}

/** The newest stored report of a row; null before the first. */
export async function newestReport(bot: Bot, { row }: Lease): Promise<Shown<Report> | null> {
  const kept = row.revision === 0 ? null : await bot.store.report(row.id, row.revision);
  return kept !== null && isReport(kept) ? kept : null;
}
