import { z } from "zod";
import { eventIdOf, placeOf } from "../event-id.ts";
import { parseFilterPattern } from "../filter-pattern.ts";
import { findLogGroup } from "../find-log-group.ts";
import { LIMITS } from "../limits.ts";
import { compareEvents, isVisible, type LogEvent, type Ordered } from "../log-event.ts";
import { ONE_GROUP, STREAM_NAME } from "../log-group-name.ts";
import type { LogGroup } from "../log-store.ts";
import type { LogStream } from "../log-stream.ts";
import { invalidToken, nextToken, placeInToken } from "../next-token.ts";
import { operation } from "../operation.ts";
import type { Service } from "../service.ts";
import { invalidParameter, resourceNotFound } from "../service-error.ts";

const INPUT = z.object({
  ...ONE_GROUP,
  logStreamNames: z.array(STREAM_NAME).min(1).max(LIMITS.streamsPerFilter).optional(),
  logStreamNamePrefix: STREAM_NAME.optional(),
  startTime: z.int().min(0).optional(),
  endTime: z.int().min(0).optional(),
  filterPattern: z.string().max(LIMITS.filterPatternLength).optional(),
  nextToken: z.string().min(1).optional(),
  limit: z.int().min(1).max(LIMITS.eventsPage).optional(),
  startFromHead: z.boolean().optional(),
  // Ignored since 2019, as documented.
  interleaved: z.boolean().optional(),
  unmask: z.literal(false).optional(),
});

type Input = z.infer<typeof INPUT>;

interface Found {
  readonly event: LogEvent;
  readonly stream: string;
}

/**
 * One call reads a bounded number of events and answers with those that match, however few. A page ends at the limit,
 * at 1 MB, or where reading stopped; there is a token as long as events are left to read.
 */
export const filterLogEvents = operation("FilterLogEvents", INPUT, (input, service) => {
  const group = findLogGroup(service, "FilterLogEvents", input);
  const matches = parseFilterPattern(input.filterPattern ?? "");
  const { startTime, endTime, logStreamNames, logStreamNamePrefix, filterPattern } = input;
  const request = [group.name, logStreamNames, logStreamNamePrefix, startTime, endTime, filterPattern];
  const { fromHead, after } = progress(input, request);
  const { eventsScannedPerPage } = service.quotas;
  const candidates = read(input, group, fromHead, after, eventsScannedPerPage, service);
  const page: Found[] = [];
  let bytes = 0;
  let scanned = 0;
  for (const found of candidates.slice(0, eventsScannedPerPage)) {
    if (page.length >= (input.limit ?? LIMITS.eventsPage)) break;
    if (matches(found.event.message)) {
      if (page.length > 0 && bytes + found.event.bytes > LIMITS.eventsPageBytes) break;
      bytes += found.event.bytes;
      page.push(found);
    }
    scanned++;
  }
  const last = candidates[scanned - 1];
  const more = last !== undefined && scanned < candidates.length;
  return {
    events: page.map(({ event, stream }) => ({
      logStreamName: stream,
      timestamp: event.timestamp,
      message: event.message,
      ingestionTime: event.ingestionTime,
      eventId: eventIdOf(event),
    })),
    searchedLogStreams: [],
    ...(more ? { nextToken: nextToken(request, `${fromHead ? "f" : "b"}${eventIdOf(last.event)}`) } : {}),
  };
});

/** The direction and the last event read: of the token if there is one, else of the request. */
function progress(input: Input, request: readonly unknown[]): { fromHead: boolean; after: Ordered | null } {
  const place = placeInToken(request, input.nextToken);
  if (place !== null) {
    const after = placeOf(place.slice(1));
    if (after === null) throw invalidToken();
    return { fromHead: place.startsWith("f"), after };
  }
  if (input.startFromHead === false && (input.startTime ?? 0) < LIMITS.newestFirstSinceMs) {
    throw invalidParameter("startFromHead=false requires a startTime on or after 2024-01-01T00:00:00Z.");
  }
  return { fromHead: input.startFromHead ?? true, after: null };
}

/** The next events of the window in the direction of reading: `most`, and one more if there is one. */
function read(
  input: Input,
  group: LogGroup,
  fromHead: boolean,
  after: Ordered | null,
  most: number,
  service: Service,
): Found[] {
  const snapshot = { nowMs: service.clock.now(), end: service.store.end };
  const found = chosenStreams(input, group, snapshot.nowMs).flatMap((stream) => {
    let from = stream.indexAt(input.startTime ?? 0);
    let to = stream.indexAt((input.endTime ?? Number.MAX_SAFE_INTEGER - 1) + 1);
    if (after !== null && fromHead) from = Math.max(from, stream.indexOf({ ...after, serial: after.serial + 1 }));
    if (after !== null && !fromHead) to = Math.min(to, stream.indexOf(after));
    const events: Found[] = [];
    for (let step = 0; step < to - from && events.length <= most; step++) {
      const event = stream.events[fromHead ? from + step : to - 1 - step];
      if (event !== undefined && isVisible(event, snapshot)) events.push({ event, stream: stream.name });
    }
    return events;
  });
  found.sort((a, b) => compareEvents(a.event, b.event) * (fromHead ? 1 : -1));
  return found.slice(0, most + 1);
}

function chosenStreams({ logStreamNames, logStreamNamePrefix }: Input, group: LogGroup, nowMs: number): LogStream[] {
  if (logStreamNames !== undefined && logStreamNamePrefix !== undefined) {
    throw invalidParameter("logStreamNames and logStreamNamePrefix are mutually exclusive parameters.");
  }
  const existing = [...group.streams.values()].filter((stream) => stream.existsAt(nowMs));
  if (logStreamNames === undefined) return existing.filter(({ name }) => name.startsWith(logStreamNamePrefix ?? ""));
  return logStreamNames.map((wanted) => {
    const stream = existing.find(({ name }) => name === wanted);
    if (stream === undefined) throw resourceNotFound("The specified log stream does not exist.");
    return stream;
  });
}
