import type { Catalog } from "../catalog.ts";
import type { Configuration } from "../configuration.ts";
import { citationOf } from "../metric.ts";
import type { Place } from "../place.ts";
import { lambda } from "../services/lambda.ts";
import { facesOf, titleOf } from "../services/table.ts";
import { MINUTE, type Micros, micros, plus, type Window } from "../time.ts";
import { type Case, nameOfHop } from "./case.ts";
import type { Impact } from "./impact.ts";
import type { Meters } from "./meters.ts";

/** Work that waits behind what failed, or behind a throttle. */
export interface Blocked {
  readonly items: number;
  /** Whether all of them were counted, and not only those that were seen to fail. */
  readonly exact: boolean;
  readonly place: Place;
  readonly where: string;
  readonly oldestSeconds: number;
  /** When the oldest of it is gone; null where what it lies in keeps it for a time that was not read. */
  readonly until: Micros | null;
  /** Whether a flow that customers see, or that is critical, waits, null where nothing tells; and whether it is critical. */
  readonly matters: boolean | null;
  readonly critical: boolean;
  readonly evidence: readonly string[];
}

/** What lies in a queue or stream for less long is on its way. */
const WAITING = MINUTE;

/** The place in which most waits; null where nothing is known to wait. `named`: what the alert is about. */
export function blockedOf(
  cases: readonly Case[],
  named: readonly string[],
  impact: Impact,
  meters: Meters,
  known: Configuration,
  window: Window,
  catalog: Catalog,
): Blocked | null {
  const all = placesHeldUp(cases, named, meters, known, window).flatMap(
    (place) => blockedAt(place, cases, impact, meters, known, window, catalog) ?? [],
  );
  return all.reduce<Blocked | null>((most, one) => (most === null || one.items > most.items ? one : most), null);
}

/** Where failing work lies that a function polls, and what a throttled function polls. */
function placesHeldUp(
  cases: readonly Case[],
  named: readonly string[],
  meters: Meters,
  known: Configuration,
  window: Window,
): Place[] {
  const places = new Map<string, Place>();
  for (const { fates } of cases) {
    for (const { outcome, lies } of fates) {
      const polled = lies !== null && facesOf(lies.service).some(({ delivery }) => delivery === "poll");
      if (outcome === "pending" && polled) places.set(nameOfHop(lies), lies);
    }
  }
  const near = new Set([...named, ...cases.flatMap(({ touches }) => [...touches])]);
  for (const { from, to } of known.handovers) {
    if (from === null || !(near.has(nameOfHop(to)) || near.has(nameOfHop(from)))) continue;
    if ((meters.count(to, "throttles", window)?.total ?? 0) > 0) places.set(nameOfHop(from), from);
  }
  return [...places.values()];
}

function blockedAt(
  place: Place,
  cases: readonly Case[],
  impact: Impact,
  meters: Meters,
  known: Configuration,
  window: Window,
  catalog: Catalog,
): Blocked | null {
  const name = nameOfHop(place);
  const here = cases.filter(({ fates }) => fates.some(({ lies }) => lies !== null && nameOfHop(lies) === name));
  const consumers = [...known.handovers].filter(({ from }) => from !== null && nameOfHop(from) === name);
  const functions = new Set([
    ...consumers.map(({ to }) => to.resource),
    ...here.flatMap(({ function: one }) => one ?? []),
  ]);
  const holders: Place[] = [place, ...[...functions].map((resource) => ({ service: lambda.name, resource }))];
  const ages = holders.flatMap((one) => meters.latest(one, "age", window) ?? []);
  const age = ages.reduce<(typeof ages)[number] | null>(
    (most, one) => (most === null || one.point.value > most.point.value ? one : most),
    null,
  );
  if (age === null || age.point.value < WAITING) return null;
  const oldest = micros(age.point.value);
  const lying = meters.latest(place, "waiting", window);
  const arrived = meters.count(place, "arrivals", { from: micros(age.point.at - oldest), to: window.to });
  const counted = lying?.point.value ?? known.settingsOf(place)?.waiting ?? arrived?.total ?? null;
  const items = Math.max(counted ?? 0, here.length);
  if (items === 0) return null;
  const settings = known.settingsOf(place);
  const evidence = [citationOf(age.series, age.point)];
  if (lying !== null) evidence.push(citationOf(lying.series, lying.point));
  return {
    items,
    exact: counted !== null,
    place,
    where: `${kindOf(place)} ${place.resource}`,
    oldestSeconds: Math.round(oldest / 1_000_000),
    until: settings?.retention == null ? null : plus(micros(age.point.at - oldest), settings.retention),
    ...mattersAt(place, impact, catalog),
    evidence,
  };
}

/** "stream rides", "queue bookings". */
function kindOf({ service }: Place): string {
  return facesOf(service).find(({ waitsIn }) => waitsIn !== undefined)?.waitsIn ?? titleOf(service);
}

/** Whose work it is: of the entries whose requests were seen to come here, or by what the catalog says of the place itself. */
function mattersAt(place: Place, impact: Impact, catalog: Catalog): Pick<Blocked, "matters" | "critical"> {
  const tallies = [...(impact.seen.get(nameOfHop(place)) ?? [])].flatMap((name) => impact.entries.get(name) ?? []);
  const said = facesOf(place.service).flatMap(({ catalog: section }) => {
    const entry =
      section !== undefined && Object.hasOwn(catalog[section], place.resource)
        ? catalog[section][place.resource]
        : undefined;
    return entry === undefined ? [] : [entry];
  });
  const all = [...tallies, ...said];
  const critical = all.some(({ businessCritical }) => businessCritical === true);
  if (critical || all.some(({ customerFacing }) => customerFacing === true)) return { critical, matters: true };
  const known = all.length > 0 && all.every(({ customerFacing }) => customerFacing === false);
  return { critical, matters: known ? false : null };
}
