/** A moment in microseconds since the epoch, or a span of microseconds. µs fit a JavaScript number until the year 2255. */
export type Micros = number & { readonly unit: "microseconds" };

export function micros(value: number): Micros {
  return Math.round(value) as Micros;
}

export function fromMillis(epochMs: number): Micros {
  return micros(epochMs * 1000);
}

export function toMillis(at: Micros): number {
  return at / 1000;
}

export function plus(at: Micros, by: Micros): Micros {
  return micros(at + by);
}

export const MILLISECOND: Micros = micros(1000);
export const SECOND: Micros = micros(1_000_000);
export const MINUTE: Micros = micros(60_000_000);
export const HOUR: Micros = micros(3_600_000_000);
export const DAY: Micros = micros(86_400_000_000);

/** ISO 8601 with milliseconds, in UTC. A moment outside of what a Date can hold is clamped to its ends. */
export function iso(at: Micros): string {
  const bound = 8.64e15;
  return new Date(Math.min(bound, Math.max(-bound, toMillis(at)))).toISOString();
}

/**
 * Reads ISO 8601, CloudWatch's `2026-11-22 19:35:21.646` (UTC without a zone) and `+0000` zones. Null for anything
 * that is not a moment.
 */
export function parseTime(text: string): Micros | null {
  const match = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d(?:[.,]\d{1,9})?)\s?(Z|[+-]\d\d:?\d\d)?$/.exec(text.trim());
  if (match === null) return null;
  const [, day, clock = "", zone = "Z"] = match;
  const offset = zone === "Z" ? zone : `${zone.slice(0, 3)}:${zone.slice(-2)}`;
  const [whole = "", fraction = ""] = clock.replace(",", ".").split(".");
  const ms = Date.parse(`${day}T${whole}${offset}`);
  if (Number.isNaN(ms)) return null;
  return micros(ms * 1000 + Number(fraction.padEnd(6, "0").slice(0, 6)));
}

/** A stretch of time, both ends included. */
export interface Window {
  readonly from: Micros;
  readonly to: Micros;
}
