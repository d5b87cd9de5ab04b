/** The time in epoch milliseconds. Whoever needs the time is handed one of these; nobody asks the machine. */
export interface Clock {
  now(): number;
}

/** The one clock of a sandbox: every server of it, and the bot, read the same night. */
export interface SandboxClock extends Clock {
  /** Moves the clock forward to a moment (epoch ms); it never goes back. */
  advanceTo(epochMs: number): void;
}

/** A clock that shows `startMs` now and then runs as real time does. */
export function startClock(startMs: number): SandboxClock {
  let base = startMs - performance.now();
  return {
    now: () => Math.floor(base + performance.now()),
    advanceTo(epochMs) {
      base = Math.max(base, epochMs - performance.now());
    },
  };
}
