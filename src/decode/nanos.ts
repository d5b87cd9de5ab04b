import type { Json } from "../json.ts";
import type { Micros } from "../time.ts";
import { momentFrom } from "./moment.ts";

/** Fields of moments in nanoseconds, as a bare number: longer than what a double holds. A quote inside of a string is escaped. */
const BARE = /("\w*UnixNano"\s*:\s*)(\d{16,20})(?=\s*[,}])/g;

/**
 * JSON text in which moments that are bare numbers beyond 2^53 have become text, so that parsing takes none of their digits, as
 * the log group `aws/spans` writes them. Nothing else changes: the names can stand in no string with their quotes bare. Linear.
 */
export function withExactNanos(text: string): string {
  return text.replace(BARE, '$1"$2"');
}

/** A moment in nanoseconds, to the microsecond below; text loses nothing, a number what it had lost before. */
export function microsOfNanos(nanos: Json | undefined): Micros | null {
  if (typeof nanos === "number" && Number.isFinite(nanos) && nanos > 0) return momentFrom(Math.floor(nanos / 1000));
  if (typeof nanos !== "string" || !/^\d{4,20}$/.test(nanos)) return null;
  return momentFrom(Number(nanos.slice(0, -3)));
}
