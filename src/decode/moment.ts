import { type Micros, micros } from "../time.ts";

/** The year 2255, up to which microseconds are exact. What is said to lie outside of it is no moment. */
const LAST = 9e15;

/** A moment from what a recorder wrote, in microseconds; null for what cannot be one. */
export function momentFrom(microseconds: number | null): Micros | null {
  return microseconds === null || !(Math.abs(microseconds) <= LAST) ? null : micros(microseconds);
}
