import type { Bot } from "../../src/bot.ts";
import { Fault } from "../../src/fault.ts";
import type { Aim } from "../../src/press.ts";
import type { TransactionView } from "../../src/report.ts";
import { ANSWER, exampleGone } from "../../src/say/press-answers.ts";
import { loadingModal } from "../../src/say/slack-hop.ts";
import { WINDOW } from "../../src/say/window-titles.ts";
import { traceAndKeep } from "./answer-trace.ts";
import type { PressHandler } from "./handler.ts";
import { fillHop } from "./open-hop.ts";
import { showFailure } from "./show-failure.ts";

/** What happened to one person: a request of theirs at its innermost failure, in a window over the list. */
export const openExample: PressHandler = async (bot, { aim, trigger, user }) => {
  const view = await bot.slack.pushModal(trigger, loadingModal(WINDOW.hop));
  try {
    await fillHop(bot, view, await aimAt(bot, aim), user);
  } catch (error) {
    await showFailure(bot, view, WINDOW.hop, error);
  }
};

/** The hop to show: of the stored report where the request is among its examples, else of what a search for it finds. */
async function aimAt(bot: Bot, { investigation, revision, example }: Aim): Promise<Aim> {
  if (example === undefined) throw new Fault("unreadable", ANSWER.noExample);
  const stored = await bot.store.report(investigation, revision);
  const known = stored?.transactions.find((one) => isOf(one, example));
  if (known !== undefined) return { investigation, revision, ...innermostFailure(known) };
  const found = await traceAndKeep(bot, example);
  if (found.investigation === null) throw new Fault("not-found", exampleGone(example));
  return { investigation: found.investigation, revision: 1, ...innermostFailure(found.transaction) };
}

function isOf({ id, query, hops }: TransactionView, example: string): boolean {
  return id === example || query.id === example || hops.some(({ requestId }) => requestId === example);
}

function innermostFailure({ id, hops }: TransactionView): Pick<Aim, "transaction" | "hop"> {
  const hop = hops.findLast(({ outcome }) => outcome !== "ok" && outcome !== "unknown") ?? hops[0];
  return hop === undefined ? { transaction: id } : { transaction: id, hop: hop.id };
}
