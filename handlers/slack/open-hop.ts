import type { Bot } from "../../src/bot.ts";
import { Fault, sentenceOf } from "../../src/fault.ts";
import type { Aim } from "../../src/press.ts";
import { isReport } from "../../src/report.ts";
import { failedModal, hopModal, loadingModal } from "../../src/say/slack-hop.ts";
import type { PressHandler } from "./handler.ts";
import { payloadsHiddenFor } from "./may-read.ts";

/** A window opens at once, because the trigger lives three seconds, and is filled when the report has been read. */
export const openHop: PressHandler = async (bot, { aim, trigger, user }) => {
  const view = await bot.slack.openModal(trigger, loadingModal("Hop"));
  await fillHop(bot, view, aim, user);
};

/** Shows a hop of a stored report in a window, or why it cannot be shown. */
export async function fillHop(bot: Bot, view: string, aim: Aim, user: string): Promise<void> {
  try {
    const kept = await bot.store.report(aim.investigation, aim.revision);
    const transaction = kept?.transactions.find(({ id }) => id === aim.transaction);
    const hop = transaction?.hops.find(({ id }) => id === aim.hop);
    if (transaction === undefined || hop === undefined) {
      throw new Fault("not-found", "This hop is no longer stored: press “Look again”, or trace the request.");
    }
    const cause = kept !== null && isReport(kept) && kept.cause?.transaction === transaction.id ? kept.cause : null;
    const hidden = await payloadsHiddenFor(bot, user);
    const healthy = kept !== null && isReport(kept) ? (kept.healthy ?? null) : null;
    await bot.slack.updateModal(view, hopModal(aim, transaction, hop, cause?.field ?? null, hidden, healthy));
  } catch (error) {
    await bot.slack.updateModal(view, failedModal("Hop", sentenceOf(error)));
    if (!(error instanceof Fault)) throw error;
  }
}
