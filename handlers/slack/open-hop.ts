import type { Bot } from "../../src/bot.ts";
import { libraryFrames } from "../../src/cause/library-frames.ts";
import type { Aim } from "../../src/press.ts";
import { hopModal, loadingModal } from "../../src/say/slack-hop.ts";
import { WINDOW } from "../../src/say/window-titles.ts";
import type { PressHandler } from "./handler.ts";
import { hopOf } from "./hop-of.ts";
import { payloadsHiddenFor } from "./may-read.ts";
import { showFailure } from "./show-failure.ts";

/** A window opens at once, because the trigger lives three seconds, and is filled when the report has been read. */
export const openHop: PressHandler = async (bot, { aim, trigger, user }) => {
  const view = await bot.slack.openModal(trigger, loadingModal(WINDOW.hop));
  await fillHop(bot, view, aim, user);
};

/** Shows a hop of a stored report in a window, or why it cannot be shown. */
export async function fillHop(bot: Bot, view: string, aim: Aim, user: string): Promise<void> {
  try {
    const [{ transaction, hop, field, healthy }, hiddenFrom, timeZone] = await Promise.all([
      hopOf(bot, aim),
      payloadsHiddenFor(bot, user),
      bot.slack.zoneOf(user),
    ]);
    const library = libraryFrames(hop.error?.stack ?? []);
    const beside = { field, healthy, hiddenFrom, timeZone, library };
    await bot.slack.updateModal(view, hopModal(aim, transaction, hop, beside));
  } catch (error) {
    await showFailure(bot, view, WINDOW.hop, error);
  }
}
