import type { JsonObject } from "../../src/json.ts";

/** What may differ between two segments of a trace. Times are epoch seconds. */
export interface Segment {
  readonly id: string;
  readonly parent?: string;
  readonly name: string;
  readonly origin?: string;
  readonly start: number;
  readonly end?: number;
  readonly more?: JsonObject;
}

/** A segment document of the one trace that tests speak of. */
export function xraySegment({ id, parent, name, origin, start, end, more }: Segment): JsonObject {
  return {
    id,
    trace_id: "1-5759e988-bd862e3fe1be46a994272793",
    name,
    start_time: start,
    end_time: end ?? start + 1,
    ...(parent === undefined ? {} : { parent_id: parent }),
    ...(origin === undefined ? {} : { origin }),
    ...more,
  };
}
