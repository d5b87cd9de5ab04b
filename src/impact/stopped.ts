import { facesOf } from "../services/table.ts";
import { ANSWERED } from "../span.ts";
import { type Micros, SECOND } from "../time.ts";
import type { EntryTally } from "./impact.ts";
import type { Meters } from "./meters.ts";

const PERIODS = 3;

/**
 * Whether CloudWatch shows that an entry's failures have stopped: none in the last whole periods since the last failure, and
 * traffic in each of them. It is read at the first of the entry's resources that counts failures at all, as near to whoever
 * waits as possible: where that is for an answer, at what gives it, because a function that answers with an error did not fail
 * in its own eyes. A period without a point proves nothing, and neither do old ones.
 */
export function countsZero(
  { kind, places }: Pick<EntryTally, "kind" | "places">,
  harmedAt: readonly Micros[],
  asOf: Micros,
  meters: Meters,
): boolean {
  const place = [...places.values()].find(({ service }) =>
    facesOf(service).some(
      ({ metrics, throughCallee }) =>
        metrics?.some(({ tells }) => tells === "failures") && (!ANSWERED.has(kind) || throughCallee !== undefined),
    ),
  );
  if (place === undefined || harmedAt.length === 0) return false;
  const last = harmedAt.reduce((a, b) => (a > b ? a : b));
  const failures = meters.series(place, "failures");
  const requests = meters.series(place, "requests");
  if (failures === null || requests === null) return false;
  const period = failures.periodSeconds * SECOND;
  const whole = failures.points.filter(({ at }) => at >= last && at + period <= asOf).slice(-PERIODS);
  const [first] = whole;
  if (whole.length < PERIODS || first === undefined) return false;
  // One after the other, and the newest of them not older than what CloudWatch is late by.
  if (whole.some(({ at }, i) => at !== first.at + i * period) || first.at + 2 * PERIODS * period < asOf) return false;
  const traffic = new Map(requests.points.map(({ at, value }) => [at, value]));
  return whole.every(({ at, value }) => value === 0 && (traffic.get(at) ?? 0) > 0);
}
