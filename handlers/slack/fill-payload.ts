import type { Bot } from "../../src/bot.ts";
import { Fault } from "../../src/fault.ts";
import type { PayloadName } from "../../src/payload-name.ts";
import type { Aim } from "../../src/press.ts";
import { PAYLOAD_TITLES, payloadText } from "../../src/say/payload-text.ts";
import { placeIn } from "../../src/say/place-in.ts";
import { ANSWER } from "../../src/say/press-answers.ts";
import { lockedModal, payloadModal } from "../../src/say/slack-payload.ts";
import { zonedClock } from "../../src/say/zoned-clock.ts";
import { hopOf } from "./hop-of.ts";
import { payloadsHiddenFor } from "./may-read.ts";
import { showFailure } from "./show-failure.ts";

/** Shows a page of a payload, or what is found in it, to whoever may read it. `note`: what was just done. */
export async function fillPayload(
  bot: Bot,
  view: string,
  aim: Aim,
  user: string,
  note: string | null = null,
): Promise<void> {
  const name = payloadOf(aim);
  try {
    const [{ hop, field }, hidden, timeZone] = await Promise.all([
      hopOf(bot, aim),
      payloadsHiddenFor(bot, user),
      bot.slack.zoneOf(user),
    ]);
    if (hidden !== null) {
      await bot.slack.updateModal(view, lockedModal(PAYLOAD_TITLES[name], hidden));
      return;
    }
    const clock = zonedClock(timeZone);
    const text = payloadText(hop, name, clock);
    const path = name === "input" || name === "output" ? placeIn(name, hop, field) : null;
    await bot.slack.updateModal(view, payloadModal(aim, { hop, name, text, zone: clock.zone, path, note }));
  } catch (error) {
    await showFailure(bot, view, PAYLOAD_TITLES[name], error);
  }
}

export function payloadOf({ payload }: Aim): PayloadName {
  if (payload === undefined) throw new Fault("unreadable", ANSWER.noPayload);
  return payload;
}
