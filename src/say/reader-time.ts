import { parseTime } from "../time.ts";

/** In one text; each becomes much longer, and Slack counts them all. */
const MOST_TIMES = 2;

/** A moment in the reader's own zone, as Slack writes it. https://docs.slack.dev/messaging/formatting-message-text#date-formatting */
export function readerTime(isoTime: string, format = "{date_short_pretty} {time_secs}"): string {
  const at = parseTime(isoTime);
  if (at === null) return isoTime;
  const seconds = Math.floor(at / 1_000_000);
  const [day, time] = new Date(seconds * 1000).toISOString().slice(0, 19).split("T");
  return `<!date^${seconds}^${format}|${day} ${time} UTC>`;
}

/** The same for the moments in a text that was made harmless before. */
export function inReaderTime(mrkdwn: string): string {
  let left = MOST_TIMES;
  return mrkdwn.replace(/\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?Z\b/g, (found) =>
    left-- > 0 ? readerTime(found) : found,
  );
}
