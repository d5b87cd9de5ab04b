import { titleOf } from "../services/table.ts";
import type { Micros } from "../time.ts";
import type { Case } from "./case.ts";

/** Work that was handed over, failed, and is not lost yet. */
export interface Kept {
  readonly items: number;
  /** When the first of it is gone, as far as is known; null where none of it is known to go. */
  readonly until: Micros | null;
  /** The limits that were not read: with any, something may be gone earlier. */
  readonly unread: readonly string[];
  /** Where it lies, in words. */
  readonly places: readonly string[];
}

export function keptOf(cases: readonly Case[]): Kept {
  const fates = cases.flatMap((one) => one.fates).filter(({ outcome }) => outcome !== "lost");
  const moments = fates.flatMap(({ until }): Micros[] => (until === null ? [] : [until]));
  return {
    items: fates.length,
    until: moments.reduce<Micros | null>((first, at) => (first === null || at < first ? at : first), null),
    unread: [...new Set(fates.flatMap(({ unread }) => unread ?? []))],
    places: [
      ...new Set(fates.flatMap(({ lies }) => (lies === null ? [] : `${titleOf(lies.service)} ${lies.resource}`))),
    ],
  };
}
