import { type Micros, parseTime } from "../time.ts";

/** A moment in the reader's own zone, as Slack writes it. https://docs.slack.dev/messaging/formatting-message-text#date-formatting */
export function moment(isoTime: string, format = "{time}"): string {
  const at = parseTime(isoTime);
  return at === null ? isoTime : momentOf(at, format);
}

export function momentOf(at: Micros, format = "{time}"): string {
  const seconds = Math.floor(at / 1_000_000);
  const [day = "", time = ""] = new Date(seconds * 1000).toISOString().slice(0, 19).split("T");
  const shown = format.includes("{time_secs}") ? time : time.slice(0, 5);
  const fallback = `${format.includes("{date") ? `${day} ` : ""}${shown} UTC`;
  return `<!date^${seconds}^${format}|${fallback}>`;
}
