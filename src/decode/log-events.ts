import { hash } from "node:crypto";
import { z } from "zod";
import { idsIn } from "../evidence/scan.ts";
import { isObject, type JsonObject, parseJson } from "../json.ts";
import type { Key } from "../key.ts";
import type { Chunk, LogRecord, Origin } from "../record.ts";
import { fromMillis } from "../time.ts";
import { carriedIn, keysOf } from "./carriers.ts";
import type { Decoded, Decoder } from "./decoder.ts";
import { emfLine } from "./emf-line.ts";
import { jsonLine } from "./json-line.ts";
import { lambdaGoText } from "./lambda-go-text.ts";
import { lambdaJavaText } from "./lambda-java-text.ts";
import { lambdaNodeText } from "./lambda-node-text.ts";
import { lambdaPlatformJson } from "./lambda-platform-json.ts";
import { lambdaPlatformText } from "./lambda-platform-text.ts";
import { lambdaPythonText } from "./lambda-python-text.ts";
import { lambdaRubyText } from "./lambda-ruby-text.ts";
import type { Line, LineFormat } from "./line.ts";
import { namedIn } from "./named-in.ts";
import { plainLine } from "./plain-line.ts";
import { SpanLines } from "./span-lines.ts";

/** Asked in this order; the last one reads every line. */
const LINE_FORMATS: readonly LineFormat[] = [
  lambdaPlatformText,
  lambdaPlatformJson,
  lambdaNodeText,
  lambdaPythonText,
  lambdaJavaText,
  lambdaGoText,
  lambdaRubyText,
  emfLine,
  jsonLine,
];
/** What Datadog puts before a message, so that it can be found from a trace: it says nothing to a person. */
const DATADOG = /\[dd\.[\w.]{1,40}=[^\]\n]{0,400}\]\s?/;

/** Milliseconds up to the year 2255; what is said to be later is no moment. */
const Moment = z.number().min(-9e12).max(9e12);
const Event = z.object({
  timestamp: Moment,
  message: z.string(),
  ingestionTime: Moment.optional().catch(undefined),
  logStreamName: z.string().optional(),
});
type Event = z.infer<typeof Event>;

/** A subscription record: https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/SubscriptionFilters.html */
const Subscription = z.object({
  messageType: z.string().optional(),
  owner: z.string().optional(),
  logGroup: z.string(),
  logStream: z.string(),
  logEvents: z.array(z.unknown()),
});
/** What `aws logs filter-log-events` prints; the group is the one that it was asked for. */
const Filtered = z.object({ events: z.array(z.unknown()) });

/**
 * CloudWatch Logs events: subscription records, one JSON object a line, and the output of filter-log-events. The id of a
 * record is made from where and when it stood and what it says, so that the same line read twice is one record.
 */
export const logEvents: Decoder = {
  format: "log-events",
  sniff: (head) => /"(logEvents|logGroup|searchedLogStreams|logStreamName)"/.test(head),
  decode(chunk, out) {
    const text = new TextDecoder().decode(chunk.bytes);
    const whole = parseJson(text);
    const spans = new SpanLines();
    if (isObject(whole)) batch(whole, chunk, spans, out);
    else lines(text, chunk, spans, out);
    spans.finish(chunk.origin, out);
  },
};

function lines(text: string, chunk: Chunk, spans: SpanLines, out: (one: Decoded) => void): void {
  const broken: number[] = [];
  for (const [index, one] of text.split("\n").entries()) {
    if (one.trim() === "") continue;
    const json = parseJson(one);
    if (isObject(json)) batch(json, chunk, spans, out);
    else broken.push(index + 1);
  }
  const [first] = broken;
  if (first === undefined) return;
  const which = broken.length === 1 ? `line ${first} is` : `${broken.length} lines, from line ${first} on, are`;
  out({ gap: gap(chunk, `${which} not a JSON object`) });
}

function batch(json: JsonObject, chunk: Chunk, spans: SpanLines, out: (one: Decoded) => void): void {
  const subscription = Subscription.safeParse(json);
  if (subscription.success) {
    const { messageType, owner, logGroup, logStream, logEvents: events } = subscription.data;
    if (messageType === "CONTROL_MESSAGE") return;
    const origin = { ...chunk.origin, ...(owner === undefined ? {} : { account: owner }), group: logGroup };
    each(events, () => ({ ...origin, stream: logStream }), { chunk, spans, out });
    return;
  }
  const filtered = Filtered.safeParse(json);
  if (filtered.success) {
    if (chunk.origin.group === undefined) out({ gap: gap(chunk, "the log group of these events was not given") });
    each(
      filtered.data.events,
      (event) => ({ ...chunk.origin, ...(event.logStreamName === undefined ? {} : { stream: event.logStreamName }) }),
      { chunk, spans, out },
    );
    return;
  }
  out({ gap: gap(chunk, "neither a subscription record nor the output of filter-log-events") });
}

function each(
  events: readonly unknown[],
  originOf: (event: Event) => Origin,
  { chunk, spans, out }: { chunk: Chunk; spans: SpanLines; out: (one: Decoded) => void },
): void {
  let unreadable = 0;
  for (const one of events) {
    const event = Event.safeParse(one);
    if (!event.success) {
      unreadable++;
      continue;
    }
    const { message } = event.data;
    const parsed = parseJson(message);
    const json = isObject(parsed) ? parsed : null;
    const record = recordOf(event.data, json, originOf(event.data));
    // A line that records a span is that span, and no line of a program.
    if (!spans.take({ message, json }, record, out)) out({ record });
  }
  if (unreadable > 0) out({ gap: gap(chunk, `${unreadable} events have no timestamp or no message`) });
}

function recordOf(event: Event, json: JsonObject | null, origin: Origin): LogRecord {
  const line = lineOf(json === null ? event.message.replace(DATADOG, "") : event.message, json);
  const place = `${origin.group ?? ""}\n${origin.stream ?? ""}\n${event.timestamp}\n${event.message}`;
  const keys: Key[] = [];
  if (line.requestId !== null)
    keys.push({ kind: "lambda-request", value: line.requestId, role: "self", path: "requestId" });
  const carried = carriedIn(event.message);
  keys.push(...keysOf(carried));
  for (const value of new Set(idsIn(event.message))) {
    if (value !== line.requestId) keys.push({ kind: "external", value, role: "mentioned", path: "text" });
  }
  return {
    ...line,
    id: `log:${hash("sha1", place).slice(0, 16)}`,
    origin,
    keys,
    named: namedIn(carried, line.body),
    at: fromMillis(event.timestamp),
    ingestedAt: event.ingestionTime === undefined ? null : fromMillis(event.ingestionTime),
  };
}

function lineOf(message: string, json: JsonObject | null): Line {
  for (const format of LINE_FORMATS) {
    const line = format.read({ message, json });
    if (line !== null) return line;
  }
  return plainLine.read({ message, json });
}

function gap(chunk: Chunk, why: string): { what: string; why: string; origin: Origin } {
  return { what: chunk.origin.stream ?? chunk.origin.group ?? chunk.origin.source, why, origin: chunk.origin };
}
