import type { Json } from "../json.ts";
import { type Micros, micros } from "../time.ts";

/**
 * A moment in nanoseconds, as text or as a number. Beyond 2^53 a number has lost its last digits already, which are less than a
 * microsecond; text loses nothing.
 */
export function microsOfNanos(nanos: Json | undefined): Micros | null {
  if (typeof nanos === "number" && Number.isFinite(nanos) && nanos > 0) return micros(nanos / 1000);
  if (typeof nanos !== "string" || !/^\d{4,20}$/.test(nanos)) return null;
  return micros(Number(nanos.slice(0, -3)));
}
