import type { MinuteView } from "../minutes.ts";
import { iso, MINUTE, type Micros, micros, type Window } from "../time.ts";

/** The latest of a longer window. */
const MOST_MINUTES = 180;

/** How many requests began in each minute of a window: those that fail, and those that succeeded. A minute without any has zeros. */
export function minutesOf(
  { from, to }: Window,
  failedAt: readonly Micros[],
  succeededAt: readonly (readonly Micros[])[],
): MinuteView[] {
  const last = Math.floor(to / MINUTE);
  const first = Math.max(Math.floor(from / MINUTE), last - MOST_MINUTES + 1);
  const failed = counted(failedAt, first, last, { from, to });
  const healthy = counted(succeededAt.flat(), first, last, { from, to });
  return failed.map((count, i) => ({
    at: iso(micros((first + i) * MINUTE)),
    failed: count,
    healthy: healthy[i] ?? 0,
  }));
}

function counted(moments: readonly Micros[], first: number, last: number, { from, to }: Window): number[] {
  const counts = new Array<number>(Math.max(0, last - first + 1)).fill(0);
  for (const at of moments) {
    const place = Math.floor(at / MINUTE) - first;
    if (at >= from && at <= to && place >= 0) counts[place] = (counts[place] ?? 0) + 1;
  }
  return counts;
}
