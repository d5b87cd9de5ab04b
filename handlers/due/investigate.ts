import { type Alert, parseAlert } from "../../src/alert.ts";
import { alertByTitle } from "../../src/alert-by-title.ts";
import type { Bot } from "../../src/bot.ts";
import { Fault, sentenceOf } from "../../src/fault.ts";
import type { Inventory } from "../../src/inventory.ts";
import { investigate as investigateAlert } from "../../src/investigate.ts";
import type { Change, Investigation, Lease, Priority } from "../../src/investigation.ts";
import { fittingPriority } from "../../src/priority.ts";
import type { Room } from "../../src/pursue.ts";
import type { Report, Shown } from "../../src/report.ts";
import { leadsElsewhere } from "../../src/say/reason-lines.ts";
import { isOver, traitsOf } from "../../src/storm.ts";
import { fromMillis, MINUTE, type Micros, micros, plus } from "../../src/time.ts";
import { nextLook } from "../../src/watch.ts";
import { fold, foldIntoOlder, gatherYounger } from "./fold.ts";
import { foldRoots } from "./fold-roots.ts";
import type { DueHandler } from "./handler.ts";
import { Looking } from "./looking.ts";
import { RECONCILE_EVERY } from "./reconcile-every.ts";
import { roomNow } from "./room-now.ts";
import { rememberThis, sameBefore } from "./same-before.ts";
import { showPictures } from "./show-pictures.ts";
import { showRoot } from "./show-root.ts";
import { tell } from "./tell.ts";
import { tellByNote } from "./tell-by-note.ts";

/** Each look costs queries. */
const WITHOUT_SLACK = micros(MINUTE);

/** Looks into an incident: the message at once, ever better reports in it, and the verdict told when it is final. */
export const investigate: DueHandler = async (bot, taken) => {
  let lease = taken;
  if (lease.row.foldedInto !== null) return fold(bot, lease);
  if (lease.row.revision === 0)
    lease =
      (await unlessRefused(bot, taken, () => showRoot(bot, taken, null, "looking"))) ?? (await maybePosted(bot, taken));
  // Asked while the evidence is read: nobody waits for it.
  const priorities = prioritiesOf(bot);
  const alert = await alertFor(bot, lease.row);
  const [so, inventory] = await Promise.all([roomNow(bot), inventoryIn(bot)]);
  // Who looks again keeps the last verdict in sight until there is a new one.
  const looking = lease.row.told === null && lease.row.posted !== null ? new Looking(bot, lease.row) : null;
  const room: Room = { ...so, inventory, heard: (standing) => looking?.show({ standing }) };
  let last: Shown<Report> | null = null;
  const unclearSince = lease.row.told?.unclearSince ?? null;
  try {
    for await (const { report, final } of investigateAlert(alert, room, bot.room.now(), unclearSince)) {
      last = report;
      // Only the last one is stored: it alone has buttons that lead into it.
      if (final)
        lease = await bot.store.save(lease, fromMillis(bot.room.now()), await learnt(bot, lease, report, priorities));
      else looking?.show({ report });
    }
  } finally {
    await looking?.end();
  }
  if (last !== null) {
    const folded = await foldIntoOlder(bot, lease, last);
    if (folded !== null) return folded;
    const told = await toldInSlack(bot, lease, last);
    if (told === null) return tellElsewhere(bot, lease, last);
    const { root } = told;
    lease = told.lease;
    await rememberThis(bot, lease, last);
    await gatherYounger(bot, lease);
    lease = await showPictures(bot, lease, last, leadsElsewhere(last, root.row.posted, lease.row.posted));
  }
  await foldRoots(bot, lease);
  const { investigate: _, ...due } = lease.row.due;
  const now = fromMillis(bot.room.now());
  const again = last === null ? null : lookAfter(lease.row, last, now);
  const next = again === null ? {} : { investigate: again };
  return bot.store.save(lease, now, { due: { reconcile: plus(now, RECONCILE_EVERY), ...due, ...next } });
};

/** The message as it was edited, and the row after all was told; null where Slack takes no message. */
async function toldInSlack(
  bot: Bot,
  lease: Lease,
  report: Shown<Report>,
): Promise<{ readonly root: Lease; readonly lease: Lease } | null> {
  const root = await unlessRefused(bot, lease, () => showRoot(bot, lease, report, "told"));
  const told = root === null ? null : await unlessRefused(bot, root, () => tell(bot, root, report));
  return root === null || told === null ? null : { root, lease: told };
}

/** What Slack did not answer it may have done all the same: the message is looked for before the next one is posted. */
async function maybePosted(bot: Bot, lease: Lease): Promise<Lease> {
  const posted = lease.row.posted ?? { channel: bot.channel, root: null, stack: null };
  return bot.store.save(lease, fromMillis(bot.room.now()), { posted });
}

/** What Slack does not take holds up no investigation; null then. */
async function unlessRefused(bot: Bot, { row }: Lease, done: () => Promise<Lease>): Promise<Lease | null> {
  try {
    return await done();
  } catch (error) {
    if (!(error instanceof Fault) || error.code === "conflict") throw error;
    bot.log.error({ investigation: row.id, problem: sentenceOf(error) }, "Slack took no message");
    return null;
  }
}

/** A note tells it, until Slack does, which is tried with the next look. */
async function tellElsewhere(bot: Bot, before: Lease, report: Shown<Report>): Promise<Lease> {
  // Some of it may have been told, and kept.
  const now = await bot.store.save(before, fromMillis(bot.room.now()), {});
  const lease = await tellByNote(bot, now, report);
  const at = fromMillis(bot.room.now());
  return bot.store.save(lease, at, { due: { ...lease.row.due, investigate: plus(at, WITHOUT_SLACK) } });
}

async function learnt(
  bot: Bot,
  { row }: Lease,
  report: Shown<Report>,
  priorities: Promise<Priority[]>,
): Promise<Change> {
  const before = await sameBefore(bot, row, report);
  return { report, traits: traitsOf(report), suggested: fittingPriority(report, await priorities), before };
}

/** Without one more has to be found out now. */
async function inventoryIn(bot: Bot): Promise<Inventory | null> {
  try {
    return await bot.inventories.read();
  } catch (error) {
    bot.log.warn({ problem: sentenceOf(error) }, "the inventory could not be read");
    return null;
  }
}

/** None where PagerDuty cannot be asked: then none is suggested. */
async function prioritiesOf(bot: Bot): Promise<Priority[]> {
  try {
    return await bot.pagerduty.priorities();
  } catch (error) {
    bot.log.warn({ problem: sentenceOf(error) }, "the priorities could not be read");
    return [];
  }
}

function lookAfter(row: Investigation, { lossClock }: Shown<Report>, now: Micros): Micros | null {
  return row.told === null ? null : nextLook(row.told, now, { open: !isOver(row), lossClock });
}

/** The alert with all its details; where PagerDuty cannot be asked, what the webhook told, which is its title. */
async function alertFor(bot: Bot, { incident }: Investigation): Promise<Alert> {
  try {
    return parseAlert(await bot.pagerduty.evidence(incident.id));
  } catch (error) {
    bot.log.warn({ incident: incident.id, problem: sentenceOf(error) }, "the alert's details could not be read");
    return alertByTitle(incident, sentenceOf(error));
  }
}
