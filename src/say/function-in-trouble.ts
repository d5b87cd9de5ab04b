import type { HopView, Report } from "../report.ts";
import { lambda } from "../services/lambda.ts";

/**
 * The function that people will look at: the failing one; where nothing failed, the one whose call had the trouble that its
 * retries overcame. Null where no line says.
 */
export function functionInTrouble({ failing, cause, transactions }: Report): string | null {
  if (failing !== null) return failing.function;
  const hops = transactions.find(({ id }) => id === cause?.transaction)?.hops ?? [];
  const byNumber = new Map(hops.map((hop) => [hop.n, hop]));
  // Parents stand before their children, so the numbers fall on the way up.
  let hop: HopView | undefined = hops.find(({ id }) => id === cause?.hop);
  while (hop !== undefined && hop.service !== lambda.name) hop = byNumber.get(hop.from?.hop ?? 0);
  return hop?.resource ?? null;
}
