import type { Bot } from "../../src/bot.ts";
import { Fault, sentenceOf } from "../../src/fault.ts";
import type { Investigation, Lease } from "../../src/investigation.ts";
import type { Report, Shown } from "../../src/report.ts";
import { foldedWords } from "../../src/say/folded-words.ts";
import { noteText } from "../../src/say/note-text.ts";
import { followersOf, leaderOf } from "../../src/storm.ts";
import { fromMillis, MINUTE, micros, plus } from "../../src/time.ts";
import type { DueHandler } from "./handler.ts";
import { RECONCILE_EVERY } from "./reconcile-every.ts";
import { newestReport } from "./show-root.ts";

/** Longer than until the next reconciling: an open incident is among what is to be done by then. */
const OPEN = micros(RECONCILE_EVERY + MINUTE);

/** An older investigation was told meanwhile, which may be of the same storm. */
export const fold: DueHandler = async (bot, taken) => {
  const report = await newestReport(bot, taken);
  const folded = report === null ? null : await foldIntoOlder(bot, taken, report);
  if (folded !== null) return folded;
  const { fold: _, ...due } = taken.row.due;
  return bot.store.save(taken, fromMillis(bot.room.now()), { due });
};

/**
 * Folds an investigation into an older one of its storm, where there is one whose message says enough; null: it is told by
 * itself. One write decides it, and whoever takes the row over after it does the rest again, which changes nothing twice.
 */
export async function foldIntoOlder(bot: Bot, taken: Lease, report: Shown<Report>): Promise<Lease | null> {
  let lease = taken;
  if (lease.row.foldedInto === null) {
    const leader = leaderOf(lease.row, report.verdict.decision, await openRows(bot, lease.row));
    if (leader === null) return null;
    lease = await bot.store.save(lease, fromMillis(bot.room.now()), { foldedInto: leader.id });
  }
  const leader = lease.row.foldedInto === null ? null : await bot.store.read(lease.row.foldedInto);
  if (leader === null) {
    await bot.store.save(lease, fromMillis(bot.room.now()), { foldedInto: null });
    return null;
  }
  return tellInLeader(bot, lease, leader, report);
}

async function tellInLeader(bot: Bot, lease: Lease, leader: Investigation, report: Shown<Report>): Promise<Lease> {
  const { row } = lease;
  const now = fromMillis(bot.room.now());
  const { incident, others } = row;
  const joining = { id: `folded ${row.id}`, at: now, incident, also: others, did: null, who: null, wants: null };
  await bot.store.forward(leader.id, joining, now);
  bot.nudge();
  const { channel, root } = leader.posted ?? { channel: bot.channel, root: null };
  const link = root === null ? "" : await bot.slack.permalink(channel, root);
  await showFolded(bot, row, link);
  if (row.told === null) await note(bot, row, report, link);
  const { investigate: _, fold: __, ...due } = row.due;
  return bot.store.save(lease, now, { due: { reconcile: plus(now, RECONCILE_EVERY), ...due } });
}

/** What stood in its own message is told in the other one; where somebody deleted it, there is nothing to replace. */
async function showFolded(bot: Bot, { id, posted, incident }: Investigation, link: string): Promise<void> {
  if (posted === null || posted.root === null) return;
  try {
    const mark = { investigation: id, part: "root" };
    await bot.slack.update(posted.channel, posted.root, foldedWords(incident, link), mark);
  } catch (error) {
    if (!(error instanceof Fault) || error.code !== "not-found") throw error;
  }
}

/** In PagerDuty each incident stands by itself: its note says the verdict, and where it is told. */
async function note(bot: Bot, { id }: Investigation, report: Shown<Report>, link: string): Promise<void> {
  try {
    await bot.pagerduty.note(id, noteText(report, link), bot.from);
  } catch (error) {
    bot.log.warn({ investigation: id, problem: sentenceOf(error) }, "the note could not be written");
  }
}

/** Has the younger ones of the storm fold that were told, or were about to be, before this one was. */
export async function gatherYounger(bot: Bot, { row }: Lease): Promise<void> {
  if (row.told === null) return;
  const now = fromMillis(bot.room.now());
  for (const { id, incident } of followersOf(row, await openRows(bot, row))) {
    const asked = { id: `fold into ${row.id} as of ${row.told.at}`, at: now, incident, also: [], did: null, who: null };
    await bot.store.forward(id, { ...asked, wants: "fold" }, now);
  }
  bot.nudge();
}

async function openRows(bot: Bot, { id }: Investigation): Promise<Investigation[]> {
  const ids = await bot.store.upcoming(plus(fromMillis(bot.room.now()), OPEN));
  const rows = await Promise.all(ids.filter((one) => one !== id).map((one) => bot.store.read(one)));
  return rows.filter((row) => row !== null);
}
