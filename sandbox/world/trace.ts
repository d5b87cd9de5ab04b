import { traceRoot } from "./aws-ids.ts";
import type { Random } from "./random.ts";

/** An X-Ray trace. Its root travels with every call that AWS's SDKs make inside Lambda, whether it is sampled or not. */
export interface Trace {
  readonly root: string;
  readonly sampled: boolean;
}

const SAMPLED_SHARE = 0.05;

export function newTrace(random: Random, at: number): Trace {
  return { root: traceRoot(random, at), sampled: random.chance(SAMPLED_SHARE) };
}

/** The tracing header as it is inside of a function. `segment` is the sender's: 16 hex digits. */
export function traceHeader({ root, sampled }: Trace, segment: string): string {
  return `Root=${root};Parent=${segment};Sampled=${sampled ? 1 : 0};Lineage=1:${segment.slice(0, 8)}:0`;
}
