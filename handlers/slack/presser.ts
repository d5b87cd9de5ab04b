import type { Bot } from "../../src/bot.ts";
import { Fault } from "../../src/fault.ts";
import type { IncidentState } from "../../src/investigation.ts";
import type { Responder } from "../../src/pagerduty/pagerduty.ts";
import { mayNotPress, nobodyActs } from "../../src/say/rights-words.ts";
import { fromMillis } from "../../src/time.ts";
import { changeBy } from "../due/deliver.ts";
import type { Pressed } from "./handler.ts";

/** Who pressed, as PagerDuty is to know them. */
export interface Presser extends Responder {
  /** False where PagerDuty does not know them, and somebody else's account acts for them. */
  readonly self: boolean;
}

/**
 * The PagerDuty user with the same email; for a member of the group that the catalog names, the one in whose name notes are
 * written. Whoever is neither may look, and is told whom to ask.
 */
export async function presser({ slack, pagerduty, room, from }: Bot, { user }: Pressed): Promise<Presser> {
  const email = await slack.emailOf(user);
  const found = email === null ? null : await pagerduty.userByEmail(email);
  if (found !== null) return { ...found, self: true };
  const { pressers } = room.catalog.slack;
  if (pressers !== undefined && (await slack.isInGroup(pressers, user))) {
    const stand = await pagerduty.userByEmail(from);
    if (stand === null) throw new Fault("configuration", nobodyActs(from));
    return { ...stand, name: (await slack.nameOf(user)) ?? stand.name, self: false };
  }
  const group = pressers === undefined ? undefined : ((await slack.groupName(pressers)) ?? pressers);
  throw new Fault("unauthorized", mayNotPress(email, group));
}

/** How the incidents stand in PagerDuty for which the pressed message is told, those that are resolved left out. */
export async function openIncidents(bot: Bot, { aim }: Pressed): Promise<IncidentState[]> {
  const row = await bot.store.read(aim.investigation);
  const { others = [] } = row === null ? {} : changeBy(row, fromMillis(bot.room.now()));
  const ids = [aim.investigation, ...others.map(({ id }) => id)];
  const all = await Promise.all(ids.map((id) => bot.pagerduty.incident(id)));
  return all.filter(({ status }) => status !== "resolved");
}

/** Does something to incidents one after the other: what was done before one fails, PagerDuty tells by itself. */
export async function each(
  incidents: readonly IncidentState[],
  act: (one: IncidentState) => Promise<IncidentState>,
): Promise<IncidentState[]> {
  const after: IncidentState[] = [];
  for (const one of incidents) after.push(await act(one));
  return after;
}

/** Notes on the investigation what somebody did, with the state of the incident after it, and has the message edited. */
export async function noteDone(
  bot: Bot,
  pressed: Pressed,
  did: string,
  who: string,
  after: readonly IncidentState[],
): Promise<void> {
  const now = fromMillis(bot.room.now());
  const { investigation } = pressed.aim;
  const [first, ...also] = after;
  if (first === undefined) return;
  const happening = { id: `press ${pressed.id}`, at: now, incident: first, also, did, who, wants: null };
  // An incident that the message is told for may be all that was left to do: its own row hears of it from PagerDuty.
  if (first.id === investigation) await bot.store.claim(happening, now);
  else await bot.store.forward(investigation, happening, now);
  bot.nudge();
}
