import type { Policy } from "../catalog.ts";
import { type Ago, citationOf } from "../metric.ts";
import type { Place } from "../place.ts";
import { titleOf } from "../services/table.ts";
import { DAY, type Micros, micros, type Window } from "../time.ts";
import { nameOfHop } from "./case.ts";
import type { EntryImpact } from "./entry-impact.ts";
import type { EntryTally, Impact } from "./impact.ts";
import type { Meters } from "./meters.ts";

/** Which share of the requests CloudWatch counted as failed, now and at the same time of earlier days. Unknown is null. */
export interface Before {
  readonly where: string;
  /** No other entry's requests are counted there. */
  readonly alone: boolean;
  readonly now: number;
  readonly dayAgo: number | null;
  readonly weekAgo: number | null;
  readonly evidence: readonly string[];
}

/** How long ago the days are that an entry is compared with. */
export const AGO: Readonly<Record<Ago, Micros>> = { day: DAY, week: micros(7 * DAY) };

/** A share of fewer requests than this says nothing. */
const FEWEST_REQUESTS = 20;
const MOST_CITED = 3;

/**
 * What CloudWatch counted of an entry at the same time a day and a week ago, beside what it counts now: at the first of its
 * resources that nobody else's requests come to, or else at the first. Null where it is not known what it counts now.
 */
export function beforeOf(
  { places }: EntryTally,
  impact: Pick<Impact, "seen">,
  meters: Meters,
  window: Window,
): Before | null {
  const known = [...places.values()].flatMap((place): Before[] => {
    const now = shareOf(place, meters, window, null);
    if (now === null) return [];
    const dayAgo = shareOf(place, meters, window, "day");
    const weekAgo = shareOf(place, meters, window, "week");
    return [
      {
        where: `${titleOf(place.service)} ${place.resource}`,
        alone: impact.seen.get(nameOfHop(place))?.size === 1,
        now: now.share,
        dayAgo: dayAgo?.share ?? null,
        weekAgo: weekAgo?.share ?? null,
        evidence: [now, dayAgo, weekAgo].flatMap((one) => one?.evidence.slice(0, MOST_CITED) ?? []),
      },
    ];
  });
  return known.find(({ alone }) => alone) ?? known[0] ?? null;
}

function shareOf(
  place: Place,
  meters: Meters,
  { from, to }: Window,
  ago: Ago | null,
): { share: number; evidence: readonly string[] } | null {
  const by = ago === null ? 0 : AGO[ago];
  const then = { from: micros(from - by), to: micros(to - by) };
  const requests = meters.counted(place, "requests", then, ago);
  const failures = meters.counted(place, "failures", then, ago);
  if (requests === null || failures === null || requests.total < FEWEST_REQUESTS) return null;
  const shown = failures.points.length > 0 ? failures : requests;
  const evidence = shown.points.map(({ series, point }) => citationOf(series, point));
  return { share: Math.min(1, failures.total / requests.total), evidence };
}

/**
 * Whether as much of an entry fails as a day and a week ago, and not more of late: that is no incident by itself. What its own
 * requests say must not be more either. What is not known of one of the days, or is counted together with other entries, proves
 * nothing.
 */
export function isUsual(
  { before, harmed, total, trend }: Pick<EntryImpact, "before" | "harmed" | "total" | "trend">,
  { usualShare }: Policy,
): boolean {
  if (before === null || !before.alone || trend === "rising") return false;
  const { now, dayAgo, weekAgo } = before;
  if (dayAgo === null || weekAgo === null) return false;
  return Math.max(now, harmed / Math.max(1, total)) <= usualShare * Math.min(dayAgo, weekAgo);
}
