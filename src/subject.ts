import type { Alarm, Alert } from "./alert.ts";
import type { Catalog } from "./catalog.ts";
import type { AlarmNames, Signal } from "./services/service.ts";
import { SERVICES } from "./services/table.ts";
import type { ServiceName } from "./span.ts";
import { MILLISECOND, type Micros, micros } from "./time.ts";

/** The resource and the trouble that an alert is about. Parts that it does not name are null, the signal `unknown`. */
export interface Subject {
  readonly service: ServiceName | null;
  readonly resource: string | null;
  readonly signal: Signal;
}

/** Names of resources that are known to exist, by service. */
export type KnownNames = ReadonlyMap<ServiceName, ReadonlySet<string>>;

export const UNKNOWN_SUBJECT: Subject = { service: null, resource: null, signal: "unknown" };

/**
 * What an alert is about: from the alarms' dimensions, else from known names in its text, else unknown. Several alarms give
 * several subjects, the first one first.
 */
export function subjectsOf(alert: Alert, known: KnownNames): Subject[] {
  const alarmed = alert.alarms.flatMap((alarm) => subjectOfAlarm(alarm) ?? []);
  if (alarmed.length > 0) return distinct(alarmed);
  const named = subjectInText(alert.texts, known);
  return named === null ? [] : [named];
}

/** The names that the catalog holds. */
export function namesInCatalog(catalog: Catalog): KnownNames {
  const names = new Map<ServiceName, Set<string>>();
  for (const service of SERVICES) {
    if (service.catalog === undefined) continue;
    const set = names.get(service.name) ?? new Set<string>();
    for (const name of Object.keys(catalog[service.catalog])) set.add(name);
    names.set(service.name, set);
  }
  return names;
}

/** The shortest time that an alarm calls too long; null where none does. */
export function latencyLimit({ alarms }: Alert): Micros | null {
  const limits = alarms.flatMap((alarm) => {
    const named = namedBy(alarm);
    const isLatency = named?.names.signals[alarm.metric ?? ""] === "latency";
    return isLatency && alarm.threshold !== null ? micros(alarm.threshold * (named.names.unit ?? MILLISECOND)) : [];
  });
  return limits.reduce<Micros | null>((least, one) => (least === null || one < least ? one : least), null);
}

function subjectOfAlarm(alarm: Alarm): Subject | null {
  const named = namedBy(alarm);
  if (named === null) return null;
  const { service, names, resource } = named;
  return { service, resource, signal: names.signals[alarm.metric ?? ""] ?? "unknown" };
}

function namedBy({
  namespace,
  dimensions,
}: Alarm): { readonly service: ServiceName; readonly names: AlarmNames; readonly resource: string } | null {
  for (const service of SERVICES) {
    for (const names of service.alarms ?? []) {
      const resource = dimensions[names.dimension];
      if (names.namespace === namespace && resource !== undefined) return { service: service.name, names, resource };
    }
  }
  return null;
}

const SIGNALS: readonly (readonly [RegExp, Signal])[] = [
  [/throttl|provisioned throughput/i, "throttle"],
  [/time[sd]?[ -]?out/i, "timeout"],
  [/\bage\b|backlog|oldest/i, "age"],
  [/latency|slow|duration/i, "latency"],
  [/error|5xx|fail|exception|fault/i, "error"],
];

/** The longest known name that stands as a word in the text: `orders-export` before `orders`. */
function subjectInText(texts: readonly string[], known: KnownNames): Subject | null {
  let best: { service: ServiceName; resource: string } | null = null;
  for (const [service, names] of known) {
    for (const resource of names) {
      if (best !== null && resource.length <= best.resource.length) continue;
      if (texts.some((text) => hasWord(text, resource))) best = { service, resource };
    }
  }
  const all = texts.join("\n");
  const signal = SIGNALS.find(([words]) => words.test(all))?.[1] ?? "unknown";
  return best === null ? null : { ...best, signal };
}

function hasWord(text: string, word: string): boolean {
  return new RegExp(`(?<![\\w-])${RegExp.escape(word)}(?![\\w-])`).test(text);
}

function distinct(subjects: readonly Subject[]): Subject[] {
  const byName = new Map(subjects.map((one) => [`${one.service} ${one.resource} ${one.signal}`, one]));
  return [...byName.values()];
}
