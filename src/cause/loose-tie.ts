import type { Certainty } from "../key.ts";
import type { Hop } from "../transaction.ts";
import { nameOf } from "./sentence.ts";

const BY: Readonly<Record<Exclude<Certainty, "exact">, string>> = {
  trace: "only a shared trace ties",
  content: "only what they hold ties",
  time: "only their times tie",
};

/** Why two hops that belong together need not have handed anything to each other; null where one is known to have. */
export function looseTie(certainty: Certainty, from: Hop, to: Hop | undefined): string | null {
  if (certainty === "exact") return null;
  return `${BY[certainty]} ${nameOf(from)} to ${to === undefined ? "the failing hop" : nameOf(to)}`;
}
