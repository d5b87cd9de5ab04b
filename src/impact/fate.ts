import type { Configuration, GivenUpTo, Handover, Settings } from "../configuration.ts";
import type { Place } from "../place.ts";
import { facesOf, titleOf } from "../services/table.ts";
import { type Micros, plus } from "../time.ts";
import type { Hop } from "../transaction.ts";
import type { Unit } from "./units.ts";

/** What becomes of work that was handed over and failed. */
export interface Fate {
  readonly outcome: "pending" | "parked" | "lost";
  /** Where it lies until then; null where that is not known, or where it lies nowhere. */
  readonly lies: Place | null;
  /** When it is gone; null where it stays, or where that cannot be told. */
  readonly until: Micros | null;
  /** The limit that was not read, so that it may be gone earlier; null where all were. */
  readonly unread: string | null;
}

/**
 * What becomes of work that a service handed over to a function, which failed. `from` is the hop through the queue, topic or
 * stream; `sentAt` when it came there.
 */
export function fateOf(
  hop: Hop,
  { mode, delivery }: Unit,
  from: Hop | undefined,
  sentAt: Micros,
  known: Configuration,
): Fate {
  const consumer = placeOf(hop);
  if (mode === "poll") {
    const source = placeOf(from);
    if (source === null) return pending(null, null, "where it is kept");
    const queue = facesOf(source.service).some(({ waitsIn }) => waitsIn === "queue");
    return queue ? fateOfMessage(hop, delivery, source, sentAt, known) : fateOfRecord(consumer, source, sentAt, known);
  }
  return fateOfInvoked(hop, consumer, sentAt, known);
}

/** A message is delivered until its redrive policy moves it, or it expires where it lies. */
function fateOfMessage(hop: Hop, delivery: number, source: Place, sentAt: Micros, known: Configuration): Fate {
  const settings = known.settingsOf(source);
  const target = settings?.givenUpTo ?? null;
  if (isPlace(target) && settings?.deliveries != null && delivery >= settings.deliveries)
    return parked(target, sentAt, hop.start, known);
  if (settings?.retention == null) return pending(source, null, `how long ${nameOf(source)} keeps it`);
  // It may have moved, to a queue that keeps it longer or shorter.
  if (target === null) return pending(source, null, `whether ${nameOf(source)} has a dead-letter queue`);
  return pending(source, plus(sentAt, settings.retention), null);
}

/** A record is tried until its mapping gives it up, or its stream trims it. */
function fateOfRecord(consumer: Place | null, source: Place, sentAt: Micros, known: Configuration): Fate {
  const retention = known.settingsOf(source)?.retention ?? null;
  if (retention === null) return pending(source, null, `how long ${nameOf(source)} keeps it`);
  const trimmed = plus(sentAt, retention);
  const mapping = consumer === null ? null : known.handoverTo(consumer, source);
  const attempts = mapping?.attempts ?? null;
  if (mapping === null || attempts === null) return pending(source, trimmed, `how ${nameOf(source)} is polled`);
  // How often it was tried is seen only as far as the logs go back.
  if (attempts !== "unlimited") return pending(source, trimmed, "how often it was tried");
  if (isPlace(mapping.givenUpTo) || typeof mapping.oldest !== "number") return pending(source, trimmed, null);
  const aged = plus(sentAt, mapping.oldest);
  return pending(source, aged < trimmed ? aged : trimmed, null);
}

/** An asynchronous invocation is tried again until its attempts or its time are used up, and then left at its destination. */
function fateOfInvoked(hop: Hop, consumer: Place | null, sentAt: Micros, known: Configuration): Fate {
  const terms = consumer === null ? null : known.handoverTo(consumer, null);
  const settings = consumer === null ? null : known.settingsOf(consumer);
  const allowed = typeof terms?.attempts === "number" ? terms.attempts : attemptsOf(hop);
  const target = targetOf(terms, settings);
  if (hop.attempts >= allowed) {
    if (isPlace(target)) return parked(target, hop.end ?? hop.start, hop.end ?? hop.start, known);
    return { outcome: "lost", lies: null, until: null, unread: target === null ? "whether anything keeps it" : null };
  }
  if (isPlace(target)) return pending(consumer, null, null);
  const oldest = typeof terms?.oldest === "number" ? terms.oldest : null;
  return oldest === null
    ? pending(consumer, null, "how long it is tried")
    : pending(consumer, plus(sentAt, oldest), target === null ? "whether anything keeps it" : null);
}

/** Either of the two ways suffices to keep it; that nothing does is known only where both were read. */
function targetOf(terms: Handover | null, settings: Settings | null): GivenUpTo {
  const both = [terms?.givenUpTo ?? null, settings?.givenUpTo ?? null];
  return both.find(isPlace) ?? (both.includes(null) ? null : "none");
}

function attemptsOf({ service }: Hop): number {
  return facesOf(service).find((face) => face.attempts !== undefined)?.attempts ?? 1;
}

function parked(lies: Place, sentAt: Micros, arrivedAt: Micros, known: Configuration): Fate {
  const settings = known.settingsOf(lies);
  if (settings?.retention == null || settings.keptSince === null)
    return { outcome: "parked", lies, until: null, unread: `how long ${nameOf(lies)} keeps it` };
  const since = settings.keptSince === "sending" ? sentAt : arrivedAt;
  return { outcome: "parked", lies, until: plus(since, settings.retention), unread: null };
}

function pending(lies: Place | null, until: Micros | null, unread: string | null): Fate {
  return { outcome: "pending", lies, until, unread };
}

function isPlace(target: GivenUpTo): target is Place {
  return target !== null && target !== "none";
}

function placeOf(hop: Hop | undefined): Place | null {
  return hop?.resource == null ? null : { service: hop.service, resource: hop.resource };
}

function nameOf({ service, resource }: Place): string {
  return `${titleOf(service)} ${resource}`;
}
