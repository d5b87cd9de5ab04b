import type { Bot } from "../../src/bot.ts";
import { Fault } from "../../src/fault.ts";
import type { Aim } from "../../src/press.ts";
import { isReport, type Report, type Shown } from "../../src/report.ts";
import { ANSWER } from "../../src/say/press-answers.ts";
import { loadingModal } from "../../src/say/slack-hop.ts";
import { usersModal } from "../../src/say/slack-users.ts";
import { WINDOW } from "../../src/say/window-titles.ts";
import type { PressHandler } from "./handler.ts";
import { showFailure } from "./show-failure.ts";

/** The people who are hit, in a window. */
export const openUsers: PressHandler = async (bot, { aim, trigger }) => {
  const view = await bot.slack.openModal(trigger, loadingModal(WINDOW.users));
  await fillUsers(bot, view, aim);
};

export async function fillUsers(bot: Bot, view: string, aim: Aim, note: string | null = null): Promise<void> {
  try {
    await bot.slack.updateModal(view, usersModal(aim, await reportOf(bot, aim), note));
  } catch (error) {
    await showFailure(bot, view, WINDOW.users, error);
  }
}

/** The stored report of an incident that a button was drawn from. */
export async function reportOf(bot: Bot, { investigation, revision }: Aim): Promise<Shown<Report>> {
  const kept = await bot.store.report(investigation, revision);
  if (kept === null || !isReport(kept)) throw new Fault("not-found", ANSWER.reportGone);
  return kept;
}
