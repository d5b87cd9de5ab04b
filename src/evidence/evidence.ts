import { isDeepStrictEqual } from "node:util";
import type { AlarmChange, AlarmState } from "../alarm-state.ts";
import { type Configuration, configurationOf, type Setting } from "../configuration.ts";
import type { Decoded } from "../decode/decoder.ts";
import { decode } from "../decode/table.ts";
import type { Key } from "../key.ts";
import { nameOfMetric, type Series } from "../metric.ts";
import type { Chunk, Gap, LogRecord } from "../record.ts";
import type { Span } from "../span.ts";
import type { Micros } from "../time.ts";
import { type Component, Components, type Unit } from "./components.ts";
import { type Contents, type Maker, makersIn, NO_CONTENTS, type Session } from "./contents.ts";
import { Streams } from "./streams.ts";

/**
 * All that was read so far. A thing read twice is held once. `reach` is the cheap first look that may bring too much and
 * never too little: only `stitch/` decides what belongs together.
 */
export interface Evidence {
  add(chunk: Chunk): Gap[];
  reach(from: readonly Key[] | "failing" | "all"): Component[];
  /** Every line and span held, in the order in which they came. */
  readonly records: Iterable<LogRecord>;
  readonly spans: Iterable<Span>;
  /** Of a metric that was read twice, every point: where both tell of one period, that of the reading with more points. */
  readonly metrics: Iterable<Series>;
  /** The same object for as long as nothing was added to it. */
  readonly configuration: Configuration;
  /** By name, what was read of alarms. */
  readonly alarms: ReadonlyMap<string, AlarmState>;
  /** When alarms went off, in no order. */
  readonly alarmChanges: readonly AlarmChange[];
}

/** How an id begins by which a write and the change that it made are joined: no such id stands in any line. */
const MADE = "made ";

/**
 * Evidence in plain maps. A component is found by joining units over equal ids. Between two looks only what came is placed
 * and joined, and what was already there where that touches it; but where changes were read that carry no id of their write,
 * all writes are compared with them anew.
 */
export class EvidenceInMemory implements Evidence {
  readonly #records = new Map<string, LogRecord>();
  readonly #spans = new Map<string, Span>();
  readonly #metrics = new Map<string, Series>();
  readonly #settings: Setting[] = [];
  #configuration: Configuration | null = null;
  readonly alarms = new Map<string, AlarmState>();
  readonly alarmChanges: AlarmChange[] = [];
  readonly #streams = new Streams();
  readonly #contents: Contents;
  readonly #makers = new Map<string, Maker>();
  readonly #sessions = new Map<string, Session>();
  readonly #components = new Components(this.#makers, this.#sessions);
  /** The units that show changes, and those that came since the last look. */
  readonly #changing = new Set<Unit>();
  readonly #freshUnits = new Set<Unit>();
  /** By request id, or by the id of a span or a loose line. An invocation to which nothing was added stays the same object. */
  readonly #invocations = new Map<string, Unit>();
  readonly #others = new Map<string, Unit>();
  readonly #freshSpans = new Set<string>();

  constructor(contents: Contents = NO_CONTENTS) {
    this.#contents = contents;
  }

  get records(): Iterable<LogRecord> {
    return this.#records.values();
  }

  get spans(): Iterable<Span> {
    return this.#spans.values();
  }

  get metrics(): Iterable<Series> {
    return this.#metrics.values();
  }

  get configuration(): Configuration {
    this.#configuration ??= configurationOf(this.#settings);
    return this.#configuration;
  }

  add(chunk: Chunk): Gap[] {
    const gaps: Gap[] = [];
    decode(chunk, (one) => {
      if ("gap" in one) gaps.push(one.gap);
      else this.#take(one);
    });
    return gaps;
  }

  #take(one: Exclude<Decoded, { readonly gap: Gap }>): void {
    if ("record" in one) this.#hold(one.record);
    else if ("span" in one) {
      if (isDeepStrictEqual(this.#spans.get(one.span.id), one.span)) return;
      this.#spans.set(one.span.id, one.span);
      this.#freshSpans.add(one.span.id);
    } else if ("series" in one) this.#measure(one.series);
    else if ("alarm" in one) this.alarms.set(one.alarm.alarm.name, one.alarm);
    else if ("change" in one) this.alarmChanges.push(one.change);
    else {
      this.#settings.push(one.setting);
      this.#configuration = null;
    }
  }

  #measure(series: Series): void {
    const name = `${series.where ?? ""}\n${nameOfMetric(series)}`;
    const before = this.#metrics.get(name);
    this.#metrics.set(name, before === undefined ? series : together(before, series));
  }

  reach(from: readonly Key[] | "failing" | "all"): Component[] {
    this.#takeIn();
    if (from === "all") return this.#components.all();
    return from === "failing" ? this.#components.failing() : this.#components.with(from);
  }

  /** The same line is the same object, so that nothing is thought over again because it was read again. */
  #hold(record: LogRecord): void {
    if (this.#records.has(record.id)) return;
    this.#records.set(record.id, record);
    this.#streams.add(record);
  }

