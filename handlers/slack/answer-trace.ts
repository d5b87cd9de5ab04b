import { randomUUID } from "node:crypto";
import type { Bot } from "../../src/bot.ts";
import { stackWords } from "../../src/say/slack-stack.ts";
import { helpWords, notFoundWords } from "../../src/say/slack-trace.ts";
import type { Words } from "../../src/say/words.ts";
import { fromMillis } from "../../src/time.ts";
import { trace } from "../../src/trace.ts";

/** What a search turns out to cost is only known afterwards. */
const LEEWAY = 1.5;

/**
 * Traces an id and says what was found. What is found is stored, so that its buttons work. `usd`: what somebody agreed to
 * spend, where that is more than the budget.
 */
export async function answerTrace({ room, store }: Bot, id: string | null, usd = 0): Promise<Words> {
  if (id === null) return helpWords();
  const { policy } = room.catalog;
  const budgetUsd = Math.max(policy.budgetUsd, usd * LEEWAY);
  const catalog = { ...room.catalog, policy: { ...policy, budgetUsd } };
  const traced = await trace(id, { ...room, catalog }, room.now());
  if (!traced.found)
    return notFoundWords(
      id,
      room.sources.map(({ name }) => name),
      traced.gaps,
      traced.further,
    );
  const investigation = `trace-${randomUUID()}`;
  await store.keep(investigation, traced.kept, fromMillis(room.now()));
  return stackWords(investigation, 1, traced.kept.transactions[0]);
}
