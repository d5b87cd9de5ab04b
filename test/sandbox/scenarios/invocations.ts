import { z } from "zod";
import type { Story } from "../../../sandbox/scenarios/story.ts";

/** One run of a function, as its log lines show it: read here without any code of the bot, so that both can be wrong alone. */
export interface Run {
  readonly functionName: string;
  readonly stream: string;
  readonly requestId: string;
  readonly version: string;
  /** Timestamps of the first and the last platform line, epoch ms. */
  readonly start: number;
  end: number;
  /** Application lines, in order, as they were written. */
  readonly lines: string[];
}

const START = /^START RequestId: (\S+) Version: (\S+)\n$/;
const END = /^REPORT RequestId: (\S+)\t/;
const Platform = z.object({
  type: z.enum(["platform.start", "platform.report"]),
  record: z.object({ requestId: z.string(), version: z.string().default("") }),
});

/** All runs of a story, stream by stream. Throws where a stream serves two of them at a time. */
export function runsOf({ streams }: Pick<Story, "streams">): Run[] {
  const runs: Run[] = [];
  for (const { group, stream, lines } of streams) {
    const functionName = group.replace("/aws/lambda/", "");
    let run: Run | null = null;
    for (const { timestamp, message } of lines) {
      const mark = markOf(message);
      if (mark === null) run?.lines.push(message);
      else if (mark.type === "platform.start") {
        if (run !== null) throw new Error(`${stream} starts ${mark.requestId} before the end of ${run.requestId}`);
        run = {
          functionName,
          stream,
          requestId: mark.requestId,
          version: mark.version,
          start: timestamp,
          end: 0,
          lines: [],
        };
      } else {
        if (run?.requestId !== mark.requestId) throw new Error(`${stream} ends ${mark.requestId}, which did not run`);
        run.end = timestamp;
        runs.push(run);
        run = null;
      }
    }
    if (run !== null) throw new Error(`${stream} never ends ${run.requestId}`);
  }
  return runs;
}

function markOf(message: string): { type: string; requestId: string; version: string } | null {
  const start = START.exec(message);
  if (start !== null) return { type: "platform.start", requestId: start[1] ?? "", version: start[2] ?? "" };
  const end = END.exec(message);
  if (end !== null) return { type: "platform.report", requestId: end[1] ?? "", version: "" };
  if (!message.startsWith('{"time":')) return null;
  const platform = Platform.safeParse(JSON.parse(message));
  return platform.success ? { type: platform.data.type, ...platform.data.record } : null;
}

const HttpEvent = z.object({
  requestContext: z.object({
    requestId: z.string(),
    timeEpoch: z.number().optional(),
    requestTimeEpoch: z.number().optional(),
    authorizer: z
      .object({
        jwt: z.object({ claims: z.object({ sub: z.string() }) }).optional(),
        claims: z.object({ sub: z.string() }).optional(),
      })
      .optional(),
  }),
});

/** A request as the event in a run's lines shows it; null where an API did not send it. */
export function requestOf(run: Run): { requestId: string; at: number; sub: string | null } | null {
  for (const line of run.lines) {
    const found = HttpEvent.safeParse(eventIn(line));
    if (!found.success) continue;
    const { requestId, timeEpoch, requestTimeEpoch, authorizer } = found.data.requestContext;
    const sub = authorizer?.jwt?.claims.sub ?? authorizer?.claims?.sub ?? null;
    return { requestId, at: timeEpoch ?? requestTimeEpoch ?? 0, sub };
  }
  return null;
}

const Structured = z.object({ event: z.unknown() });
const Nested = z.object({ message: Structured });

function eventIn(line: string): unknown {
  const text = /\tEVENT (\{.*\})\n$/.exec(line)?.[1];
  if (text !== undefined) return JSON.parse(text);
  if (!line.startsWith("{")) return null;
  const json: unknown = JSON.parse(line);
  const nested = Nested.safeParse(json);
  const flat = Structured.safeParse(json);
  return nested.success ? nested.data.message.event : flat.success ? flat.data.event : null;
}

/** The status that a run answered with; null where it answered to nobody. */
export function statusOf({ lines }: Run): number | null {
  const text = lines.findLast((line) => line.includes('"statusCode":'));
  const status = /"statusCode":(\d{3})/.exec(text ?? "")?.[1];
  return status === undefined ? null : Number(status);
}

/** How often the SDK tried each call of a run, in order. */
export function attemptsOf({ lines }: Pick<Run, "lines">): number[] {
  return lines.flatMap((line) => [...line.matchAll(/"attempts":(\d+)/g)].map(([, count]) => Number(count)));
}
