import { decode } from "../decode/table.ts";
import type { Key } from "../key.ts";
import type { Chunk, Gap, LogRecord } from "../record.ts";
import type { Span } from "../span.ts";
import { type Placed, placeLines } from "./place.ts";
import { Union } from "./union.ts";

/** Lines and spans that may have to do with each other: whatever shares an id with whatever else, directly or not. */
export interface Component {
  readonly lines: readonly Placed[];
  readonly spans: readonly Span[];
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
}

interface Unit {
  readonly lines: Placed[];
  readonly spans: Span[];
  readonly ids: Set<string>;
}

/** Evidence in plain maps. A component is found by joining units (an invocation, a span, a lone line) over equal ids. */
export class EvidenceInMemory implements Evidence {
  readonly #records = new Map<string, LogRecord>();
  readonly #spans = new Map<string, Span>();
  #components: { component: Component; ids: ReadonlySet<string>; failing: boolean }[] | null = null;

  get records(): Iterable<LogRecord> {
    return this.#records.values();
  }

  get spans(): Iterable<Span> {
    return this.#spans.values();
  }

  add(chunk: Chunk): Gap[] {
    const gaps: Gap[] = [];
    decode(chunk, (one) => {
      if ("gap" in one) gaps.push(one.gap);
      else if ("record" in one) this.#records.set(one.record.id, one.record);
      else this.#spans.set(one.span.id, one.span);
    });
    this.#components = null;
    return gaps;
  }

  reach(from: readonly Key[] | "failing" | "all"): Component[] {
    this.#components ??= componentsOf(this.#units());
    const found = this.#components.filter(({ ids, failing }) => {
      if (from === "all") return true;
      return from === "failing" ? failing : from.some((key) => ids.has(key.value));
    });
    return found.map(({ component }) => component);
  }

  #units(): Unit[] {
    const byInvocation = new Map<string, Unit>();
    const units: Unit[] = [];
    const add = (): Unit => {
      const unit: Unit = { lines: [], spans: [], ids: new Set() };
      units.push(unit);
      return unit;
    };
    const streams = Map.groupBy(
      this.#records.values(),
      ({ origin }) => `${origin.group ?? ""}\n${origin.stream ?? ""}`,
    );
    for (const stream of streams.values()) {
      for (const line of placeLines(stream)) {
        const known = line.requestId === null ? undefined : byInvocation.get(line.requestId);
        const unit = known ?? add();
        if (line.requestId !== null && known === undefined) byInvocation.set(line.requestId, unit);
        unit.lines.push(line);
        if (line.requestId !== null) unit.ids.add(line.requestId);
        for (const key of line.record.keys) unit.ids.add(key.value);
      }
    }
    for (const span of this.#spans.values()) {
      const unit = add();
      unit.spans.push(span);
      for (const key of span.keys) unit.ids.add(key.value);
    }
    return units;
  }
}

function componentsOf(units: readonly Unit[]): { component: Component; ids: Set<string>; failing: boolean }[] {
  const union = new Union(units.length);
  const holder = new Map<string, number>();
  units.forEach((unit, index) => {
    for (const id of unit.ids) {
      const first = holder.get(id);
      if (first === undefined) holder.set(id, index);
      else union.join(first, index);
    }
  });
  const byRoot = new Map<
    number,
    { component: { lines: Placed[]; spans: Span[] }; ids: Set<string>; failing: boolean }
  >();
  units.forEach((unit, index) => {
    const root = union.find(index);
    let one = byRoot.get(root);
    if (one === undefined) {
      one = { component: { lines: [], spans: [] }, ids: new Set(), failing: false };
      byRoot.set(root, one);
    }
    for (const line of unit.lines) one.component.lines.push(line);
    for (const span of unit.spans) one.component.spans.push(span);
    for (const id of unit.ids) one.ids.add(id);
    one.failing ||=
      unit.lines.some(({ record }) => record.reported !== null) || unit.spans.some((span) => span.error !== null);
  });
  return [...byRoot.values()];
}
