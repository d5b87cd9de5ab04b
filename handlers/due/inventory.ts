import type { Bot } from "../../src/bot.ts";
import { sentenceOf } from "../../src/fault.ts";
import { INVENTORY } from "../../src/investigation.ts";
import { listInventory } from "../../src/list-inventory.ts";
import { isReport, type Report } from "../../src/report.ts";
import { fromMillis, HOUR, MINUTE, micros, plus } from "../../src/time.ts";
import type { DueHandler } from "./handler.ts";

const EVERY = micros(6 * HOUR);
/** The account is not listed over and over where what was found cannot be kept. */
const AGAIN = micros(15 * MINUTE);
/** Nobody waits for it; a large account is listed slowly. */
const PATIENCE_MS = 120_000;
const MOST_REPORTS = 100;

/** Finds out which functions use which resources, so that nobody has to at night. What may not be listed is only logged. */
export const inventory: DueHandler = async (bot, lease) => {
  let next = EVERY;
  try {
    await findOut(bot);
  } catch (error) {
    bot.log.warn({ problem: sentenceOf(error) }, "which functions use what could not be found out");
    next = AGAIN;
  }
  const now = fromMillis(bot.room.now());
  return bot.store.save(lease, now, { due: { ...lease.row.due, inventory: plus(now, next) } });
};

async function findOut(bot: Bot): Promise<void> {
  const until = AbortSignal.timeout(PATIENCE_MS);
  const { catalog } = bot.room;
  const nowMs = bot.room.now();
  const asked = { sources: bot.inventorySources, reports: pastReports(bot), catalog };
  const { inventory: found, gaps } = await listInventory(asked, nowMs, until);
  await bot.inventories.keep(found);
  bot.log.info({ uses: found.uses.length, gaps: gaps.map(({ what, why }) => `${what}: ${why}`) }, "inventory");
}

/** Where they may not be read, what the account itself tells is kept all the same. */
async function* pastReports(bot: Bot): AsyncGenerator<Report> {
  try {
    yield* storedReports(bot);
  } catch (error) {
    bot.log.warn({ problem: sentenceOf(error) }, "past reports could not be read for the inventory");
  }
}

async function* storedReports(bot: Bot): AsyncGenerator<Report> {
  let left = MOST_REPORTS;
  for await (const { id, revision } of bot.store.all()) {
    if (left === 0) return;
    if (id === INVENTORY.id || revision === 0) continue;
    const report = await bot.store.report(id, revision);
    if (report === null || !isReport(report)) continue;
    left--;
    yield report;
  }
}
