import type { SkewView } from "../report.ts";
import { duration } from "./names.ts";

/** That a clock was wrong, so that nobody puzzles over its times. */
export function skewLine({ clock, ms }: SkewView): string {
  return `the clock of ${clock} was ${duration(ms)} behind, corrected`;
}
