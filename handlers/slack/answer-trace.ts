import { randomUUID } from "node:crypto";
import type { Bot } from "../../src/bot.ts";
import type { TransactionView } from "../../src/report.ts";
import { aloneWords, helpWords, notFoundWords } from "../../src/say/slack-trace.ts";
import type { Words } from "../../src/say/words.ts";
import { fromMillis } from "../../src/time.ts";
import { type Traced, trace } from "../../src/trace.ts";

/** What a search turns out to cost is only known afterwards. */
const LEEWAY = 1.5;

/** What was found, and as which stored investigation its buttons find it again. */
type Answered =
  | { readonly investigation: string; readonly transaction: TransactionView }
  | { readonly investigation: null; readonly missed: Extract<Traced, { found: false }> };

/** Traces an id, and stores what is found. `usd`: what somebody agreed to spend, where that is more than the budget. */
export async function traceAndKeep({ room, store }: Bot, id: string, usd = 0): Promise<Answered> {
  const { policy } = room.catalog;
  const budgetUsd = Math.max(policy.budgetUsd, usd * LEEWAY);
  const catalog = { ...room.catalog, policy: { ...policy, budgetUsd } };
  const traced = await trace(id, { ...room, catalog }, room.now());
  if (!traced.found) return { investigation: null, missed: traced };
  const investigation = `trace-${randomUUID()}`;
  await store.keep(investigation, traced.kept, fromMillis(room.now()));
  return { investigation, transaction: traced.kept.transactions[0] };
}

/**
 * Traces the first of some ids and says what was found, or how to ask, to whoever asked alone. The others can be tried where it was
 * not. `usd`: what they agreed to spend.
 */
export async function answerTrace(bot: Bot, ids: readonly string[], usd = 0): Promise<Words> {
  const [id, ...others] = ids;
  if (id === undefined) return helpWords();
  const answered = await traceAndKeep(bot, id, usd);
  if (answered.investigation !== null) return aloneWords(answered.investigation, answered.transaction);
  const { gaps, further } = answered.missed;
  return notFoundWords(
    id,
    bot.room.sources.map(({ name }) => name),
    gaps,
    further,
    others,
  );
}
