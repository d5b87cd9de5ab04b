import type { Json } from "../json.ts";
import type { Certainty } from "../key.ts";
import type { LogRecord } from "../record.ts";
import type { Change } from "../services/service.ts";
import { facesOf } from "../services/table.ts";
import type { ServiceName, Span, User } from "../span.ts";
import type { Micros } from "../time.ts";
import type { Invocation } from "./invocation.ts";

/**
 * Who made a change: the id of the call's span; null where each of `count` calls may have, or the one that fits may have made
 * another. `mark` is what both sides show.
 */
export interface Maker {
  readonly by: string | null;
  readonly count: number;
  readonly mark: string;
  readonly certainty: Certainty;
  /** The change is the operation of that span itself, told to somebody else. */
  readonly itself: boolean;
}

/** How a lasting connection began: the requests in it are transactions of their own, and have its user in common. */
export interface Session {
  readonly id: string;
  readonly at: Micros;
  readonly operation: string;
  readonly resource: string | null;
  readonly user: User | null;
  /** The event of the beginning. */
  readonly input: Json;
}

/** Something that was changed, as who was told of it shows it, and when that can have been done. */
export interface SeenChange {
  readonly span: Span;
  readonly change: Change;
}

/** How what an invocation, a line or a span shows is read, where no id joins a write with the change that it made. */
export interface Contents {
  changes(what: Invocation | LogRecord | Span): readonly SeenChange[];
  /** Operations of some services that wrote something, and did not fail. */
  writes(what: Invocation | LogRecord | Span, services: ReadonlySet<ServiceName>): readonly Span[];
  sessions(what: Invocation | LogRecord | Span): readonly Session[];
}

export const NO_CONTENTS: Contents = { changes: () => [], writes: () => [], sessions: () => [] };

/** Of a change of one unit, who made it, and in which unit that is. */
export interface Made {
  readonly change: Span;
  readonly unit: number;
  readonly maker: Maker;
  readonly makerUnit: number | null;
}

/** A call that began this long before the window is not looked at any more, if it is not among the last so many. */
const MOST_RUNNING = 50;
/** So many calls are compared with one change; where more fit, such as writes of one counter, nothing tells them apart. */
const MOST_COMPARED = 20;

interface Write {
  readonly unit: number;
  readonly span: Span;
}

/**
 * Who made the changes that carry no id of the call which did. A change names the second of its write, so that it does not
 * matter how late it was read; one call alone that fits by what it wrote and when is the one, or one alone that wrote just
 * what the change shows. Else all are left apart: writes of one hot item would make one component of everything. n log n.
 */
export function makersIn(units: readonly (Invocation | LogRecord | Span)[], contents: Contents): Made[] {
  const seen = units.flatMap((what, unit) => contents.changes(what).map((one) => ({ ...one, unit })));
  if (seen.length === 0) return [];
  const untilOf = takenAt(seen);
  const writes = writesByMark(units, contents, new Set(seen.map(({ span }) => span.service)), fieldsOf(seen));
  const found = seen.flatMap(({ span, change, unit }): Made[] => {
    const to = Math.min(change.window.to, ...namesOf(span).map((name) => untilOf.get(name) ?? change.window.to));
    const fitting = within(writes.get(markOf(span, change)) ?? [], change.window.from, to);
    const makers = fitting.count > MOST_COMPARED ? null : makersAmong(fitting.list, span);
    const count = makers?.length ?? fitting.count;
    const maker = count === 1 ? makers?.[0] : undefined;
    if (count === 0) return [];
    const by = maker?.span.id ?? null;
    const { mark, certainty = "content", itself = false } = change;
    return [{ change: span, unit, maker: { by, count, mark, certainty, itself }, makerUnit: maker?.unit ?? null }];
  });
  return onceEach(found);
}

/** A call changes an item once: where it alone fits several changes, it is not known of which it is the maker. */
function onceEach(found: readonly Made[]): Made[] {
  const changesBy = new Map<string, Set<string>>();
  for (const { change, maker } of found) {
    if (maker.by === null) continue;
    const name = `${maker.by} ${maker.mark}`;
    changesBy.set(name, (changesBy.get(name) ?? new Set()).add(namesOf(change)[0] ?? ""));
  }
  return found.map((one) =>
    (changesBy.get(`${one.maker.by} ${one.maker.mark}`)?.size ?? 0) < 2
      ? one
      : { ...one, maker: { ...one.maker, by: null }, makerUnit: null },
  );
}

