import type { Configuration } from "../configuration.ts";
import type { Place } from "../place.ts";
import type { Micros, Window } from "../time.ts";
import type { Blocked } from "./blocked.ts";
import { type Case, nameOfHop } from "./case.ts";
import type { Fate } from "./fate.ts";
import type { Meters } from "./meters.ts";

/** The time after which work cannot be done again. */
export interface LossClock {
  readonly items: number;
  /** Null where a limit was not read, or where nothing that waits is ever dropped. */
  readonly firstLostAt: Micros | null;
}

/** Null where no work waits. What lies in a dead-letter queue is all counted, also what came there before the window. */
export function lossClockOf(
  cases: readonly Case[],
  blocked: Blocked | null,
  meters: Meters,
  known: Configuration,
  window: Window,
): LossClock | null {
  const waiting = cases.flatMap((one) => one.fates).filter(({ outcome }) => outcome !== "lost");
  if (waiting.length === 0) return blocked === null ? null : { items: blocked.items, firstLostAt: blocked.until };
  const unknown = waiting.some(({ until, unread }) => until === null && unread !== null);
  const moments = waiting.flatMap(({ until }): Micros[] => (until === null ? [] : [until]));
  if (blocked?.until != null) moments.push(blocked.until);
  const first = moments.reduce<Micros | null>((min, at) => (min === null || at < min ? at : min), null);
  return { items: itemsIn(waiting, meters, known, window), firstLostAt: unknown ? null : first };
}

function itemsIn(waiting: readonly Fate[], meters: Meters, known: Configuration, window: Window): number {
  let items = 0;
  for (const own of Map.groupBy(waiting, ({ lies }) => (lies === null ? "" : nameOfHop(lies))).values()) {
    const [first] = own;
    const parked = first !== undefined && first.outcome === "parked" && first.lies !== null;
    items += parked ? Math.max(own.length, lyingIn(first.lies, meters, known, window)) : own.length;
  }
  return items;
}

function lyingIn(place: Place, meters: Meters, known: Configuration, window: Window): number {
  return meters.latest(place, "waiting", window)?.point.value ?? known.settingsOf(place)?.waiting ?? 0;
}
