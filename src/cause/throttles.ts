import type { Configuration } from "../configuration.ts";
import { nameOfHop } from "../impact/case.ts";
import type { Impact } from "../impact/impact.ts";
import type { Meters } from "../impact/meters.ts";
import { citationOf } from "../metric.ts";
import type { Place } from "../place.ts";
import type { Limit } from "../services/limit.ts";
import { facesOf } from "../services/table.ts";
import type { Subject } from "../subject.ts";
import { MINUTE, plus, type Window } from "../time.ts";
import type { Hop } from "../transaction.ts";

const MOST_CITED = 3;

/** A resource that CloudWatch counted throttles of, and the points that say so. */
export interface Throttled {
  readonly place: Place;
  readonly evidence: readonly string[];
  /** Which limit it was, where a metric counts that one alone. */
  readonly limit: Limit | null;
}

/** What CloudWatch counted of throttles, and who calls what. */
export class Throttles {
  readonly #meters: Meters;
  readonly #impact: Impact;
  readonly #known: Configuration;

  constructor(meters: Meters, impact: Impact, known: Configuration) {
    this.#meters = meters;
    this.#impact = impact;
    this.#known = known;
  }

  /** Something that a function calls, throttled in the minutes in which it ran: what the alarm names before all else. */
  whileRan(hop: Hop, subjects: readonly Subject[]): Throttled | null {
    const window = minutesOf(hop);
    const throttled = this.#meters
      .placesOf("throttles")
      .filter((place) => place.service !== hop.service && this.#isCalled(place, hop, subjects))
      .flatMap((place): (Throttled & { readonly named: boolean })[] => {
        const points = this.#meters.count(place, "throttles", window)?.points ?? [];
        const evidence = points.slice(0, MOST_CITED).map(({ series, point }) => citationOf(series, point));
        return evidence.length === 0
          ? []
          : [{ place, evidence, limit: this.limitAt(place, window), named: isNamed(place, subjects) }];
      });
    return throttled.find(({ named }) => named) ?? throttled[0] ?? null;
  }

  /** Which limit of a place the metrics of a window name. */
  limitAt(place: Place, window: Window): Limit | null {
    const names = this.#meters.metricsWith(place, "throttles", window);
    for (const name of names) {
      for (const face of facesOf(place.service)) {
        const limit = face.limitOfMetric?.(name) ?? null;
        if (limit !== null) return limit;
      }
    }
    return null;
  }

  /** What a call of a hop ran into, by the metrics of the minutes in which it ran. */
  limitOf(hop: Hop): Limit | null {
    return hop.resource === null
      ? null
      : this.limitAt({ service: hop.service, resource: hop.resource }, minutesOf(hop));
  }

  wasRead(place: Place): boolean {
    return this.#meters.wasRead(place, ["throttles"]);
  }

  /** It was seen to, or its environment names it; of what the alarm names it is taken for granted, as long as it can be. */
  #isCalled(place: Place, hop: Hop, subjects: readonly Subject[]): boolean {
    if (isNamed(place, subjects)) return true;
    if (this.#impact.callers.get(nameOfHop(place))?.has(nameOfHop(hop)) === true) return true;
    if (hop.resource === null) return false;
    const { environment } = this.#known.settingsOf({ service: hop.service, resource: hop.resource }) ?? {};
    return Object.values(environment ?? {}).some((value) => value === place.resource);
  }
}

function isNamed(place: Place, subjects: readonly Subject[]): boolean {
  return subjects.some(({ service, resource }) => service === place.service && resource === place.resource);
}

/** From its start to its end; where that was not recorded, the minute in which it began. */
function minutesOf({ start, end }: Hop): Window {
  return { from: start, to: end ?? plus(start, MINUTE) };
}
