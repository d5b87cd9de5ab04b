import type { Report, TransactionView } from "./report.ts";

/** The request that stands for all: that in which the cause was found. */
export function leadOf({ cause, transactions }: Report): TransactionView | undefined {
  return transactions.find(({ id }) => id === cause?.transaction) ?? transactions[0];
}
