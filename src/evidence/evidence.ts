import { isDeepStrictEqual } from "node:util";
import type { AlarmChange, AlarmState } from "../alarm-state.ts";
import { type Configuration, configurationOf, type Setting } from "../configuration.ts";
import type { Decoded } from "../decode/decoder.ts";
import { decode } from "../decode/table.ts";
import type { Json } from "../json.ts";
import type { Certainty, Key } from "../key.ts";
import { nameOfMetric, type Series } from "../metric.ts";
import type { Chunk, Gap, LogRecord } from "../record.ts";
import type { Span, User } from "../span.ts";
import type { Micros } from "../time.ts";
import { type Contents, makersIn, NO_CONTENTS } from "./contents.ts";
import type { Invocation } from "./invocation.ts";
import { placeLines } from "./place.ts";
import { Union } from "./union.ts";

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

/**
 * What may have to do with each other: whatever shares an id with whatever else, or wrote what the other saw changed,
 * directly or not.
 */
export interface Component {
  readonly invocations: readonly Invocation[];
  /** Lines of no invocation that is known. */
  readonly loose: readonly LogRecord[];
  readonly spans: readonly Span[];
  /** By the id of the span of a change that carries no id of its write, the call that made it. */
  readonly makers: ReadonlyMap<string, Maker>;
  /** By its id, each session that something here names, and whose beginning was read. */
  readonly sessions: ReadonlyMap<string, Session>;
}

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
  /** Of a metric that was read twice, the reading with more points. */
  readonly metrics: Iterable<Series>;
  /** The same object for as long as nothing was added to it. */
  readonly configuration: Configuration;
  /** By name, what was read of alarms. */
  readonly alarms: ReadonlyMap<string, AlarmState>;
  /** When alarms went off, in no order. */
  readonly alarmChanges: readonly AlarmChange[];
}

type What = Invocation | LogRecord | Span;

/** An invocation, a span or a loose line, when it began, and the ids in it: true where it is more than mentioned. */
interface Unit {
  readonly what: What;
  readonly at: Micros;
  readonly name: string;
  readonly ids: ReadonlyMap<string, boolean>;
  readonly failing: boolean;
}

interface Reached {
  readonly component: Component;
  readonly ids: ReadonlySet<string>;
  readonly failing: boolean;
}

/** So many may mention an id that none of them has: beyond it is a constant, such as a tenant or a version, and joins nobody. */
const MOST_MENTIONING = 500;

/** Evidence in plain maps. A component is found by joining units over equal ids. */
export class EvidenceInMemory implements Evidence {
  readonly #records = new Map<string, LogRecord>();
  readonly #spans = new Map<string, Span>();
  readonly #metrics = new Map<string, Series>();
  readonly #settings: Setting[] = [];
  #configuration: Configuration | null = null;
  readonly alarms = new Map<string, AlarmState>();
  readonly alarmChanges: AlarmChange[] = [];
  /** By request id. An invocation to which nothing was added stays the same object. */
  #invocations = new Map<string, Invocation>();
  #components: readonly Reached[] | null = null;
  /** By the first thing in it. A component to which nothing was added stays the same object. */
  #before = new Map<What | undefined, Component>();
  readonly #contents: Contents;

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
    if ("record" in one) {
      // The same line is the same object, so that nothing is thought over again because it was read again.
      if (!this.#records.has(one.record.id)) this.#records.set(one.record.id, one.record);
      this.#components = null;
    } else if ("span" in one) {
      if (!isDeepStrictEqual(this.#spans.get(one.span.id), one.span)) this.#spans.set(one.span.id, one.span);
      this.#components = null;
    } else if ("series" in one) this.#measure(one.series);
    else if ("alarm" in one) this.alarms.set(one.alarm.alarm.name, one.alarm);
    else if ("change" in one) this.alarmChanges.push(one.change);
    else {
      this.#settings.push(one.setting);
      this.#configuration = null;
    }
  }

  #measure(series: Series): void {
    const name = nameOfMetric(series);
    const before = this.#metrics.get(name)?.points.length ?? -1;
    if (series.points.length > before) this.#metrics.set(name, series);
  }

  reach(from: readonly Key[] | "failing" | "all"): Component[] {
    this.#components ??= this.#join();
    const found = this.#components.filter(({ ids, failing }) => {
      if (from === "all") return true;
      return from === "failing" ? failing : from.some((key) => ids.has(key.value));
    });
    return found.map(({ component }) => component);
  }

  #join(): Reached[] {
    const joined = componentsOf(this.#units(), this.#contents).map(({ component, ids, failing }) => {
      const before = this.#before.get(partsOf(component)[0]);
      const same = before !== undefined && isSame(partsOf(before), partsOf(component)) && madeAlike(before, component);
      return { component: same ? before : component, ids, failing };
    });
    this.#before = new Map(joined.map(({ component }) => [partsOf(component)[0], component]));
    return joined;
  }

  #units(): Unit[] {
    const streams = Map.groupBy(
      this.#records.values(),
      ({ origin }) => `${origin.group ?? ""}\n${origin.stream ?? ""}`,
    );
    const placed = [...streams.values()].flatMap(placeLines);
    const byInvocation = Map.groupBy(placed, ({ requestId }) => requestId);
    const units: Unit[] = [];
    const invocations = new Map<string, Invocation>();
    for (const [requestId, own] of byInvocation) {
      const lines = own.map(({ record }) => record);
      if (requestId === null) {
        for (const line of lines) units.push(unitOf(line, line.id, [line], line.reported !== null));
        continue;
      }
      const before = this.#invocations.get(requestId);
      const invocation = before !== undefined && isSame(before.lines, lines) ? before : { requestId, lines };
      invocations.set(requestId, invocation);
      const failing = lines.some(({ reported }) => reported !== null);
      const unit = unitOf(invocation, requestId, lines, failing);
      units.push({ ...unit, ids: unit.ids.set(requestId, true) });
    }
    this.#invocations = invocations;
    for (const span of this.#spans.values())
      units.push(unitOf(span, span.id, [{ at: span.start, keys: span.keys }], span.error !== null));
    return units;
  }
}

