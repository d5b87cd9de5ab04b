import { compareEvents, type LogEvent, type Ordered } from "./log-event.ts";

/** The lines of one stream, sorted by compareEvents whenever they are read. */
export class LogStream {
  readonly name: string;
  #createdMs: number;
  #events: LogEvent[] = [];
  #sorted = true;

  constructor(name: string, createdMs: number) {
    this.name = name;
    this.#createdMs = createdMs;
  }

  get createdMs(): number {
    return this.#createdMs;
  }

  /** A stream exists for its readers from its creation, or from the ingestion of its first line. */
  existsAt(nowMs: number): boolean {
    return this.#createdMs <= nowMs;
  }

  create(nowMs: number): void {
    this.#createdMs = Math.min(this.#createdMs, nowMs);
  }

  get events(): readonly LogEvent[] {
    if (!this.#sorted) {
      this.#events.sort(compareEvents);
      this.#sorted = true;
    }
    return this.#events;
  }

  add(event: LogEvent): void {
    const last = this.#events.at(-1);
    if (last !== undefined && compareEvents(last, event) > 0) this.#sorted = false;
    this.#events.push(event);
    this.create(event.ingestionTime);
  }

  /** The index of the first event with a timestamp of at least `timestamp`. */
  indexAt(timestamp: number): number {
    return this.indexOf({ timestamp, ingestionTime: -1, serial: -1 });
  }

  /** The index of the first event that does not come before `place`. */
  indexOf(place: Ordered): number {
    const events = this.events;
    let low = 0;
    let high = events.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const event = events[middle];
      if (event !== undefined && compareEvents(event, place) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
