import type { Bot } from "../../src/bot.ts";
import { sentenceOf } from "../../src/fault.ts";
import type { IncidentState } from "../../src/investigation.ts";
import { isOver } from "../../src/storm.ts";
import { DAY, fromMillis, micros, plus } from "../../src/time.ts";
import type { DueHandler } from "./handler.ts";
import { RECONCILE_EVERY } from "./reconcile-every.ts";

const KEPT = micros(30 * DAY);

/** Asks PagerDuty how the incident stands, in case a webhook was lost; a closed one is only kept for a while. */
export const reconcile: DueHandler = async (bot, lease) => {
  const { row } = lease;
  const incident = await stateNow(bot, row.incident);
  const now = fromMillis(bot.room.now());
  // A closed one may have been opened again before it was swept away.
  const { reconcile: _, sweep: __, ...due } = row.due;
  const next = isOver({ ...row, incident }) ? { sweep: plus(now, KEPT) } : { reconcile: plus(now, RECONCILE_EVERY) };
  const changed = !isSame(row.incident, incident);
  const shown = changed && row.foldedInto === null ? { show: now } : {};
  const saved = await bot.store.save(lease, now, { incident, due: { ...due, ...next, ...shown } });
  if (!changed || row.foldedInto === null) return saved;
  const seen = { id: `seen ${row.id} at ${now}`, at: now, incident, also: [], did: null, who: null, wants: null };
  await bot.store.forward(row.foldedInto, seen, now);
  bot.nudge();
  return saved;
};

/** Where PagerDuty cannot say, what is known stays, and it is asked again as often as ever. */
async function stateNow(bot: Bot, known: IncidentState): Promise<IncidentState> {
  try {
    return await bot.pagerduty.incident(known.id);
  } catch (error) {
    bot.log.warn({ incident: known.id, problem: sentenceOf(error) }, "how the incident stands could not be read");
    return known;
  }
}

function isSame(a: IncidentState, b: IncidentState): boolean {
  const people = ({ assignees }: IncidentState): string => assignees.map(({ id }) => id).join();
  return a.status === b.status && a.title === b.title && people(a) === people(b);
}
