import type { Bot } from "../../src/bot.ts";
import { sentenceOf } from "../../src/fault.ts";
import { fingerprintOf } from "../../src/fingerprint.ts";
import type { Before, Investigation, Lease } from "../../src/investigation.ts";
import type { Report, Shown } from "../../src/report.ts";
import { APART } from "../../src/storm.ts";
import { fromMillis } from "../../src/time.ts";

/** The last incident of another time that failed alike; null where there was none, or the memory cannot be asked. */
export async function sameBefore(bot: Bot, { incident }: Investigation, report: Shown<Report>): Promise<Before | null> {
  const print = fingerprintOf(report);
  if (print === null) return null;
  try {
    const past = await bot.store.recall(print, fromMillis(bot.room.now()));
    // What is close in time is the same storm, and no other time.
    const others = past.filter(({ at }) => at < incident.createdAt - APART);
    const [last] = others;
    if (last === undefined) return null;
    const { at, title, decision, channel, root } = last;
    // Somebody may have deleted the message.
    const url = await bot.slack.permalink(channel, root).catch(() => "");
    return { at, title, decision, times: others.length, url: url === "" ? null : url };
  } catch (error) {
    bot.log.warn({ problem: sentenceOf(error) }, "what failed alike before could not be looked up");
    return null;
  }
}

/** Keeps what was decided, for the next time that it fails alike. A memory that cannot be written holds nothing up. */
export async function rememberThis(bot: Bot, { row }: Lease, report: Shown<Report>): Promise<void> {
  const print = fingerprintOf(report);
  if (print === null || row.posted?.root == null || row.told === null) return;
  const { channel, root } = row.posted;
  const { title, createdAt: at } = row.incident;
  const past = { investigation: row.id, at, title, decision: row.told.decision, channel, root };
  try {
    await bot.store.remember(print, past, fromMillis(bot.room.now()));
  } catch (error) {
    bot.log.warn({ problem: sentenceOf(error) }, "what failed could not be remembered");
  }
}
