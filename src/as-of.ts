import type { Evidence } from "./evidence/evidence.ts";
import type { Read } from "./sources/source.ts";
import { fromMillis, type Micros, micros, SECOND } from "./time.ts";

/** What was logged this shortly ago may not have been taken in yet. */
export const INGESTION: Micros = micros(30 * SECOND);

/**
 * The moment up to which the evidence is complete: the oldest, over the sources read, of the newest ingestion, and never
 * later than 30 s ago. Files keep no moment of ingestion: of them the newest record counts, less 30 s; of stores of traces, which
 * keep none either, the moment up to which they were asked. `nowMs`: epoch ms, or null where now is the newest record. Null
 * where that leaves nothing to go by.
 */
export function asOf(reads: readonly Read[], evidence: Evidence, nowMs: number | null): Micros | null {
  const moments: number[] = nowMs === null ? [] : [fromMillis(nowMs) - INGESTION];
  const newest = newestRecord(evidence);
  for (const own of Map.groupBy(reads, ({ source }) => source).values()) {
    const ingested = own.flatMap((read): number[] => (read.newest !== null && read.ingested ? [read.newest] : []));
    if (ingested.length > 0) moments.push(Math.max(...ingested));
    else if (own.every((read) => !read.ingested)) {
      const asked = own.flatMap(({ newest: upTo }): number[] => (upTo === null ? [] : [upTo]));
      const end = asked.length > 0 ? Math.max(...asked) : newest;
      if (end !== null) moments.push(end - INGESTION);
    }
  }
  return moments.length === 0 ? null : micros(Math.min(...moments));
}

function newestRecord(evidence: Evidence): number | null {
  let newest: number | null = null;
  for (const { at } of evidence.records) newest = Math.max(newest ?? at, at);
  for (const { start, end } of evidence.spans) newest = Math.max(newest ?? start, end ?? start);
  return newest;
}
