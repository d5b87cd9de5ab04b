import type { Place } from "./payload.ts";

const GAP = /#$|##|[^:/]\/\/|&\w{1,100}=(?:&|$)|^\w{1,100}=&|^[A-Za-z_]{1,30}=$/;

/** The first text that was put together of parts, as a key or an address is, with nothing in one of them. */
export function gappyText(places: readonly Place[]): Place | undefined {
  return places.find(({ value }) => typeof value === "string" && GAP.test(value));
}