  #takeIn(): void {
    const { invocations, loose, taken } = this.#streams.place();
    for (const { id } of taken) this.#replace(this.#others, id, null);
    for (const requestId of invocations) this.#takeInInvocation(requestId);
    for (const line of loose)
      this.#replace(this.#others, line.id, unitOf(line, line.id, [line], line.reported !== null));
    for (const id of this.#freshSpans) {
      const span = this.#spans.get(id);
      if (span === undefined) continue;
      const unit = unitOf(span, id, [{ at: span.start, keys: span.keys }], span.error !== null);
      this.#replace(this.#others, id, unit);
    }
    this.#freshSpans.clear();
    for (const unit of this.#freshUnits) this.#beginSessions(unit);
    if (this.#changing.size > 0 && this.#freshUnits.size > 0) this.#compare();
    this.#freshUnits.clear();
  }

  /** Of each session the earliest that was read counts; who names it is thought over again. */
  #beginSessions({ what }: Unit): void {
    for (const session of this.#contents.sessions(what)) {
      if (session.at >= (this.#sessions.get(session.id)?.at ?? Number.POSITIVE_INFINITY)) continue;
      this.#sessions.set(session.id, session);
      for (const naming of this.#components.holding(session.id)) this.#renew(naming);
    }
  }

  /** Compares writes with the changes that carry no id of them. */
  #compare(): void {
    const units = [...this.#invocations.values(), ...this.#others.values()];
    const made = makersIn(
      units.map(({ what }) => what),
      this.#contents,
    );
    const joined = new Map<Unit, string[]>();
    const before = new Map(this.#makers);
    this.#makers.clear();
    for (const { unit, change, maker, makerUnit } of made) {
      this.#makers.set(change.id, maker);
      const own = units[unit];
      const maked = makerUnit === null ? undefined : units[makerUnit];
      for (const one of maked === undefined || own === undefined ? [] : [own, maked])
        joined.set(one, [...(joined.get(one) ?? []), `${MADE}${change.id}`]);
      if (own !== undefined && !isDeepStrictEqual(before.get(change.id), maker)) this.#renew(own);
    }
    for (const unit of units) this.#join(unit, joined.get(unit) ?? []);
  }

  /** Gives a unit the ids that its writes and changes share with others, and takes those away that they share no more. */
  #join(unit: Unit, ids: readonly string[]): void {
    const before = [...unit.ids.keys()].filter((id) => id.startsWith(MADE));
    if (isSame(before, ids)) return;
    const kept = [...unit.ids].filter(([id]) => !id.startsWith(MADE));
    const now: Unit = { ...unit, ids: new Map([...kept, ...ids.map((id) => [id, true] as const)]) };
    const units = this.#invocations.get(unit.name) === unit ? this.#invocations : this.#others;
    this.#replace(units, unit.name, now);
  }

  #renew(unit: Unit): void {
    this.#components.drop(unit);
    this.#components.add(unit);
  }

  #takeInInvocation(requestId: string): void {
    const lines = this.#streams.linesOf(requestId);
    const before = this.#invocations.get(requestId)?.what;
    if (before !== undefined && "lines" in before && isSame(before.lines, lines)) return;
    const failing = lines.some(({ reported }) => reported !== null);
    const unit = unitOf({ requestId, lines }, requestId, lines, failing);
    unit.ids.set(requestId, true);
    this.#replace(this.#invocations, requestId, lines.length === 0 ? null : unit);
  }

  #replace(units: Map<string, Unit>, name: string, unit: Unit | null): void {
    const before = units.get(name);
    if (before !== undefined) {
      this.#components.drop(before);
      this.#changing.delete(before);
      this.#freshUnits.delete(before);
    }
    units.delete(name);
    if (unit === null) return;
    units.set(name, unit);
    this.#components.add(unit);
    this.#freshUnits.add(unit);
    if (this.#contents.changes(unit.what).length > 0) this.#changing.add(unit);
  }
}

/** Two readings of one metric, perhaps of different times. */
function together(one: Series, other: Series): Series {
  const [fewer, more] = one.points.length < other.points.length ? [one, other] : [other, one];
  const values = new Map([...fewer.points, ...more.points].map(({ at, value }) => [at, value]));
  if (values.size === more.points.length) return more;
  const points = [...values].map(([at, value]) => ({ at, value })).sort((a, b) => a.at - b.at);
  return { ...more, points };
}

function unitOf(
  what: Unit["what"],
  name: string,
  recorded: readonly { readonly at: Micros; readonly keys: readonly Key[] }[],
  failing: boolean,
): Unit & { readonly ids: Map<string, boolean> } {
  const at = recorded.reduce((min, one) => (one.at < min ? one.at : min), recorded[0]?.at ?? (0 as Micros));
  return { what, at, name, ids: idsOf(recorded), failing };
}

function idsOf(recorded: readonly { readonly keys: readonly Key[] }[]): Map<string, boolean> {
  const ids = new Map<string, boolean>();
  for (const { keys } of recorded) {
    for (const { kind, value, role } of keys) {
      // A correlation id is whatever a program says it is: carried by very many, it is a constant, as a mentioned one is.
      const own = role !== "mentioned" && kind !== "correlation";
      ids.set(value, ids.get(value) === true || own);
    }
  }
  return ids;
}

function isSame<T>(a: readonly T[], b: readonly T[]): boolean {
  return a.length === b.length && a.every((one, i) => one === b[i]);
}
