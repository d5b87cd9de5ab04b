import type { Catalog } from "./catalog.ts";
import { fromMillis, HOUR, iso, MINUTE, type Micros, micros, toMillis } from "./time.ts";

/** The team's next morning after a moment: the first time its clock shows the catalog's hour. */
export function morningAfter(moment: Micros, { timeZone, morning }: Pick<Catalog, "timeZone" | "morning">): Micros {
  const [hour = 8, minute = 0] = morning.split(":").map(Number);
  const clock = new Intl.DateTimeFormat("en-GB", { timeZone, hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  const wanted = hour * 60 + minute;
  const start = Math.ceil(moment / MINUTE) * MINUTE;
  // Minutes are walked, not computed: days have 23 or 25 hours, and zones are off by 30 or 45 minutes.
  for (let at = start; at <= start + 26 * HOUR; at += MINUTE) {
    const [h = 0, m = 0] = clock
      .format(toMillis(micros(at)))
      .split(":")
      .map(Number);
    if (h * 60 + m === wanted) return micros(at);
  }
  return fromMillis(Date.parse(`${iso(moment).slice(0, 10)}T${morning}:00Z`) + 24 * 3_600_000);
}
