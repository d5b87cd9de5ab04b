import type { StreamView } from "../streams-view.ts";
import { consoleObject } from "./console-object.ts";
import { consolePage } from "./console-page.ts";

const GROUP = /^[\w./#-]{1,512}$/;
/** Long enough to be nobody else's. */
const ID = /^[\w.:/+=@-]{8,200}$/;

/**
 * Every line of the log groups of one region in which an id stands, ready to be run in Logs Insights. `from`, `to`: ms since the epoch.
 * Nothing in an id that passes can end the quotes around it in the query.
 */
export function insightsPage(streams: readonly StreamView[], id: string, from: number, to: number): string | null {
  const region = streams[0]?.region ?? null;
  const groups = new Set(streams.filter((one) => one.region === region).map(({ group }) => group));
  if (groups.size === 0 || ![...groups].every((group) => GROUP.test(group))) return null;
  const query = `fields @timestamp, @message, @logStream\n| filter @message like "${id}"\n| sort @timestamp asc\n| limit 1000`;
  const detail = consoleObject({
    end: new Date(to).toISOString(),
    start: new Date(from).toISOString(),
    timeType: "ABSOLUTE",
    tz: "UTC",
    editorString: query,
    source: [...groups],
  });
  return consolePage(
    region,
    id,
    ID,
    (_, { name }) => `cloudwatch/home?region=${name}#logsV2:logs-insights$3FqueryDetail$3D${detail}`,
  );
}
