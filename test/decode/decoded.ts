import { decode } from "../../src/decode/table.ts";
import type { Chunk, Gap, LogRecord } from "../../src/record.ts";
import type { Span } from "../../src/span.ts";

/** Everything that a chunk holds, sorted by what it is. */
export function decoded(chunk: Chunk): { records: LogRecord[]; spans: Span[]; gaps: Gap[] } {
  const all = { records: [] as LogRecord[], spans: [] as Span[], gaps: [] as Gap[] };
  decode(chunk, (one) => {
    if ("record" in one) all.records.push(one.record);
    else if ("span" in one) all.spans.push(one.span);
    else if ("gap" in one) all.gaps.push(one.gap);
  });
  return all;
}
