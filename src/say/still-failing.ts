import type { Report, Shown } from "../report.ts";

/** What is said of people whose last attempt failed: where all has stopped, nobody knows whether they would get through by now. */
export function stillFailing({ failing }: Pick<Shown<Report>, "failing">): string {
  return failing?.trend === "stopped" ? "not seen to get through since" : "still failing";
}
