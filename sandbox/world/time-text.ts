const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const DAYS = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];

/** `22/Nov/2026:02:24:11 +0000`, as API Gateway writes the time of a request. */
export function commonLogTime(at: number): string {
  const { date, month, year, clock } = partsOf(at);
  return `${date}/${month}/${year}:${clock} +0000`;
}

/** `Sun Nov 22 02:24:11 UTC 2026`, as the REST API's Cognito authorizer writes `iat` and `exp`. */
export function javaDate(at: number): string {
  const { day, date, month, year, clock } = partsOf(at);
  return `${day} ${month} ${date} ${clock} UTC ${year}`;
}

/** `Sun, 22 Nov 2026 02:24:11 GMT`, as HTTP's `date` header has it. */
export function httpDate(at: number): string {
  return new Date(at).toUTCString();
}

/** Without milliseconds, as EventBridge writes `time`. */
export function wholeSeconds(at: number): string {
  return `${new Date(at).toISOString().slice(0, 19)}Z`;
}

function partsOf(at: number) {
  const time = new Date(at);
  return {
    day: DAYS[time.getUTCDay()] ?? "",
    date: String(time.getUTCDate()).padStart(2, "0"),
    month: MONTHS[time.getUTCMonth()] ?? "",
    year: time.getUTCFullYear(),
    clock: time.toISOString().slice(11, 19),
  };
}
