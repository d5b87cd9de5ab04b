import type { CauseDetail } from "../cause-detail.ts";
import { facesOf } from "../services/table.ts";
import type { Hop, Transaction } from "../transaction.ts";
import { isCarrier } from "./carrier.ts";

/** Whose patience ended, and what was waited for, as far as anybody recorded it. */
export interface Waited {
  readonly detail: CauseDetail;
  readonly for: Hop | null;
}

/**
 * An API gives up on a function that is still at work, a function runs into its own limit while a call is open, and a call
 * that nobody answered ends by itself.
 */
export function waitedFor({ hops, links }: Transaction, place: number): Waited {
  const hop = hops[place];
  if (hop === undefined) return { detail: "own-timeout", for: null };
  const end = hop.end ?? Number.POSITIVE_INFINITY;
  const open = links
    .filter(({ parent }) => parent === place)
    .flatMap(({ child }) => hops[child] ?? [])
    .filter((one) => one.start <= end && (one.end === null || one.end >= end || one.outcome === "timeout"))
    .reduce<Hop | null>((last, one) => (last === null || one.start >= last.start ? one : last), null);
  const door = facesOf(hop.service).some(({ throughCallee }) => throughCallee !== undefined);
  if (door) return { detail: "callers-timeout", for: open };
  return { detail: isCarrier(hop) ? "no-answer" : "own-timeout", for: open };
}
