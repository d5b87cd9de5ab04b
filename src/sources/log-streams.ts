import {
  type CloudWatchLogsClient,
  type FilteredLogEvent,
  FilterLogEventsCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import { paceOf } from "../pace.ts";
import { toMillis } from "../time.ts";
import { LIMITS } from "./cloudwatch-limits.ts";
import type { LogGroup } from "./log-groups.ts";
import type { StreamSlice } from "./source.ts";

/** Reads stretches of streams, page by page. Nothing that is scanned so is paid for. */
export interface LogStreams {
  read(group: LogGroup, slice: StreamSlice, until: AbortSignal): AsyncGenerator<readonly FilteredLogEvent[]>;
}

/** Throws what the client throws. https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_FilterLogEvents.html */
export function logStreamsOf(client: CloudWatchLogsClient): LogStreams {
  const filtering = paceOf(LIMITS.filterPerSecond);
  return {
    async *read({ name, arn }, { stream, from, to }, until) {
      let nextToken: string | undefined;
      do {
        await filtering(until);
        const page = await client.send(
          new FilterLogEventsCommand({
            ...(arn === null ? { logGroupName: name } : { logGroupIdentifier: arn }),
            logStreamNames: [stream],
            startTime: Math.floor(toMillis(from)),
            endTime: Math.ceil(toMillis(to)),
            ...(nextToken === undefined ? {} : { nextToken }),
          }),
          { abortSignal: until },
        );
        // A page may be empty and still not be the last.
        if ((page.events ?? []).length > 0) yield page.events ?? [];
        nextToken = page.nextToken;
      } while (nextToken !== undefined);
    },
  };
}
