import type { StreamView } from "../streams-view.ts";
import { consolePage } from "./console-page.ts";

/** What CloudWatch Logs allows as a name. https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_CreateLogGroup.html */
const GROUP = /^[\w./#-]{1,512}$/;
/** Beside `:` and `*`, a stream has no signs that nobody sees, and none that a redacted name has. */
const STREAM = /^[^:*\p{C}\s]{1,512}$/u;
const REDACTED = /\[[a-z ]+ \d+\]/;

/** The lines of a log stream from one moment to another, in ms since the epoch; of the whole group where the stream is not known. */
export function logsPage({ group, stream, region }: StreamView, from: number, to: number): string | null {
  if (stream !== null && (!STREAM.test(stream) || REDACTED.test(stream))) return null;
  const place = stream === null ? "" : `/${twice(stream)}`;
  const window = `$3Fstart$3D${Math.floor(from)}$26end$3D${Math.ceil(to)}`;
  return consolePage(
    region,
    group,
    GROUP,
    (_, { name }) =>
      `cloudwatch/home?region=${name}#logsV2:log-groups/log-group/${twice(group)}/log-events${place}${window}`,
  );
}

/** The console encodes twice, and writes `$` for `%`: `/` is `$252F`. */
function twice(text: string): string {
  return encodeURIComponent(encodeURIComponent(text)).replaceAll("%", "$");
}
