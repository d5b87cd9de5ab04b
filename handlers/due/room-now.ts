import type { Bot } from "../../src/bot.ts";
import { unreadCritical, withCriticalServices } from "../../src/critical-services.ts";
import { sentenceOf } from "../../src/fault.ts";
import { criticalServices } from "../../src/pagerduty/critical.ts";
import type { Room } from "../../src/pursue.ts";

/** What depends on what changes seldom. */
const FRESH_MS = 10 * 60_000;

interface Known {
  readonly atMs: number;
  readonly critical: ReadonlySet<string>;
}
const KNOWN = new WeakMap<Bot, Known>();

/**
 * The room of the bot, in which what PagerDuty's business services depend on is critical. Where PagerDuty cannot be asked, and
 * could not lately, that is a gap: something that is critical might count as if it were not.
 */
export async function roomNow(bot: Bot): Promise<Room> {
  const nowMs = bot.room.now();
  const before = KNOWN.get(bot);
  const isFresh = before !== undefined && nowMs - before.atMs < FRESH_MS;
  try {
    const critical = isFresh ? before.critical : await criticalServices(bot.pagerduty, bot.room.catalog);
    if (!isFresh) KNOWN.set(bot, { atMs: nowMs, critical });
    return { ...bot.room, catalog: withCriticalServices(bot.room.catalog, critical) };
  } catch (error) {
    const problem = sentenceOf(error);
    bot.log.warn({ problem }, "the business services could not be read");
    const catalog = withCriticalServices(bot.room.catalog, before?.critical ?? new Set());
    return { ...bot.room, catalog, gaps: [unreadCritical(problem, before === undefined)] };
  }
}
