import { setTimeout as sleep } from "node:timers/promises";

/** Waits until the next call may be made. Rejects when `until` is aborted meanwhile. */
export type Pace = (until: AbortSignal) => Promise<void>;

const SECOND_MS = 1000;

/**
 * Lets at most `perSecond` calls begin in any one second, in the order in which they were asked for, and none later than it
 * has to: being early would only earn a refusal, and the wait after that is longer. `now` is in milliseconds and never goes
 * back.
 */
export function paceOf(perSecond: number, now: () => number = () => performance.now()): Pace {
  /** When the last calls begin, as a ring: the slot that is written next holds the one that was `perSecond` calls ago. */
  const begins = Array<number>(perSecond).fill(Number.NEGATIVE_INFINITY);
  let slot = 0;
  return async (until) => {
    const at = Math.max(now(), (begins[slot] ?? 0) + SECOND_MS);
    begins[slot] = at;
    slot = (slot + 1) % perSecond;
    const waitMs = at - now();
    if (waitMs > 0) await sleep(waitMs, undefined, { signal: until });
    until.throwIfAborted();
  };
}
