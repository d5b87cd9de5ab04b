import type { Report, Shown } from "../report.ts";

/** What is said of people whose last attempt failed: where all has stopped, nobody knows whether they would get through by now. */
export function stillFailing({ failing }: Pick<Shown<Report>, "failing">): string {
  return failing?.trend === "stopped" ? "not seen to get through since" : "still failing";
}

/** How many of those who are hit that is; null for nobody. */
export function howManyStillFailing(report: Pick<Shown<Report>, "failing" | "users">): string | null {
  const { stillFailing: count, hit } = report.users;
  if (count === 0) return null;
  if (count < hit || hit === 1) return `${count} ${stillFailing(report)}`;
  return report.failing?.trend === "stopped" ? "no success seen since" : "all still failing";
}
