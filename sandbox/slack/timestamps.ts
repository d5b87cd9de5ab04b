import type { Clock } from "../clock.ts";

/**
 * Message timestamps as Slack makes them: "1700000000.000100", seconds with six digits. Unique in the workspace, and
 * increasing even while the clock stands still, so that a timestamp is an id and an order at once.
 */
export function createTimestamps(clock: Clock): () => string {
  let lastMicros = 0;
  return () => {
    lastMicros = Math.max(clock.now() * 1000, lastMicros + 1);
    return `${Math.floor(lastMicros / 1e6)}.${String(lastMicros % 1e6).padStart(6, "0")}`;
  };
}
