import type { Bot } from "../../src/bot.ts";
import { sentenceOf } from "../../src/fault.ts";
import type { Investigation, Lease } from "../../src/investigation.ts";
import type { Decision, Report, Shown } from "../../src/report.ts";
import { noteText } from "../../src/say/note-text.ts";
import { fromMillis } from "../../src/time.ts";
import { ring } from "./ring.ts";

/**
 * Tells a verdict where Slack takes no message: a note in PagerDuty, and a ring where it turned to `wake`. The same verdict is told
 * so once. What PagerDuty does not take either is tried again at the next look.
 */
export async function tellByNote(bot: Bot, lease: Lease, report: Shown<Report>): Promise<Lease> {
  const { row } = lease;
  const { decision } = report.verdict;
  const before = lastRead(row);
  if (before === decision) return lease;
  try {
    await bot.pagerduty.note(row.id, noteText(report, null), bot.from);
  } catch (error) {
    bot.log.error(
      { investigation: row.id, problem: sentenceOf(error) },
      "nobody could be told: no message and no note",
    );
    return lease;
  }
  const at = fromMillis(bot.room.now());
  const rang = await ringsFor(bot, row, report);
  const deed = rang === null ? [] : [{ at, did: rang, who: null, of: [row.id] }];
  return bot.store.save(lease, at, { noteOnly: { decision, at }, done: [...row.done, ...deed] });
}

/** Rings where the verdict turned to `wake` since people read one. Null: it did not; else what was done, in words. */
export async function ringsFor(bot: Bot, row: Investigation, report: Shown<Report>): Promise<string | null> {
  const before = lastRead(row);
  const turned = before !== null && before !== "wake" && report.verdict.decision === "wake";
  return turned && row.incident.status !== "resolved" ? await ring(bot, row, report) : null;
}

/** The last verdict that people could read, in the thread or in a note. */
function lastRead({ noteOnly, told }: Investigation): Decision | null {
  return noteOnly?.decision ?? told?.decision ?? null;
}
