import type { Key } from "../key.ts";
import type { Micros } from "../time.ts";
import type { Hop, Transaction } from "../transaction.ts";
import { nameOfHop } from "./case.ts";
import type { Judged } from "./judge.ts";

/** A request that succeeded, in short: how long it took, and how to find it again. */
export interface Answered {
  readonly transaction: string;
  /** Reaches it in the evidence; null where it carries no id. */
  readonly key: Key | null;
  readonly at: Micros;
  /** Null where no end was recorded. */
  readonly took: Micros | null;
  /** The person who waited. */
  readonly user: string | null;
  /** Every line of it was read. */
  readonly whole: boolean;
}

/** `timed`: names of the hops whose time is asked for; the whole answer's, where the request has none of them. */
export function answeredOf({ transaction, at, user }: Judged, timed: ReadonlySet<string>, whole: boolean): Answered {
  const { hops } = transaction;
  return {
    transaction: transaction.id,
    key: hops.flatMap(({ keys }) => keys).find(({ role }) => role !== "mentioned") ?? null,
    at,
    took: timed.size === 0 ? answerTime(transaction) : (longest(hops, timed) ?? answerTime(transaction)),
    user: user === null || user.kind === "machine" ? null : user.id,
    whole,
  };
}

/** Those to compare a request with that began at some moment: what was read whole, then what is nearest in time. */
export function nearest<T extends Answered>(all: readonly T[], to: Micros, most: number): T[] {
  const far = ({ at }: Answered): number => Math.abs(at - to);
  return all
    .toSorted(
      (a, b) => Number(b.whole) - Number(a.whole) || far(a) - far(b) || (a.transaction < b.transaction ? -1 : 1),
    )
    .slice(0, most);
}

function longest(hops: readonly Hop[], timed: ReadonlySet<string>): Micros | null {
  const times = hops.flatMap((hop) => (timed.has(nameOfHop(hop)) ? (timeOf(hop) ?? []) : []));
  return times.reduce<Micros | null>((most, one) => (most === null || one > most ? one : most), null);
}

/** How long whoever began it waited: as its first hop recorded, or, of one that was drawn, what that called. */
function answerTime({ hops, links }: Transaction): Micros | null {
  const [first] = hops;
  if (first === undefined) return null;
  return timeOf(first) ?? timeOf(hops[links.find(({ parent }) => parent === 0)?.child ?? 0] ?? first);
}

function timeOf({ start, end }: Hop): Micros | null {
  return end === null ? null : ((end - start) as Micros);
}
