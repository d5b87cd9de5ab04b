import type { Bot } from "../../src/bot.ts";
import { Fault } from "../../src/fault.ts";
import type { IncidentState } from "../../src/investigation.ts";
import type { Responder } from "../../src/pagerduty/pagerduty.ts";
import { fromMillis } from "../../src/time.ts";
import type { Pressed } from "./handler.ts";

/** The PagerDuty user who pressed: the one with the same email. Whoever has none may look, and is told whom to ask. */
export async function presser(bot: Bot, { user }: Pressed): Promise<Responder> {
  const email = await bot.slack.emailOf(user);
  const found = email === null ? null : await bot.pagerduty.userByEmail(email);
  if (found === null) {
    const who =
      email === null ? "Slack shows no email address of yours" : `PagerDuty has no user with the address ${email}`;
    throw new Fault(
      "unauthorized",
      `You may not press this: ${who}. Ask whoever runs PagerDuty in your team to add you.`,
    );
  }
  return found;
}

/** Notes on the investigation what somebody did, with the state of the incident after it, and has the message edited. */
export async function noteDone(
  bot: Bot,
  pressed: Pressed,
  did: string,
  who: string,
  after: IncidentState,
): Promise<void> {
  const now = fromMillis(bot.room.now());
  await bot.store.claim({ id: `press ${pressed.id}`, at: now, incident: after, did, who, wants: null }, now);
  bot.nudge();
}

/** Tells whoever pressed, and nobody else. A window has no channel: there is nothing to say there that it does not show. */
export async function tellPresser(bot: Bot, { channel, user, thread }: Pressed, text: string): Promise<void> {
  if (channel !== null) await bot.slack.whisper(channel, user, thread, { text, blocks: [] });
}
