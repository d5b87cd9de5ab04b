import type { Change, Done, Happening, Investigation, Step } from "../../src/investigation.ts";
import { fromMillis, MINUTE, type Micros } from "../../src/time.ts";
import type { DueHandler } from "./handler.ts";
import { newestReport, showRoot } from "./show-root.ts";

/** The same deed told twice, by the button here and by PagerDuty's webhook, within this time is one. */
const SAME = 2 * MINUTE;
const MOST_DONE = 20;

/** Takes the happenings out of the inbox: the state of the incident, what people did, and what is to be done at once. */
export const deliver: DueHandler = async (bot, lease) => {
  const { row } = lease;
  if (row.inbox.length === 0) return lease;
  const now = fromMillis(bot.room.now());
  const saved = await bot.store.save(lease, now, changeBy(row, now));
  return saved.row.posted === null ? saved : showRoot(bot, saved, await newestReport(bot, saved), "told");
};

/** What the inbox changes in a row. PagerDuty delivers in order; a press is as new as the moment it was made. */
export function changeBy(row: Investigation, now: Micros): Change {
  const newest = row.inbox.reduce<Happening | null>((a, b) => (a === null || b.at >= a.at ? b : a), null);
  const due: Partial<Record<Step, Micros>> = { ...row.due };
  let done: readonly Done[] = row.done;
  for (const { at, did, who, wants } of row.inbox) {
    if (wants !== null) due[wants] = now;
    const deed = { at, did: did ?? "", who };
    if (did !== null && !done.some((one) => isSame(one, deed))) done = [...done, deed].slice(-MOST_DONE);
  }
  return { incident: newest?.incident ?? row.incident, due, done, read: row.inbox.length };
}

/** One of the two may say more: "Escalated", "Escalated to level 2"; or by whom. */
function isSame(a: Done, b: Done): boolean {
  const deed = a.did.startsWith(b.did) || b.did.startsWith(a.did);
  const person = a.who === null || b.who === null || a.who === b.who;
  return deed && person && Math.abs(a.at - b.at) <= SAME;
}
