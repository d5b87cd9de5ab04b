import type { Clock } from "../clock.ts";
import type { RecordedSpan } from "./span.ts";

/** What is searched for: traces with a span that fits, in a stretch of time in microseconds, both ends included. */
export interface TraceSearch {
  readonly from: number;
  readonly to: number;
  readonly limit: number;
  readonly fits: (span: RecordedSpan) => boolean;
}

/** Spans by their traces. A trace can be looked up at once, and searched for `lagMs` after it came in. */
export class TraceStore {
  readonly #traces = new Map<string, { spans: RecordedSpan[]; since: number }>();
  readonly #clock: Clock;
  readonly #lagMs: number;

  constructor(clock: Clock, lagMs = 0) {
    this.#clock = clock;
    this.#lagMs = lagMs;
  }

  add(spans: readonly RecordedSpan[]): void {
    for (const span of spans) {
      const held = this.#traces.get(span.traceId);
      if (held === undefined) this.#traces.set(span.traceId, { spans: [span], since: this.#clock.now() });
      else held.spans.push(span);
    }
  }

  /** By all digits of its id, with or without the zeros before them. */
  trace(id: string): readonly RecordedSpan[] {
    return this.#traces.get(id.toLowerCase().padStart(32, "0"))?.spans ?? [];
  }

  /** By the last 16 digits alone, as Zipkin may be told to. */
  traceByLastDigits(id: string): readonly RecordedSpan[] {
    const own = [...this.#traces].filter(([known]) => known.endsWith(id.toLowerCase().padStart(16, "0").slice(-16)));
    return own.flatMap(([, { spans }]) => spans);
  }

  /** The newest first, as far as the limit goes. */
  find({ from, to, limit, fits }: TraceSearch): (readonly RecordedSpan[])[] {
    const found: { at: number; spans: readonly RecordedSpan[] }[] = [];
    const visible = this.#clock.now() - this.#lagMs;
    for (const { spans, since } of this.#traces.values()) {
      if (since > visible) continue;
      const fitting = spans.filter((span) => span.start >= from && span.start <= to && fits(span));
      if (fitting.length > 0) found.push({ at: Math.max(...fitting.map(({ start }) => start)), spans });
    }
    return found
      .sort((a, b) => b.at - a.at)
      .slice(0, limit)
      .map(({ spans }) => spans);
  }

  services(): string[] {
    const all = [...this.#traces.values()].flatMap(({ spans }) => spans.map(({ service }) => service));
    return [...new Set(all)].sort();
  }
}
