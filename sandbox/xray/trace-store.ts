import type { JsonObject } from "../world/json.ts";
import { inferredFrom } from "./inferred.ts";
import { startOf } from "./segment.ts";

/** A segment document, and the moment from which X-Ray has it, epoch ms. */
export interface SentSegment {
  readonly document: JsonObject;
  readonly arrivesAt: number;
}

/** A trace as far as it has arrived, its segments in the order of their start. */
export interface StoredTrace {
  readonly id: string;
  readonly segments: readonly JsonObject[];
}

/** The traces of one account in one region. */
export class TraceStore {
  readonly #traces = new Map<string, SentSegment[]>();
  /** Traces as they were read last, and of how many documents: none goes away again. */
  readonly #read = new Map<string, { readonly of: number; readonly trace: StoredTrace }>();

  /** A document that comes again, complete where it was in progress, takes the place of the one before it. */
  add(segments: readonly SentSegment[]): void {
    for (const segment of segments) {
      const { id, trace_id: trace } = segment.document;
      if (typeof id !== "string" || typeof trace !== "string") throw new Error("a segment without id or trace_id");
      const own = this.#traces.get(trace) ?? [];
      this.#traces.set(trace, own);
      own.push(segment);
    }
  }

  trace(id: string, nowMs: number): StoredTrace | null {
    const sent = (this.#traces.get(id) ?? []).filter(({ arrivesAt }) => arrivesAt <= nowMs);
    if (sent.length === 0) return null;
    const known = this.#read.get(id);
    if (known !== undefined && known.of === sent.length) return known.trace;
    sent.sort((a, b) => a.arrivesAt - b.arrivesAt);
    const newest = new Map(sent.map(({ document }) => [document["id"], document]));
    const segments = [...newest.values()];
    segments.push(...inferredFrom(segments));
    const trace = { id, segments: segments.sort((a, b) => startOf(a) - startOf(b)) };
    this.#read.set(id, { of: sent.length, trace });
    return trace;
  }

  /** All that have arrived, by id: which begins with the second in which the trace did. */
  all(nowMs: number): StoredTrace[] {
    return [...this.#traces.keys()].sort().flatMap((id) => this.trace(id, nowMs) ?? []);
  }
}
