import assert from "node:assert/strict";

const PATIENCE_MS = 60_000;

/** Looks until something is so. `what` is said if it does not come. */
export async function until<T>(what: string, look: () => Promise<T | null>): Promise<T> {
  const deadline = performance.now() + PATIENCE_MS;
  for (;;) {
    const seen = await look();
    if (seen !== null) return seen;
    assert.ok(performance.now() < deadline, `${what}: nothing came of it within ${PATIENCE_MS / 1000} s`);
    await new Promise((passed) => setTimeout(passed, 15));
  }
}
