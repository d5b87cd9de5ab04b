import { wayTo } from "../impact/case.ts";
import type { CauseView } from "../report.ts";
import type { Hop, Transaction } from "../transaction.ts";
import type { Sort } from "./languages/language.ts";
import { limitOf } from "./limit-of.ts";
import { ownFrame } from "./own-frame.ts";
import { frameInWords, limitInWords, nameOf } from "./sentence.ts";
import type { Throttles } from "./throttles.ts";
import { waitedFor } from "./timeout.ts";
import { variableAtFault } from "./variable-at-fault.ts";

/** What can be said beyond the kind of a failure. */
export interface Finer {
  readonly view: Pick<CauseView, "detail" | "limit" | "frame">;
  readonly sentences: readonly string[];
  /** Further hops that show it. */
  readonly evidence: readonly string[];
}

/** Which limit it ran into, what was waited for, which variable is not set, which line of code broke, how often it was tried. */
export function finerThan(
  sort: Sort,
  transaction: Transaction,
  place: number,
  hop: Hop,
  throttles: Throttles | null,
): Finer {
  switch (sort.kind) {
    case "throttled":
      return throttled(sort, hop, throttles);
    case "timeout":
      return timedOut(transaction, place);
    case "code":
    case "bad-input":
      return broken(sort, transaction, place, hop);
    default:
      return { view: detailOf(sort), sentences: [], evidence: [] };
  }
}

function throttled(sort: Sort, hop: Hop, throttles: Throttles | null): Finer {
  const limit = limitOf(hop) ?? throttles?.limitOf(hop) ?? null;
  if (limit === null) return { view: detailOf(sort), sentences: [], evidence: [] };
  return { view: { ...detailOf(sort), limit }, sentences: [limitInWords(limit)], evidence: [] };
}

function timedOut(transaction: Transaction, place: number): Finer {
  const waited = waitedFor(transaction, place);
  if (waited.for === null) return { view: { detail: waited.detail }, sentences: [], evidence: [] };
  return {
    view: { detail: waited.detail },
    sentences: [`It was waiting for ${nameOf(waited.for)}.`],
    evidence: [waited.for.id],
  };
}

function broken(sort: Sort, transaction: Transaction, place: number, { error, environment }: Hop): Finer {
  const variable = error === null ? null : variableAtFault(error, environment);
  if (variable !== null) {
    const told = `The variable ${variable} of its environment is not set.`;
    return { view: { detail: "configuration" }, sentences: [told], evidence: [] };
  }
  const own = error === null ? null : ownFrame(error.stack);
  const frame = own === null ? null : { file: own.file, line: own.line, function: own.function };
  const deliveries = deliveriesTo(transaction, place);
  const poisoned = deliveries >= POISONED_AT;
  return {
    view: { ...(poisoned ? { detail: "poisoned" } : detailOf(sort)), ...(frame === null ? {} : { frame }) },
    sentences: [
      ...(frame === null || sort.kind !== "code" ? [] : [frameInWords(frame)]),
      ...(poisoned ? [`It was delivered ${deliveries} times, and will not pass by being tried again.`] : []),
    ],
    evidence: [],
  };
}

function detailOf({ detail }: Sort): Pick<CauseView, "detail"> {
  return detail === undefined ? {} : { detail };
}

/** A message that fails as often as this for what it holds fails for ever. */
const POISONED_AT = 3;

/** How often the message was delivered on whose way the failure lies. */
function deliveriesTo(transaction: Transaction, place: number): number {
  return wayTo(transaction, place).reduce((most, { delivery }) => Math.max(most, delivery ?? 1), 1);
}
