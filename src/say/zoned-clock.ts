/** Tells the time and the day of ISO moments in one zone, for text that Slack does not translate. */
export interface ZonedClock {
  /** The zone's name; UTC where none was given, or none that is known. */
  readonly zone: string;
  /** "04:30:01.250" */
  time(isoTime: string): string;
  /** "2026-11-22" */
  day(isoTime: string): string;
}

export function zonedClock(timeZone: string | null): ZonedClock {
  const zone = timeZone !== null && isZone(timeZone) ? timeZone : "UTC";
  const clock = new Intl.DateTimeFormat("en-GB", {
    timeZone: zone,
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    fractionalSecondDigits: 3,
    hourCycle: "h23",
  });
  // The Swedish write dates as ISO 8601 does.
  const calendar = new Intl.DateTimeFormat("sv-SE", { timeZone: zone, dateStyle: "short" });
  const told = (by: Intl.DateTimeFormat, isoTime: string): string => {
    const at = new Date(isoTime);
    return Number.isNaN(at.getTime()) ? isoTime : by.format(at);
  };
  return { zone, time: (isoTime) => told(clock, isoTime), day: (isoTime) => told(calendar, isoTime) };
}

function isZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat("en-GB", { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
