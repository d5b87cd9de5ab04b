import type { Priority } from "./investigation.ts";
import type { Report } from "./report.ts";

/**
 * The priority that fits a report, of those that the account has, in its order: the first where people have to get up for
 * customers, the second where they have to for anything else or where it is unclear. What can wait needs none.
 */
export function fittingPriority({ verdict, entries }: Report, all: readonly Priority[]): Priority | null {
  if (verdict.decision === "wait") return null;
  const customers = entries.some(({ customerFacing, requests }) => customerFacing === true && requests > 0);
  return (verdict.decision === "wake" && customers ? all[0] : all[1]) ?? null;
}
