import assert from "node:assert/strict";

/** The task is linear; a square has the exponent 2. */
const LIMIT = 1.5;
/** So many small pieces are as much as a large one. */
export const PIECES = 8;
/** A busy machine makes no such power: it is not tried again. */
const HOPELESS = 1.8;
/** Whatever takes less than this for tens of kilobytes is no square of anything. CPU time, in ms. */
const NOTHING = 40;

/**
 * One large piece against as many small ones, by the time of the processor, which a busy neighbour does not take. The best of
 * several tries is the one in which nothing else happened.
 */
export function isLinear<T>(
  { small, large, work }: { readonly small: T; readonly large: T; readonly work: (piece: T) => unknown },
  tell: (exponent: string) => void = () => {},
): void {
  let exponent = Number.POSITIVE_INFINITY;
  for (let tries = 6; tries > 0 && exponent >= LIMIT; tries--) {
    const whole = cpuOf(() => work(large));
    if (whole < NOTHING) return;
    const pieces = cpuOf(() => {
      for (let i = 0; i < PIECES; i++) work(small);
    });
    exponent = Math.min(exponent, 1 + Math.log(whole / pieces) / Math.log(PIECES));
    if (exponent > HOPELESS) break;
  }
  tell(exponent.toFixed(2));
  assert.ok(exponent < LIMIT, `it grows with the power ${exponent.toFixed(2)}`);
}

function cpuOf(work: () => unknown): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}
