import type { Bot } from "../../src/bot.ts";
import type { FieldView } from "../../src/cause-detail.ts";
import type { HealthyView } from "../../src/comparison.ts";
import { Fault } from "../../src/fault.ts";
import type { Aim } from "../../src/press.ts";
import { type HopView, isReport, type TransactionView } from "../../src/report.ts";
import { ANSWER } from "../../src/say/press-answers.ts";

/** A hop of a stored report, and what the report says beside it. */
export interface HopOf {
  readonly transaction: TransactionView;
  readonly hop: HopView;
  readonly field: FieldView | null;
  readonly healthy: HealthyView | null;
}

/** Finds again what a button was drawn for. */
export async function hopOf({ store }: Bot, aim: Aim): Promise<HopOf> {
  const kept = await store.report(aim.investigation, aim.revision);
  const transaction = kept?.transactions.find(({ id }) => id === aim.transaction);
  const hop = transaction?.hops.find(({ id }) => id === aim.hop);
  if (kept === null || transaction === undefined || hop === undefined) throw new Fault("not-found", ANSWER.hopGone);
  if (!isReport(kept)) return { transaction, hop, field: null, healthy: null };
  const { cause, healthy = null } = kept;
  return { transaction, hop, field: cause?.transaction === transaction.id ? cause.field : null, healthy };
}
