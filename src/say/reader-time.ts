import { moment } from "./moment.ts";

/** In one text; each becomes much longer, and Slack counts them all. */
const MOST_TIMES = 2;

/** The moments in a text that was made harmless before, each in the reader's own zone. */
export function inReaderTime(mrkdwn: string): string {
  let left = MOST_TIMES;
  return mrkdwn.replace(/\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?Z\b/g, (found) =>
    left-- > 0 ? moment(found, "{date_short_pretty} {time_secs}") : found,
  );
}
