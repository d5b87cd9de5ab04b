import { setTimeout as sleep } from "node:timers/promises";

/** Waits until the next call may be made. Rejects when `until` is aborted meanwhile. */
export type Pace = (until: AbortSignal) => Promise<void>;

/**
 * Spaces calls out: at most `perSecond`, evenly, in the order in which they were asked for. Being early would only earn a
 * refusal, and the wait after that is longer. `now` is in milliseconds and never goes back.
 */
export function paceOf(perSecond: number, now: () => number = () => performance.now()): Pace {
  const gapMs = 1000 / perSecond;
  let next = 0;
  return async (until) => {
    const at = Math.max(now(), next);
    next = at + gapMs;
    const waitMs = at - now();
    if (waitMs > 0) await sleep(waitMs, undefined, { signal: until });
    until.throwIfAborted();
  };
}
