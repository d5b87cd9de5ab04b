import type { Bot } from "../../src/bot.ts";
import { Fault, sentenceOf } from "../../src/fault.ts";
import { ANSWER } from "../../src/say/press-answers.ts";
import { failedModal } from "../../src/say/slack-hop.ts";

/** Says in a window why it does not show what it should. Nobody has to be told again: what is no plain refusal is logged here. */
export async function showFailure({ slack, log }: Bot, view: string, title: string, error: unknown): Promise<void> {
  const fault = error instanceof Fault;
  if (!fault) log.error({ problem: sentenceOf(error), error }, "it failed");
  await slack.updateModal(view, failedModal(title, fault ? sentenceOf(error) : ANSWER.broken));
}
