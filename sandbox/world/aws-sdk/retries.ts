import type { Random } from "../random.ts";

/** How a call went that a service throttled `throttled` times. Durations in ms. */
export interface Retries {
  /** As the SDK counts them: all tries, the last one included. */
  readonly attempts: number;
  /** The sum of the waits between them, whole ms. */
  readonly totalRetryDelay: number;
  /** From the first try to the last answer. */
  readonly durationMs: number;
  /** How long after the beginning each refused try was refused. */
  readonly refusedAfterMs: readonly number[];
  /** The wait after each refused try but the last one of a call that failed. */
  readonly waitsMs: readonly number[];
}

/** What of it the SDK tells with the answer. */
export function attemptsOf({ attempts, totalRetryDelay }: Retries): Pick<Retries, "attempts" | "totalRetryDelay"> {
  return { attempts, totalRetryDelay };
}

/** Of the SDK's standard mode, after a throttle: half of it on the average, doubled with each further one. */
const THROTTLING_DELAY_MS = 1000;
const LONGEST_DELAY_MS = 20_000;

/**
 * The tries of one call in the standard retry mode of the SDK for JavaScript. `tryMs`: how long one try takes. A call that
 * does not succeed has used up its attempts: all of them were throttled.
 * https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html
 */
export function retries(random: Random, tryMs: number, throttled: number, succeeds: boolean): Retries {
  const waitsMs: number[] = [];
  const refusedAfterMs: number[] = [];
  let durationMs = 0;
  for (let refused = 0; refused < throttled; refused++) {
    durationMs += tryMs * random.between(0.7, 1.3);
    refusedAfterMs.push(durationMs);
    if (!succeeds && refused === throttled - 1) break;
    const most = Math.min(THROTTLING_DELAY_MS * 2 ** refused, LONGEST_DELAY_MS);
    const wait = Math.floor(random.next() * most);
    waitsMs.push(wait);
    durationMs += wait;
  }
  if (succeeds) durationMs += tryMs * random.between(0.7, 1.3);
  const totalRetryDelay = waitsMs.reduce((sum, wait) => sum + wait, 0);
  return { attempts: throttled + (succeeds ? 1 : 0), totalRetryDelay, durationMs, refusedAfterMs, waitsMs };
}
