import { PAYLOAD_TITLES } from "../../src/say/payload-text.ts";
import { loadingModal } from "../../src/say/slack-hop.ts";
import { fillPayload, payloadOf } from "./fill-payload.ts";
import type { PressHandler } from "./handler.ts";

/** All of one payload, in a window over that of its hop. */
export const openPayload: PressHandler = async (bot, { aim, trigger, user }) => {
  const view = await bot.slack.pushModal(trigger, loadingModal(PAYLOAD_TITLES[payloadOf(aim)]));
  await fillPayload(bot, view, aim, user);
};
