import type { Bot } from "../../src/bot.ts";
import { sentenceOf } from "../../src/fault.ts";
import type { Investigation, Lease, Posted, Told } from "../../src/investigation.ts";
import type { Report, Shown } from "../../src/report.ts";
import { noteText } from "../../src/say/note-text.ts";
import { leadsElsewhere } from "../../src/say/reason-lines.ts";
import { verdictWords } from "../../src/say/verdict-words.ts";
import type { Words } from "../../src/say/words.ts";
import type { Mark } from "../../src/slack/slack.ts";
import { fromMillis, type Micros } from "../../src/time.ts";
import { UNCLEAR_FOR_TOO_LONG } from "../../src/verdict.ts";
import { narrate } from "./narrate.ts";
import { showRoot } from "./show-root.ts";
import { showStack } from "./show-stack.ts";
import { ringsFor } from "./tell-by-note.ts";

/**
 * Tells a verdict: one reply that reaches phones, and a note in PagerDuty, when it is the first or another than before; and
 * the virtual stack trace, which is edited when it is there already. Each is looked for before it is posted by whoever took
 * the row over. A note that cannot be written is tried again with the next verdict; the reply has been read by then.
 */
export async function tell(bot: Bot, taken: Lease, report: Shown<Report>): Promise<Lease> {
  let lease = taken;
  const { posted, told } = lease.row;
  const root = posted?.root;
  if (posted === null || root === null || root === undefined) return lease;
  let reply: Reply | null = null;
  if (told?.decision !== report.verdict.decision) {
    const mark = { investigation: lease.row.id, part: `verdict ${report.verdict.decision} after ${told?.at ?? 0}` };
    const known = lease.fence > 1 ? await bot.slack.find(posted.channel, root, mark) : null;
    const rang = await ringsFor(bot, lease.row, report);
    const mention = await onCall(bot, lease.row);
    const wordsFor = (so: Posted | null): Words => verdictWords(report, mention, told, rang, so?.shows);
    const ts = known ?? (await bot.slack.post(posted.channel, root, wordsFor(posted), mark));
    reply = { ts, mark, wordsFor };
    const at = fromMillis(bot.room.now());
    const deed = rang === null ? [] : [{ at, did: rang, who: null, of: [lease.row.id] }];
    const { decision } = report.verdict;
    const noted = lease.row.noteOnly?.decision === decision;
    lease = await bot.store.save(lease, at, {
      told: { decision, at, noted, unclearSince: unclearSinceOf(report, told, at) },
      noteOnly: null,
      done: [...lease.row.done, ...deed],
    });
    if (rang !== null) lease = await showRoot(bot, lease, report, "told");
  } else if (told !== null && lease.row.noteOnly != null) {
    // The thread was right all the time; the notes end with another verdict.
    const noted = lease.row.noteOnly.decision === told.decision;
    lease = await bot.store.save(lease, fromMillis(bot.room.now()), { told: { ...told, noted }, noteOnly: null });
  }
  lease = await showStack(bot, lease, report);
  if (lease.row.told?.noted === false) lease = await note(bot, lease, report, posted.channel, root);
  if (reply !== null && leadsElsewhere(report, posted, lease.row.posted)) await linkReply(bot, lease.row, reply);
  if (told?.at !== lease.row.told?.at) await narrate(bot, lease, report);
  return lease;
}

/** The reply with a verdict: nobody waits for the ways that it leads, so they come into it once they are there. */
interface Reply {
  readonly ts: string;
  readonly mark: Mark;
  readonly wordsFor: (posted: Posted | null) => Words;
}

async function linkReply(bot: Bot, { id, posted }: Investigation, { ts, mark, wordsFor }: Reply): Promise<void> {
  try {
    await bot.slack.update(posted?.channel ?? bot.channel, ts, wordsFor(posted), mark);
  } catch (error) {
    bot.log.warn({ investigation: id, problem: sentenceOf(error) }, "the verdict could not be linked to its hops");
  }
}

/** It goes on being unclear where nothing but the time that passed made it a reason to wake. */
function unclearSinceOf({ verdict }: Shown<Report>, before: Told | null, now: Micros): Micros | null {
  if (verdict.decision === "unclear") return before?.unclearSince ?? now;
  return verdict.rule === UNCLEAR_FOR_TOO_LONG ? (before?.unclearSince ?? null) : null;
}

async function toldNow(bot: Bot, lease: Lease, told: Told): Promise<Lease> {
  return bot.store.save(lease, fromMillis(bot.room.now()), { told });
}

async function note(bot: Bot, lease: Lease, report: Shown<Report>, channel: string, root: string): Promise<Lease> {
  const { told, id } = lease.row;
  try {
    const link = await bot.slack.permalink(channel, root);
    await bot.pagerduty.note(id, noteText(report, link), bot.from);
  } catch (error) {
    bot.log.warn({ investigation: id, problem: sentenceOf(error) }, "the note could not be written");
    return lease;
  }
  return told === null ? lease : toldNow(bot, lease, { ...told, noted: true });
}

/** The Slack user of whoever PagerDuty rings; null where that cannot be found out, and then nobody is mentioned. */
async function onCall(bot: Bot, { incident }: Investigation): Promise<string | null> {
  const [assignee] = incident.assignees;
  if (assignee === undefined) return null;
  try {
    const { email } = await bot.pagerduty.user(assignee.id);
    return await bot.slack.userByEmail(email);
  } catch (error) {
    bot.log.warn(
      { incident: incident.id, problem: sentenceOf(error) },
      "the on-call person could not be found in Slack",
    );
    return null;
  }
}
