import type { Transaction } from "../../src/transaction.ts";

/** A transaction as one line a hop: its parents' places, how sure, what it is, how it ended. */
export function outline({ hops, links }: Transaction): string[] {
  return hops.map(({ service, resource, operation, outcome }, place) => {
    const from = links
      .filter(({ child }) => child === place)
      .map(({ parent, certainty }) => `${parent}${certainty === "exact" ? "" : ` ${certainty}`}`);
    return `${from.join("+") || "-"} > ${place} ${service} ${resource ?? "?"} ${operation}: ${outcome}`;
  });
}
