import type { Bot } from "../../src/bot.ts";
import type { FieldView } from "../../src/cause-detail.ts";
import { sentenceOf } from "../../src/fault.ts";
import type { Investigation, Lease, Told } from "../../src/investigation.ts";
import { leadOf } from "../../src/lead.ts";
import type { Report, Shown } from "../../src/report.ts";
import { lockScreen } from "../../src/say/headline.ts";
import { noteText } from "../../src/say/note-text.ts";
import { pictureBlock } from "../../src/say/picture-block.ts";
import { stackWords } from "../../src/say/slack-stack.ts";
import { verdictWords } from "../../src/say/verdict-words.ts";
import { fromMillis, type Micros } from "../../src/time.ts";
import { UNCLEAR_FOR_TOO_LONG } from "../../src/verdict.ts";
import { narrate } from "./narrate.ts";
import { ring } from "./ring.ts";
import { showRoot } from "./show-root.ts";

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
  if (told?.decision !== report.verdict.decision) {
    const mark = { investigation: lease.row.id, part: `verdict ${report.verdict.decision} after ${told?.at ?? 0}` };
    const known = lease.fence > 1 ? await bot.slack.find(posted.channel, root, mark) : null;
    const turned = told !== null && report.verdict.decision === "wake" && lease.row.incident.status !== "resolved";
    const rang = turned ? await ring(bot, lease.row, report) : null;
    if (known === null) {
      const mention = await onCall(bot, lease.row);
      await bot.slack.post(posted.channel, root, verdictWords(report, mention, told, rang), mark);
    }
    const at = fromMillis(bot.room.now());
    const deed = rang === null ? [] : [{ at, did: rang, who: null, of: [lease.row.id] }];
    lease = await bot.store.save(lease, at, {
      told: { decision: report.verdict.decision, at, noted: false, unclearSince: unclearSinceOf(report, told, at) },
      done: [...lease.row.done, ...deed],
    });
    if (rang !== null) lease = await showRoot(bot, lease, report, "told");
  }
  lease = await showStack(bot, lease, report);
  if (lease.row.told?.noted === false) lease = await note(bot, lease, report, posted.channel, root);
  if (told?.at !== lease.row.told?.at) await narrate(bot, lease, report);
  return lease;
}

/** It goes on being unclear where nothing but the time that passed made it a reason to wake. */
function unclearSinceOf({ verdict }: Shown<Report>, before: Told | null, now: Micros): Micros | null {
  if (verdict.decision === "unclear") return before?.unclearSince ?? now;
  return verdict.rule === UNCLEAR_FOR_TOO_LONG ? (before?.unclearSince ?? null) : null;
}

async function toldNow(bot: Bot, lease: Lease, told: Told): Promise<Lease> {
  return bot.store.save(lease, fromMillis(bot.room.now()), { told });
}

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
  if (known !== null) await bot.slack.update(channel, known, words, mark);
  const stack = known ?? (await bot.slack.post(channel, root, words, mark));
  return bot.store.save(lease, fromMillis(bot.room.now()), { posted: { channel, root, stack } });
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
