import type { Bot } from "../../src/bot.ts";
import {
  type Answer,
  type Change,
  type Done,
  type IncidentState,
  type Investigation,
  MOST_DEEDS,
  type Step,
} from "../../src/investigation.ts";
import { fromMillis, MINUTE, type Micros } from "../../src/time.ts";
import type { DueHandler } from "./handler.ts";

/** The same deed told twice, by the button here and by PagerDuty's webhook, within this time is one. */
const SAME = 2 * MINUTE;

/** Takes the happenings out of the inbox: the state of the incident, what people did, and what is to be done at once. */
export const deliver: DueHandler = async (bot, lease) => {
  const { row } = lease;
  if (row.inbox.length === 0) return lease;
  const now = fromMillis(bot.room.now());
  const change = changeBy(row, now);
  // The message is another one's, and so is what people want of it.
  if (row.foldedInto !== null && (await isPassedOn(bot, row, row.foldedInto)))
    return bot.store.save(lease, now, { ...change, due: row.due });
  const due = row.posted === null ? change.due : { ...change.due, show: now };
  return bot.store.save(lease, now, { ...change, due, ...(row.foldedInto === null ? {} : { foldedInto: null }) });
};

/** Whether what happened to a folded incident was taken in by the one that is told for it; false where that is gone. */
async function isPassedOn(bot: Bot, { inbox }: Investigation, leader: string): Promise<boolean> {
  for (const one of inbox.filter(({ wants }) => wants !== "fold")) {
    if ((await bot.store.forward(leader, one, fromMillis(bot.room.now()))) === "gone") return false;
  }
  bot.nudge();
  return true;
}

/** What the inbox changes in a row. PagerDuty delivers in order; a press is as new as the moment it was made. */
export function changeBy(row: Investigation, now: Micros): Change & Pick<Investigation, "due"> {
  const due: Partial<Record<Step, Micros>> = { ...row.due };
  let done: readonly Done[] = row.done;
  let { queued } = row;
  for (const { at, did, who, wants, incident, also, queues } of row.inbox) {
    queued = queues ?? queued;
    if (wants !== null) due[wants] = now;
    const deed = { at, did: did ?? "", who, of: [incident, ...also].map(({ id }) => id) };
    if (did !== null) done = withDeed(done, deed).slice(-MOST_DEEDS);
  }
  const states = statesIn(row);
  const incident = states.get(row.id) ?? row.incident;
  states.delete(row.id);
  return { answers: answersIn(row), incident, others: [...states.values()], due, done, queued, read: row.inbox.length };
}

/** Nothing can be right or wrong of which nothing was told. */
function answersIn({ inbox, answers, told }: Investigation): Answer[] {
  const byPerson = new Map(answers.map((one) => [one.by, one]));
  for (const { at, who, right } of inbox) {
    if (right === undefined || who === null || told === null) continue;
    byPerson.set(who, { at, by: who, decision: told.decision, right });
  }
  return [...byPerson.values()];
}

/** How each incident stands that the row is told for, as it was told last. */
function statesIn(row: Investigation): Map<string, IncidentState> {
  const states = new Map(row.others.map((one) => [one.id, one]));
  const since = new Map<string, Micros>();
  for (const { at, incident, also, wants } of row.inbox) {
    // Who asks for a folding knows the incident from the row, which may be newer by now.
    if (wants === "fold") continue;
    for (const one of [incident, ...also]) {
      if (at < (since.get(one.id) ?? at)) continue;
      since.set(one.id, at);
      states.set(one.id, one);
    }
  }
  return states;
}

/** A press on a storm is one deed, whatever PagerDuty told before of each of its incidents. */
function withDeed(done: readonly Done[], deed: Done): Done[] {
  const same = done.filter((one) => isSame(one, deed));
  const saysMore = ({ did }: Done): boolean => did.length >= deed.did.length;
  if (same.some((one) => saysMore(one) && deed.of.every((id) => one.of.includes(id)))) return [...done];
  return [...done.filter((one) => !same.includes(one)), deed];
}

/** One of the two may say more: "Escalated", "Escalated to level 2"; or by whom. */
function isSame(a: Done, b: Done): boolean {
  const deed = a.did.startsWith(b.did) || b.did.startsWith(a.did);
  const person = a.who === null || b.who === null || a.who === b.who;
  const same = a.of.some((id) => b.of.includes(id));
  return deed && person && same && Math.abs(a.at - b.at) <= SAME;
}
