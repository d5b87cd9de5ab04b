/** Who reads the date, and when: `timeZone` is an IANA name, `nowMs` epoch milliseconds. */
export interface Reader {
  readonly timeZone: string;
  readonly nowMs: number;
}

const MINUTE_MS = 60_000;

/**
 * A date token's format filled in for its reader: "Failed {date_short_pretty} at {time}".
 * https://docs.slack.dev/messaging/formatting-message-text#date-formatting. Dates are written as for en-US; Slack
 * would follow the reader's language.
 */
export function formatSlackDate(format: string, epochS: number, reader: Reader): string {
  return format.replaceAll(/\{(\w+)\}/g, (whole, token: string) => {
    const write = tokens[token];
    return write === undefined ? whole : write(epochS * 1000, reader);
  });
}

type Write = (ms: number, reader: Reader) => string;

function written(options: Intl.DateTimeFormatOptions): Write {
  return (ms, { timeZone }) => new Intl.DateTimeFormat("en-US", { ...options, timeZone }).format(ms);
}

/** "2026-11-22" in the reader's zone. */
const dateNum = (ms: number, { timeZone }: Reader): string =>
  new Intl.DateTimeFormat("en-CA", { year: "numeric", month: "2-digit", day: "2-digit", timeZone }).format(ms);

/** A pretty date says yesterday, today or tomorrow where it can. */
function pretty(plain: Write): Write {
  return (ms, reader) => {
    const day = Date.parse(dateNum(ms, reader));
    const today = Date.parse(dateNum(reader.nowMs, reader));
    return { "-1": "yesterday", "0": "today", "1": "tomorrow" }[(day - today) / 86_400_000] ?? plain(ms, reader);
  };
}

function ago(ms: number, { nowMs }: Reader): string {
  const minutes = Math.round(Math.abs(nowMs - ms) / MINUTE_MS);
  const [count, unit] =
    minutes < 60
      ? [minutes, "minute"]
      : minutes < 1440
        ? [Math.round(minutes / 60), "hour"]
        : [Math.round(minutes / 1440), "day"];
  const amount = `${count} ${unit}${count === 1 ? "" : "s"}`;
  return ms > nowMs ? `in ${amount}` : `${amount} ago`;
}

const long = written({ weekday: "long", month: "long", day: "numeric", year: "numeric" });
const medium = written({ month: "long", day: "numeric", year: "numeric" });
const short = written({ month: "short", day: "numeric", year: "numeric" });

const tokens: Readonly<Record<string, Write>> = {
  date_num: dateNum,
  date_slash: (ms, reader) => dateNum(ms, reader).replaceAll("-", "/"),
  date_long: long,
  date: medium,
  date_short: short,
  date_long_pretty: pretty(long),
  date_pretty: pretty(medium),
  date_short_pretty: pretty(short),
  time: written({ hour: "numeric", minute: "2-digit" }),
  time_secs: written({ hour: "numeric", minute: "2-digit", second: "2-digit" }),
  ago,
};
