import { z } from "zod";
import { findLogGroup } from "../find-log-group.ts";
import { LIMITS } from "../limits.ts";
import { isVisible } from "../log-event.ts";
import { groupArn, ONE_GROUP, STREAM_NAME } from "../log-group-name.ts";
import type { LogStream } from "../log-stream.ts";
import { nextToken, placeInToken } from "../next-token.ts";
import { operation } from "../operation.ts";
import type { Service } from "../service.ts";
import { invalidParameter } from "../service-error.ts";

const INPUT = z.object({
  ...ONE_GROUP,
  logStreamNamePrefix: STREAM_NAME.optional(),
  orderBy: z.enum(["LogStreamName", "LastEventTime"]).optional(),
  descending: z.boolean().optional(),
  nextToken: z.string().min(1).optional(),
  limit: z.int().min(1).max(LIMITS.describePage).optional(),
});

/** In AWS the times of a stream lag by up to an hour; here they are exact. */
export const describeLogStreams = operation("DescribeLogStreams", INPUT, (input, service) => {
  const group = findLogGroup(service, "DescribeLogStreams", input);
  const { logStreamNamePrefix: prefix, orderBy = "LogStreamName", descending = false } = input;
  if (orderBy === "LastEventTime" && prefix !== undefined) {
    throw invalidParameter("Cannot order by LastEventTime with a logStreamNamePrefix.");
  }
  const nowMs = service.clock.now();
  const streams = [...group.streams.values()]
    .filter((stream) => stream.existsAt(nowMs) && stream.name.startsWith(prefix ?? ""))
    .map((stream) => describe(stream, groupArn(service, group.name), service))
    .map((stream) => ({ stream, key: sortKey(stream, orderBy) }))
    .sort((a, b) => (a.key < b.key ? -1 : 1) * (descending ? -1 : 1));
  const request = [group.name, prefix, orderBy, descending];
  const after = placeInToken(request, input.nextToken);
  const rest = after === null ? streams : streams.filter(({ key }) => (descending ? key < after : key > after));
  const limit = input.limit ?? LIMITS.describePage;
  const page = rest.slice(0, limit);
  const last = page.at(-1);
  return {
    logStreams: page.map(({ stream }) => stream),
    ...(last !== undefined && rest.length > limit ? { nextToken: nextToken(request, last.key) } : {}),
  };
});

interface DescribedStream {
  readonly logStreamName: string;
  readonly creationTime: number;
  readonly arn: string;
  readonly storedBytes: 0;
  readonly firstEventTimestamp?: number;
  readonly lastEventTimestamp?: number;
  readonly lastIngestionTime?: number;
}

function describe(stream: LogStream, arn: string, { clock, store }: Service): DescribedStream {
  const snapshot = { nowMs: clock.now(), end: store.end };
  const visible = stream.events.filter((event) => isVisible(event, snapshot));
  const first = visible[0];
  const last = visible.at(-1);
  return {
    logStreamName: stream.name,
    creationTime: stream.createdMs,
    arn: `${arn}:log-stream:${stream.name}`,
    storedBytes: 0,
    ...(first !== undefined && last !== undefined
      ? {
          firstEventTimestamp: first.timestamp,
          lastEventTimestamp: last.timestamp,
          lastIngestionTime: visible.reduce((newest, { ingestionTime }) => Math.max(newest, ingestionTime), 0),
        }
      : {}),
  };
}

function sortKey({ lastEventTimestamp, logStreamName }: DescribedStream, orderBy: string): string {
  return orderBy === "LogStreamName"
    ? logStreamName
    : `${String(lastEventTimestamp ?? 0).padStart(16, "0")} ${logStreamName}`;
}