function markOf({ service }: Span, { mark }: Change): string {
  return `${service} ${mark}`;
}

function namesOf({ id, keys }: Span): string[] {
  const own = keys.filter(({ role }) => role === "self").map(({ kind, value }) => `${kind}:${value}`);
  return own.length === 0 ? [id] : own;
}

/** By change, when somebody first had it: what began after that did not make it, such as what he writes back. */
function takenAt(seen: readonly SeenChange[]): Map<string, number> {
  const until = new Map<string, number>();
  for (const { span, change } of seen)
    for (const name of namesOf(span)) until.set(name, Math.min(change.window.to, until.get(name) ?? change.window.to));
  return until;
}

function placeOf(service: string, resource: string | null): string {
  return `${service} ${resource}`;
}

/** By resource, the sets of fields that tell its items apart: only who sees changes of it knows them. */
function fieldsOf(seen: readonly SeenChange[]): Map<string, Map<string, readonly string[]>> {
  const fields = new Map<string, Map<string, readonly string[]>>();
  for (const { span, change } of seen) {
    const place = placeOf(span.service, span.resource);
    fields.set(place, (fields.get(place) ?? new Map()).set(change.fields.join("\n"), change.fields));
  }
  return fields;
}

/** By what they wrote, the calls that may have made a change, in the order of their beginnings. */
function writesByMark(
  units: readonly (Invocation | LogRecord | Span)[],
  contents: Contents,
  services: ReadonlySet<ServiceName>,
  fields: ReadonlyMap<string, ReadonlyMap<string, readonly string[]>>,
): Map<string, Write[]> {
  const writes = new Map<string, Write[]>();
  units.forEach((what, unit) => {
    for (const span of contents.writes(what, services)) {
      const known = (resource: string): Iterable<readonly string[]> =>
        fields.get(placeOf(span.service, resource))?.values() ?? [];
      for (const mark of new Set(facesOf(span.service).flatMap((face) => face.wrote?.(span, known) ?? []))) {
        const name = `${span.service} ${mark}`;
        const list = writes.get(name);
        if (list === undefined) writes.set(name, [{ unit, span }]);
        else list.push({ unit, span });
      }
    }
  });
  for (const list of writes.values())
    list.sort((a, b) => a.span.start - b.span.start || (a.span.id < b.span.id ? -1 : 1));
  return writes;
}

/** How many of these ran within a stretch of time, and, unless they are too many, which. */
function within(writes: readonly Write[], from: number, to: number): { count: number; list: Write[] } {
  const begin = firstNotBefore(writes, from);
  const end = firstNotBefore(writes, to + 1);
  const running = writes
    .slice(Math.max(0, begin - MOST_RUNNING), begin)
    .filter(({ span }) => (span.end ?? Number.NEGATIVE_INFINITY) >= from);
  const list = [...running, ...writes.slice(begin, Math.min(end, begin + MOST_COMPARED + 1))];
  return { count: running.length + Math.max(0, end - begin), list };
}

function firstNotBefore(writes: readonly Write[], at: number): number {
  let [low, high] = [0, writes.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((writes[middle]?.span.start ?? 0) >= at) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Those that may have made a change: by their ids, and by what they wrote where both sides show that. */
function makersAmong(fitting: readonly Write[], change: Span): Write[] {
  const able = fitting.filter(({ span }) => !areOthers(span, change));
  const told = distinct(able).map((write) => ({
    write,
    just:
      facesOf(change.service)
        .find((face) => face.wroteJust !== undefined)
        ?.wroteJust?.(write.span, change) ?? null,
  }));
  const just = told.filter((one) => one.just === true);
  return (just.length > 0 ? just : told.filter((one) => one.just === null)).map(({ write }) => write);
}

/** Two recordings of one call are one. */
function distinct(writes: readonly Write[]): Write[] {
  const byName = new Map<string, Write>();
  const found = new Set<Write>();
  for (const write of writes) {
    const names = namesOf(write.span);
    const before = names.map((name) => byName.get(name)).find((one) => one !== undefined);
    for (const name of names) byName.set(name, before ?? write);
    if (before === undefined) found.add(write);
  }
  return [...found];
}

/** Both have an id of one kind, and not the same: this call is another. */
function areOthers({ keys: a }: Span, { keys: b }: Span): boolean {
  return a.some(
    (one) =>
      one.role === "self" &&
      b.some((other) => other.role === "self" && other.kind === one.kind) &&
      !b.some((other) => other.role === "self" && other.kind === one.kind && other.value === one.value),
  );
}
