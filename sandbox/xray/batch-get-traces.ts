import { z } from "zod";
import { LIMITS } from "./limits.ts";
import { endOf, startOf } from "./segment.ts";
import type { Service } from "./service.ts";
import { invalidRequest } from "./service-error.ts";
import type { StoredTrace } from "./trace-store.ts";

const INPUT = z.object({ TraceIds: z.array(z.string().min(1).max(35)).min(1), NextToken: z.string().optional() });

/**
 * Whole traces by their ids. What there is no trace for is answered as unprocessed: the API reference does not say what
 * becomes of it, so that nobody who asks this server learns to tell the two apart. Pages are not built in AWS either.
 */
export function batchGetTraces(body: unknown, { store, clock, faults }: Service): object {
  const parsed = INPUT.safeParse(body);
  if (!parsed.success) throw invalidRequest("Invalid request");
  const { TraceIds: ids, NextToken: token } = parsed.data;
  if (ids.length > LIMITS.traceIds) throw invalidRequest(`Exceeding maximum query size: ${LIMITS.traceIds}`);
  if (token !== undefined) throw invalidRequest("NextToken is currently not supported");
  const found = ids.flatMap((id) => (faults.takeUnprocessed(id) ? [] : (store.trace(id, clock.now()) ?? [])));
  const held = new Set(found.map(({ id }) => id));
  return { Traces: found.map(traceOf), UnprocessedTraceIds: ids.filter((id) => !held.has(id)) };
}

function traceOf({ id, segments }: StoredTrace): object {
  const from = Math.min(...segments.map(startOf));
  const to = Math.max(...segments.map(endOf));
  return {
    Id: id,
    Duration: to - from,
    LimitExceeded: false,
    Segments: segments.map((segment) => ({ Id: segment["id"], Document: JSON.stringify(segment) })),
  };
}
