import type { Key } from "../../src/key.ts";
import type { Span } from "../../src/span.ts";
import { micros } from "../../src/time.ts";

/** A span as a recorder of spans would make it: its own id, and that of its parent where it has one. */
export interface PlainSpan {
  readonly id: string;
  readonly parent?: string | null;
  /** µs since the epoch. */
  readonly start: number;
  /** Beside those two. */
  readonly keys?: readonly Key[];
  readonly clock?: string;
}

export function spanOf({ id, parent = null, start, keys = [], clock = "one" }: PlainSpan): Span {
  return {
    id: `span:${id}`,
    origin: { source: "test" },
    keys: [
      { kind: "span", value: id, role: "self", path: "id" },
      { kind: "span", value: id, role: "sent", path: "id" },
      ...(parent === null ? [] : [{ kind: "span", value: parent, role: "received", path: "parent_id" } as const]),
      ...keys,
    ],
    ...{ error: null, kind: "internal", service: "service", resource: id, operation: "work", requestId: null },
    ...{ account: null, region: null, start: micros(start), end: micros(start + 1), clock, outcome: "ok" },
    ...{ witness: "recorder", decidedBy: "test", attempts: 1, tries: [], delivery: null, dwell: null },
    ...{ input: null, output: null, named: null },
    ...{ environment: null, logs: [], arrival: null, suspect: false, partial: false, drawn: false, gaps: [] },
  };
}
