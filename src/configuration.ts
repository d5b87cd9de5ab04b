import { isDeepStrictEqual } from "node:util";
import type { JsonObject } from "./json.ts";
import type { Place } from "./place.ts";
import type { Micros } from "./time.ts";

/** Where work goes that is given up: a place, `none` where that is configured so, null where it was not read. */
export type GivenUpTo = Place | "none" | null;

/** What is configured for a resource. Every null: not read, and never assumed. */
export interface Settings extends Place {
  /** How long it keeps what lies in it. */
  readonly retention: Micros | null;
  /** What that time is counted from: the first sending, which a dead-letter queue does not change, or the arrival here. */
  readonly keptSince: "sending" | "arrival" | null;
  readonly givenUpTo: GivenUpTo;
  /** Failed deliveries after which that happens. */
  readonly deliveries: number | null;
  /** What lay in it when this was read. */
  readonly waiting: number | null;
  readonly environment: JsonObject | null;
  /** What its logs leave out, as it is told to. */
  readonly unlogged: readonly Unlogged[] | null;
}

/** Lines that a function does not write: the platform's about its invocations, or the program's errors. `by`: the setting. */
export interface Unlogged {
  readonly lines: "platform" | "errors";
  readonly by: string;
}

/** How a consumer takes work, or is handed it, and when that is given up. `from` is null for asynchronous invocations. */
export interface Handover {
  readonly from: Place | null;
  readonly to: Place;
  readonly oldest: Micros | "unlimited" | null;
  /** Attempts in all, the first one included. */
  readonly attempts: number | "unlimited" | null;
  readonly givenUpTo: GivenUpTo;
}

/** `where`: the account and region in which it was read, where that is told. */
export type Setting = ({ readonly settings: Settings } | { readonly handover: Handover }) & { readonly where?: string };

/** All that was read of the configuration. */
export interface Configuration {
  settingsOf(place: Place): Settings | null;
  /** `from`: null for asynchronous invocations. */
  handoverTo(to: Place, from: Place | null): Handover | null;
  readonly settings: Iterable<Settings>;
  readonly handovers: Iterable<Handover>;
}

/** Settings of which nothing was read but what is given. */
export function settingsOf(place: Place, known: Partial<Settings>): Settings {
  return {
    ...place,
    retention: null,
    keptSince: null,
    givenUpTo: null,
    deliveries: null,
    waiting: null,
    environment: null,
    unlogged: null,
    ...known,
  };
}

/** What resources of one name are told in several accounts or regions holds for both: where it differs it is not known. */
export function configurationOf(read: Iterable<Setting>): Configuration {
  const byWhere = Map.groupBy(read, ({ where }) => where ?? "");
  const settings = new Map<string, Settings>();
  const handovers = new Map<string, Handover>();
  for (const own of byWhere.values()) {
    const here = configuredIn(own);
    for (const [name, one] of here.settings) settings.set(name, agreed(settings.get(name), one));
    for (const [name, one] of here.handovers) handovers.set(name, agreed(handovers.get(name), one));
  }
  return {
    settingsOf: (place) => settings.get(nameOf(place)) ?? null,
    handoverTo: (to, from) => handovers.get(handoverName(to, from)) ?? null,
    settings: [...settings.values()],
    handovers: [...handovers.values()],
  };
}

/** What is configured in one account and region. */
function configuredIn(read: readonly Setting[]): {
  readonly settings: ReadonlyMap<string, Settings>;
  readonly handovers: ReadonlyMap<string, Handover>;
} {
  const settings = new Map<string, Settings>();
  const handovers = new Map<string, Handover>();
  for (const one of read) {
    if ("settings" in one) {
      const name = nameOf(one.settings);
      settings.set(name, together(settings.get(name), one.settings));
    } else handovers.set(handoverName(one.handover.to, one.handover.from), one.handover);
  }
  return { settings, handovers };
}

/** What two accounts say alike. Every field that may differ may be null, which is: not known. */
function agreed<T extends object>(before: T | undefined, one: T): T {
  if (before === undefined) return one;
  const known = new Map(Object.entries(before));
  const differing = Object.entries(one).filter(([key, value]) => !isDeepStrictEqual(known.get(key), value));
  return { ...one, ...Object.fromEntries(differing.map(([key]) => [key, null])) };
}

export const NOTHING_READ: Configuration = configurationOf([]);

/** Several answers tell of one resource: what the later one does not say stays as it was. */
function together(before: Settings | undefined, { service, resource, ...told }: Settings): Settings {
  const said = Object.entries(told).filter(([, value]) => value !== null);
  return { ...(before ?? settingsOf({ service, resource }, {})), ...Object.fromEntries(said) };
}

function nameOf({ service, resource }: Place): string {
  return `${service} ${resource}`;
}

function handoverName(to: Place, from: Place | null): string {
  return `${from === null ? "" : nameOf(from)}\n${nameOf(to)}`;
}
