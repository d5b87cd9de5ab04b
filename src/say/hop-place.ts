import type { HopView } from "../report.ts";

/**
 * In which account and region a hop lives, in brackets, where the hops of a request live in several; else, and where nothing is
 * known of it, nothing.
 */
export function hopPlaces(hops: readonly HopView[]): (hop: HopView) => string {
  const accounts = new Set(hops.flatMap(({ account }) => account ?? []));
  const regions = new Set(hops.flatMap(({ region }) => region ?? []));
  if (accounts.size < 2 && regions.size < 2) return () => "";
  return ({ account, region }) => {
    const known = [account, region].filter((one) => one !== null);
    return known.length === 0 ? "" : ` (${known.join(", ")})`;
  };
}
