import type { HopOutcome, Span, Witness } from "../span.ts";

/**
 * Who is believed on how an operation ended, first to last: what the caller of an API was answered; what a program answered; what
 * anybody else recorded of it, such as a segment of its API or function, the platform's status, an error that nobody caught.
 */
const WITNESSES: readonly Witness[] = ["access-log", "response", "recorder"];

/** Of those who are believed alike, a failure that one saw stands against a success that the other saw: an Invoke is 200 although the function broke. */
const WORST_FIRST: readonly HopOutcome[] = ["timeout", "throttled", "error", "ok"];

/** The span that says how the operation of all of them ended; null where none does. */
export function decisive(spans: readonly Span[]): Span | null {
  for (const witness of WITNESSES) {
    for (const outcome of WORST_FIRST) {
      const one = spans.find((span) => span.witness === witness && span.outcome === outcome);
      if (one !== undefined) return one;
    }
  }
  return null;
}
