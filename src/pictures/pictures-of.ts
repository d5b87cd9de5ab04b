import type { PictureName } from "../investigation.ts";
import { leadOf } from "../lead.ts";
import type { Report, Shown } from "../report.ts";
import { chartOf } from "./chart.ts";
import { mapOf } from "./map.ts";
import type { Picture } from "./panel.ts";
import { waterfallOf } from "./waterfall.ts";

/** Slack shows no picture taller than 360 in a message: more rows would be too small to be read there. */
const MOST_ROWS = 9;

/** Every picture that a report gives. The same report, the same bytes. */
export function picturesOf(report: Shown<Report>): Partial<Record<PictureName, Picture>> {
  const lead = leadOf(report);
  const chart = report.minutes === undefined ? null : chartOf(report.minutes, report.changes);
  return {
    ...(lead === undefined ? {} : { map: mapOf(lead, report), waterfall: waterfallOf(lead, MOST_ROWS) }),
    ...(chart === null ? {} : { chart }),
  };
}
