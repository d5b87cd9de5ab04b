import type { Policy } from "../catalog.ts";
import type { Micros } from "../time.ts";
import type { Case } from "./case.ts";
import type { EntryImpact } from "./entry-impact.ts";
import type { Impact } from "./impact.ts";
import { type Trend, trendOf } from "./trend.ts";

/**
 * Which way the failures of all entries go together. They have stopped where those of every entry have; otherwise what goes on
 * decides, because the successes of one entry say nothing of another.
 */
export function overallTrend(
  harmed: readonly Case[],
  entries: readonly EntryImpact[],
  impact: Pick<Impact, "entries">,
  asOf: Micros,
  policy: Policy,
): Trend {
  const stopped = new Set<string | null>(entries.filter(({ trend }) => trend === "stopped").map(({ name }) => name));
  const open = harmed.filter(({ entry }) => !stopped.has(entry));
  if (open.length === 0 && harmed.length > 0) return "stopped";
  const names = new Set(open.map(({ entry }) => entry));
  const succeededAt = [...names].flatMap((name) => impact.entries.get(name ?? "")?.succeededAt ?? []);
  const trend = trendOf(
    open.map(({ at }) => at),
    succeededAt,
    asOf,
    policy,
  );
  return trend === "stopped" ? "steady" : trend;
}
