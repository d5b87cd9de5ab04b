import type { LogView } from "../report.ts";
import type { ZonedClock } from "./zoned-clock.ts";

/** Log lines as they are read: the time in a zone, with the day where they are of several, the level, and what was said. */
export function logLines(logs: readonly LogView[], clock: ZonedClock): string[] {
  const days = logs.map(({ at }) => clock.day(at));
  const several = new Set(days).size > 1;
  return logs.map(({ at, level, text }, place) => {
    const parts = [several ? (days[place] ?? "") : "", clock.time(at), level ?? "", text.trimEnd()];
    return parts.filter((one) => one !== "").join(" ");
  });
}
