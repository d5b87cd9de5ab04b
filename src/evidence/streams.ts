import type { LogRecord } from "../record.ts";
import { type Placed, Placement } from "./placement.ts";

interface Stream {
  /** Streams stand in the order in which they were first read. */
  readonly turn: number;
  readonly records: LogRecord[];
  fresh: LogRecord[];
  placement: Placement;
  /** In the order of time, by invocation, or null where that is not known. */
  byInvocation: Map<string | null, LogRecord[]>;
}

/** What came, or came to stand elsewhere. */
export interface Changed {
  /** Request ids of invocations that may have other lines than before. */
  readonly invocations: ReadonlySet<string>;
  /** Lines that are now in no invocation, and those that were and are not any more. */
  readonly loose: ReadonlySet<LogRecord>;
  readonly taken: ReadonlySet<LogRecord>;
}

interface Changing {
  readonly invocations: Set<string>;
  readonly loose: Set<LogRecord>;
  readonly taken: Set<LogRecord>;
}

/** The lines of all log streams, and by stream where they belong. Only what came since is looked at, as far as that can be. */
export class Streams {
  readonly #byName = new Map<string, Stream>();
  /** By request id, the streams in which it stands. */
  readonly #holding = new Map<string, Set<Stream>>();
  readonly #dirty = new Set<Stream>();

  add(record: LogRecord): void {
    const name = `${record.origin.group ?? ""}\n${record.origin.stream ?? ""}`;
    let stream = this.#byName.get(name);
    if (stream === undefined) {
      stream = { turn: this.#byName.size, records: [], fresh: [], placement: new Placement(), byInvocation: new Map() };
      this.#byName.set(name, stream);
    }
    stream.records.push(record);
    stream.fresh.push(record);
    this.#dirty.add(stream);
  }

  linesOf(requestId: string): LogRecord[] {
    const lines: LogRecord[] = [];
    for (const stream of [...(this.#holding.get(requestId) ?? [])].sort((a, b) => a.turn - b.turn))
      for (const line of stream.byInvocation.get(requestId) ?? []) lines.push(line);
    return lines;
  }

  /** Places what was added since it was last asked. */
  place(): Changed {
    const changed: Changing = {
      invocations: new Set<string>(),
      loose: new Set<LogRecord>(),
      taken: new Set<LogRecord>(),
    };
    for (const stream of this.#dirty) this.#place(stream, changed);
    this.#dirty.clear();
    return changed;
  }

  #place(stream: Stream, changed: Changing): void {
    const further = stream.placement.go(stream.fresh);
    stream.fresh = [];
    if (further !== null) {
      this.#put(stream, further, changed);
      return;
    }
    for (const [requestId, lines] of stream.byInvocation) {
      if (requestId !== null) changed.invocations.add(requestId);
      else for (const line of lines) changed.taken.add(line);
    }
    stream.byInvocation = new Map();
    stream.placement = new Placement();
    this.#put(stream, stream.placement.go(stream.records) ?? [], changed);
  }

  #put(stream: Stream, placed: readonly Placed[], { invocations, loose, taken }: Changing): void {
    for (const { record, requestId } of placed) {
      const lines = stream.byInvocation.get(requestId);
      if (lines === undefined) stream.byInvocation.set(requestId, [record]);
      else lines.push(record);
      if (requestId === null) {
        if (!taken.delete(record)) loose.add(record);
        continue;
      }
      invocations.add(requestId);
      const holding = this.#holding.get(requestId);
      if (holding === undefined) this.#holding.set(requestId, new Set([stream]));
      else holding.add(stream);
    }
  }
}
