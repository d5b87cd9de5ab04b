import { setTimeout as sleep } from "node:timers/promises";

/** Waits until the next call may be made. Rejects when `until` is aborted meanwhile. */
export type Pace = (until: AbortSignal) => Promise<void>;

const SECOND_MS = 1000;

/**
 * Lets at most `most` calls begin in any one second, or another span, in the order in which they were asked for, and none later
 * than it has to: being early would only earn a refusal, and the wait after that is longer. `now` is in milliseconds and never
 * goes back.
 */
export function paceOf(most: number, now: () => number = () => performance.now(), spanMs = SECOND_MS): Pace {
  /** When the last calls begin, as a ring: the slot that is written next holds the one that was `most` calls ago. */
  const begins = Array<number>(most).fill(Number.NEGATIVE_INFINITY);
  let slot = 0;
  return async (until) => {
    const at = Math.max(now(), (begins[slot] ?? 0) + spanMs);
    begins[slot] = at;
    slot = (slot + 1) % most;
    const waitMs = at - now();
    if (waitMs > 0) await sleep(waitMs, undefined, { signal: until });
    until.throwIfAborted();
  };
}
