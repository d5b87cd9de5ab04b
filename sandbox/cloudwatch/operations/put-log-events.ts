import { z } from "zod";
import { findLogGroup, findLogStream } from "../find-log-group.ts";
import { LIMITS } from "../limits.ts";
import { GROUP_NAME, STREAM_NAME } from "../log-group-name.ts";
import { operation } from "../operation.ts";
import { invalidParameter } from "../service-error.ts";

const EVENT = z.object({ timestamp: z.int().min(0), message: z.string().min(1) });
const INPUT = z.object({
  logGroupName: GROUP_NAME,
  logStreamName: STREAM_NAME,
  logEvents: z.array(EVENT).min(1).max(LIMITS.batchEvents),
  // Accepted and without effect, as documented.
  sequenceToken: z.string().optional(),
  entity: z.never().optional(),
});

type InputEvent = z.infer<typeof EVENT>;

export const putLogEvents = operation("PutLogEvents", INPUT, (input, service) => {
  const group = findLogGroup(service, "PutLogEvents", { logGroupName: input.logGroupName });
  const stream = findLogStream(service, group, input.logStreamName);
  refuseSizes(input.logEvents);
  refuseDisorder(input.logEvents);
  const nowMs = service.clock.now();
  const tooOld = input.logEvents.filter(({ timestamp }) => timestamp < nowMs - LIMITS.oldestEventMs).length;
  const kept = input.logEvents.slice(tooOld).filter(({ timestamp }) => timestamp <= nowMs + LIMITS.newestEventMs);
  const firstTooNew = tooOld + kept.length;
  const span = (kept.at(-1)?.timestamp ?? 0) - (kept[0]?.timestamp ?? 0);
  if (span > LIMITS.batchSpanMs) {
    throw invalidParameter("The batch of log events in a single PutLogEvents request cannot span more than 24 hours.");
  }
  const lines = kept.map(({ timestamp, message }) => ({ timestamp, ingestionTime: nowMs, message }));
  service.store.add(group.name, stream.name, lines, nowMs);
  const rejected = {
    ...(tooOld > 0 ? { tooOldLogEventEndIndex: tooOld } : {}),
    ...(firstTooNew < input.logEvents.length ? { tooNewLogEventStartIndex: firstTooNew } : {}),
  };
  return {
    nextSequenceToken: String(service.store.end).padStart(56, "0"),
    ...(Object.keys(rejected).length > 0 ? { rejectedLogEventsInfo: rejected } : {}),
  };
});

function refuseSizes(events: readonly InputEvent[]): void {
  const sizes = events.map(({ message }) => Buffer.byteLength(message) + LIMITS.eventOverheadBytes);
  const largest = Math.max(...sizes);
  if (largest > LIMITS.eventBytes) {
    throw invalidParameter(`Log event too large: ${largest} bytes exceeds limit of ${LIMITS.eventBytes}`);
  }
  const batch = sizes.reduce((sum, bytes) => sum + bytes, 0);
  if (batch > LIMITS.batchBytes) {
    throw invalidParameter(`Upload too large: ${batch} bytes exceeds limit of ${LIMITS.batchBytes}`);
  }
}

function refuseDisorder(events: readonly InputEvent[]): void {
  const disordered = events.some(({ timestamp }, index) => timestamp < (events[index - 1]?.timestamp ?? 0));
  if (disordered) {
    throw invalidParameter("Log events in a single PutLogEvents request must be in chronological order.");
  }
}
