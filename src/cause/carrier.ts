import type { Hop } from "../transaction.ts";

/** A hop that hands on what it got, and makes nothing of its own. */
export function isCarrier({ spans }: Hop): boolean {
  return spans.every(({ kind, drawn }) => kind === "client" || kind === "producer" || (drawn && kind === "server"));
}
