import { criticalPath } from "../critical-path.ts";
import { intervalsOf } from "../intervals.ts";
import type { Hop, Transaction } from "../transaction.ts";

/** A new instance of a function that a request waited for. Milliseconds. */
export interface ColdStart {
  readonly hop: Hop;
  readonly took: number;
  /** How long the whole request took. */
  readonly of: number;
}

/** Two clocks tell when the caller began and when the function did. */
const ABOUT = 0.8;
/** Less than this share of a request is not what made it slow. */
const MOST = 0.5;

/**
 * The start of new instances, where it is most of a request: what the platform reported of functions that somebody waited for.
 * An instance may have been started ahead, with provisioned concurrency for one: a start that would have begun before the
 * request held nothing up.
 * https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html#cold-start-latency
 */
export function coldStartOf(request: Transaction): ColdStart | null {
  const intervals = intervalsOf(request);
  const path = criticalPath(intervals, 0);
  const from = path[0]?.from ?? 0;
  const of = (path.at(-1)?.to ?? from) - from;
  let longest: ColdStart | null = null;
  let sum = 0;
  for (const place of new Set(path.map(({ hop }) => hop))) {
    const hop = request.hops[place];
    const start = intervals[place]?.start;
    const took = hop === undefined ? null : initOf(hop);
    if (hop === undefined || start === undefined || took === null) continue;
    if (start + took.after - took.ms * ABOUT < from) continue;
    sum += took.ms;
    if (longest === null || took.ms > longest.took) longest = { hop, took: took.ms, of };
  }
  return longest === null || sum < of * MOST ? null : { ...longest, took: Math.min(sum, of) };
}

/** How long the instance took to start, and how long after the hop's beginning it was ready: a tracer counts its start as well. */
function initOf({ logs, start }: Hop): { readonly ms: number; readonly after: number } | null {
  const ready = logs.find(({ mark }) => mark?.kind === "start")?.at ?? start;
  for (const { mark } of logs)
    if (mark?.kind === "report" && mark.initMs !== null && mark.initMs > 0)
      return { ms: mark.initMs, after: Math.max(0, ready - start) / 1000 };
  return null;
}