function unitOf(
  what: What,
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

function partsOf({ invocations, loose, spans }: Component): What[] {
  return [...invocations, ...loose, ...spans];
}

function isSame<T>(a: readonly T[], b: readonly T[]): boolean {
  return a.length === b.length && a.every((one, i) => one === b[i]);
}

function madeAlike(a: Component, b: Component): boolean {
  return isDeepStrictEqual(a.makers, b.makers) && isSame([...a.sessions.values()], [...b.sessions.values()]);
}

/** The ids over which nothing is joined. */
function constantsIn(units: readonly Unit[]): ReadonlySet<string> {
  const mentioning = new Map<string, number>();
  for (const { ids } of units)
    for (const [id, own] of ids) mentioning.set(id, own ? Number.NEGATIVE_INFINITY : (mentioning.get(id) ?? 0) + 1);
  return new Set([...mentioning].filter(([, count]) => count > MOST_MENTIONING).map(([id]) => id));
}

interface Growing {
  readonly component: {
    invocations: Invocation[];
    loose: LogRecord[];
    spans: Span[];
    makers: Map<string, Maker>;
    sessions: Map<string, Session>;
  };
  readonly ids: Set<string>;
  first: Unit;
  failing: boolean;
}

/** What began earlier comes first, whatever was read first. */
function isEarlier(a: Unit, b: Unit): boolean {
  return a.at === b.at ? a.name < b.name : a.at < b.at;
}

/** The components, in the order in which they began. */
function componentsOf(units: readonly Unit[], contents: Contents): Reached[] {
  const constants = constantsIn(units);
  const union = new Union(units.length);
  const holder = new Map<string, number>();
  units.forEach(({ ids }, index) => {
    for (const id of ids.keys()) {
      if (constants.has(id)) continue;
      const first = holder.get(id);
      if (first === undefined) holder.set(id, index);
      else union.join(first, index);
    }
  });
  const made = makersIn(
    units.map(({ what }) => what),
    contents,
  );
  for (const { unit, makerUnit } of made) if (makerUnit !== null) union.join(unit, makerUnit);
  const byRoot = new Map<number, Growing>();
  units.forEach((unit, index) => {
    const { what, ids, failing } = unit;
    const root = union.find(index);
    let one = byRoot.get(root);
    if (one === undefined) {
      const component = { invocations: [], loose: [], spans: [], makers: new Map(), sessions: new Map() };
      one = { component, ids: new Set(), first: unit, failing: false };
      byRoot.set(root, one);
    }
    if (isEarlier(unit, one.first)) one.first = unit;
    if ("lines" in what) one.component.invocations.push(what);
    else if ("operation" in what) one.component.spans.push(what);
    else one.component.loose.push(what);
    for (const id of ids.keys()) one.ids.add(id);
    one.failing ||= failing;
  });
  const sessions = sessionsIn(units, contents);
  for (const { component, ids } of sessions.size === 0 ? [] : byRoot.values()) {
    for (const id of ids) {
      const session = sessions.get(id);
      if (session !== undefined) component.sessions.set(id, session);
    }
  }
  for (const { unit, change, maker } of made) byRoot.get(union.find(unit))?.component.makers.set(change.id, maker);
  return [...byRoot.values()].sort((a, b) => (isEarlier(a.first, b.first) ? -1 : 1));
}

/** By its id, the earliest that was read of each session. */
function sessionsIn(units: readonly Unit[], contents: Contents): Map<string, Session> {
  const sessions = new Map<string, Session>();
  for (const { what } of units) {
    for (const session of contents.sessions(what)) {
      if (session.at < (sessions.get(session.id)?.at ?? Number.POSITIVE_INFINITY)) sessions.set(session.id, session);
    }
  }
  return sessions;
}
