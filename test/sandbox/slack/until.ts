import { setTimeout as pause } from "node:timers/promises";

/** Looks again and again until it sees something, and returns that; fails after `withinMs`. */
export async function until<T>(look: () => T | null | undefined | false, withinMs = 5000): Promise<T> {
  const deadline = performance.now() + withinMs;
  for (;;) {
    const seen = look();
    if (seen !== null && seen !== undefined && seen !== false) return seen;
    if (performance.now() > deadline) throw new Error(`nothing was seen within ${withinMs} ms: ${look}`);
    await pause(5);
  }
}
