import type { CauseKind } from "../report.ts";
import type { Sort } from "./languages/language.ts";

/** A transaction of DynamoDB names, in the order of its items, why it was cancelled. */
const CANCELLED = /cancellation reasons for specific reasons \[([\w, ]{1,1500})\]?/;

/**
 * Ordered by what it takes to pass: an item that is refused never will, one that is throttled will, and a condition that does
 * not hold is for the program to handle.
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html
 */
const REASONS: readonly (readonly [RegExp, CauseKind])[] = [
  [/\bValidationError\b/, "bad-input"],
  [/\b(?:ThrottlingError|ProvisionedThroughputExceeded|RequestLimitExceeded)\b/, "throttled"],
  [/\b(?:ConditionalCheckFailed|DuplicateItem)\b/, "code"],
  [/\bTransactionConflict\b/, "dependency"],
];

/** Why a transaction was cancelled; null for any other error, and where the reasons name none that is known. */
export function sortOfCancelled(message: string): Sort | null {
  const reasons = CANCELLED.exec(message.slice(0, 2000))?.[1];
  const kind = reasons === undefined ? undefined : REASONS.find(([pattern]) => pattern.test(reasons))?.[1];
  return kind === undefined ? null : { kind };
}
