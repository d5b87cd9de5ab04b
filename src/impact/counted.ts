import { many } from "../many.ts";
import { citationOf, whereRead } from "../metric.ts";
import type { Place } from "../place.ts";
import type { Gap, Origin } from "../record.ts";
import type { Reason } from "../report.ts";
import type { Telling } from "../services/service.ts";
import { SERVICES, titleOf } from "../services/table.ts";
import type { Window } from "../time.ts";
import { type Case, nameOfHop } from "./case.ts";
import type { EntryTally, Impact } from "./impact.ts";
import type { Meters } from "./meters.ts";

/**
 * Logs that were not read of functions in which CloudWatch counted neither an error nor a throttle: nothing failed there,
 * whatever stands in those logs. What is not of this kind stays unread.
 */
export function coveredGaps(unread: readonly Gap[], meters: Meters, window: Window): Gap[] {
  return unread.filter(({ origin }) => {
    const place = placeOfGroup(origin?.group);
    if (place === null || !meters.wasRead(place, ["failures", "throttles"], whereOf(origin))) return false;
    return (["failures", "throttles"] as const).every((telling) => meters.count(place, telling, window)?.total === 0);
  });
}

/** What was counted in another account or region says nothing of this one. */
function whereOf(origin: Origin | undefined): string {
  return origin === undefined ? "" : whereRead(origin);
}

/** The resource that writes into a log group by default. */
export function placeOfGroup(group: string | undefined): Place | null {
  for (const { logGroup, name } of group === undefined ? [] : SERVICES) {
    const prefix = logGroup?.("");
    if (group === undefined || prefix === undefined || !group.startsWith(prefix)) continue;
    return { service: name, resource: group.slice(prefix.length) };
  }
  return null;
}

const TRACED_ALONE =
  "traces alone tell of its requests, and those are a sample: how many there were, and how many failed, was not read";

/** What the alert is about, and nothing but traces shows at work: neither lines nor metrics of what comes to it were read. */
export function tracedAlone(subjects: readonly Place[], impact: Impact, meters: Meters): Reason[] {
  return subjects.flatMap((place) => {
    const name = nameOfHop(place);
    const read = (["failures", "throttles"] as const).some((telling) => meters.wasRead(place, [telling]));
    if (read || impact.logged.has(name) || !impact.seen.has(name)) return [];
    return [{ text: `${titleOf(place.service)} ${place.resource}: ${TRACED_ALONE}`, evidence: [] }];
  });
}

/** Metrics that count failing work, and what is said of it. */
const HARM: readonly (readonly [Telling, string])[] = [
  ["failures", "failed"],
  ["throttles", "were throttled"],
  ["dropped", "were dropped"],
];
const MOST_CITED = 3;

/**
 * What CloudWatch counted at the entries, and no line tells: throttled invocations leave none. At an entry's first resource
 * each request counts once, so that more than half of what was counted has to have been found; behind it attempts count.
 */
export function uncounted(
  entries: Iterable<EntryTally>,
  cases: readonly Case[],
  meters: Meters,
  window: Window,
): Reason[] {
  const reasons = new Map<string, Reason>();
  const touching = casesByName(cases, window);
  for (const { name, counted, places } of entries) {
    if (!counted && ![...places.values()].some((place) => meters.wasRead(place, ["failures"])))
      reasons.set(name, { text: `${name}: ${TRACED_ALONE}`, evidence: [] });
    for (const [depth, place] of [...places.values()].entries()) {
      const found = touching.get(nameOfHop(place)) ?? 0;
      for (const [telling, verb] of HARM) {
        const counted = meters.count(place, telling, window);
        if (counted === null || counted.total === 0 || found * 2 > counted.total || (depth > 0 && found > 0)) continue;
        const where = `${titleOf(place.service)} ${place.resource}`;
        const text = `CloudWatch counted ${many(counted.total, "request")} that ${verb} at ${where}, and the lines of ${found} were found`;
        const evidence = counted.points.slice(0, MOST_CITED).map(({ series, point }) => citationOf(series, point));
        reasons.set(`${where} ${telling}`, { text, evidence });
      }
    }
  }
  return [...reasons.values()];
}

/** How many cases of a window touch each resource. */
function casesByName(cases: readonly Case[], { from }: Window): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { touches, at } of cases)
    for (const name of at < from ? [] : touches) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}

/** Where CloudWatch counted no failure at the entries: the newest period of each metric that was read. */
export function countedZero(entries: Iterable<EntryTally>, meters: Meters, window: Window): string[] {
  const cited = new Set<string>();
  for (const { places } of entries) {
    for (const place of places.values()) {
      const series = meters.series(place, "failures");
      const point = series?.points.findLast(({ at }) => at >= window.from && at <= window.to);
      if (series === null || point?.value !== 0 || meters.count(place, "failures", window)?.total !== 0) continue;
      cited.add(citationOf(series, point));
    }
  }
  return [...cited].slice(0, MOST_CITED);
}
