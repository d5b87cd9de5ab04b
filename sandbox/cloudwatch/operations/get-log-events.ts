import { z } from "zod";
import { eventIdOf, placeOf } from "../event-id.ts";
import { findLogGroup, findLogStream } from "../find-log-group.ts";
import { LIMITS } from "../limits.ts";
import { isVisible, type LogEvent, type Ordered } from "../log-event.ts";
import { ONE_GROUP, STREAM_NAME } from "../log-group-name.ts";
import { invalidToken } from "../next-token.ts";
import { operation } from "../operation.ts";

const INPUT = z.object({
  ...ONE_GROUP,
  logStreamName: STREAM_NAME,
  startTime: z.int().min(0).optional(),
  endTime: z.int().min(0).optional(),
  nextToken: z.string().min(1).optional(),
  limit: z.int().min(1).max(LIMITS.eventsPage).optional(),
  startFromHead: z.boolean().optional(),
  unmask: z.literal(false).optional(),
});

/** Before every event: where a reader of a stream without visible events stands. */
const BEFORE_ALL: Ordered = { timestamp: 0, ingestionTime: 0, serial: 0 };

/**
 * A page is always in chronological order. A forward token stands behind the last event that was returned, a backward
 * token before the first; where there is nothing further in a direction, its token comes back as it was given. Tokens do
 * not expire here (in AWS after 24 hours).
 */
export const getLogEvents = operation("GetLogEvents", INPUT, (input, service) => {
  const group = findLogGroup(service, "GetLogEvents", input);
  const stream = findLogStream(service, group, input.logStreamName);
  const snapshot = { nowMs: service.clock.now(), end: service.store.end };
  const token = parsedToken(input.nextToken);
  const forward = token === null ? input.startFromHead === true : token.forward;
  let from = stream.indexAt(input.startTime ?? 0);
  let to = input.endTime === undefined ? stream.events.length : stream.indexAt(input.endTime);
  if (token?.forward === true) from = Math.max(from, stream.indexOf(token.place));
  if (token?.forward === false) to = Math.min(to, stream.indexOf(token.place));
  const page: LogEvent[] = [];
  let bytes = 0;
  for (let step = 0; step < to - from && page.length < (input.limit ?? LIMITS.eventsPage); step++) {
    const event = stream.events[forward ? from + step : to - 1 - step];
    if (event === undefined || !isVisible(event, snapshot)) continue;
    if (page.length > 0 && bytes + event.bytes > LIMITS.eventsPageBytes) break;
    bytes += event.bytes;
    page.push(event);
  }
  if (!forward) page.reverse();
  const first = page[0];
  const last = page.at(-1);
  const stand = token?.place ?? BEFORE_ALL;
  return {
    events: page.map(({ timestamp, message, ingestionTime }) => ({ timestamp, message, ingestionTime })),
    nextForwardToken: `f/${eventIdOf(last === undefined ? stand : { ...last, serial: last.serial + 1 })}/s`,
    nextBackwardToken: `b/${eventIdOf(first ?? stand)}/s`,
  };
});

/** A token names the first place that is not behind the reader. */
function parsedToken(token: string | undefined): { forward: boolean; place: Ordered } | null {
  if (token === undefined) return null;
  const [, direction, id = ""] = /^([fb])\/(\d+)\/s$/.exec(token) ?? [];
  const place = placeOf(id);
  if (place === null) throw invalidToken();
  return { forward: direction === "f", place };
}
