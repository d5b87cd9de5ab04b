import { z } from "zod";
import { parseFilter } from "./filter/parse-filter.ts";
import { LIMITS } from "./limits.ts";
import { endOf, startOf, textAt } from "./segment.ts";
import type { Service } from "./service.ts";
import { invalidRequest } from "./service-error.ts";
import { type ServiceNode, serviceNode } from "./service-node.ts";
import type { StoredTrace } from "./trace-store.ts";

const INPUT = z.object({
  StartTime: z.number(),
  EndTime: z.number(),
  TimeRangeType: z.enum(["TraceId", "Event", "Service"]).default("TraceId"),
  Sampling: z.literal(false).optional(),
  FilterExpression: z.string().min(1).max(LIMITS.filterLength).optional(),
  NextToken: z.string().optional(),
});

/** Summaries of the traces of a stretch of time that meet an expression. A page may hold none and yet not be the last. */
export function getTraceSummaries(body: unknown, { store, clock, quotas }: Service): object {
  const parsed = INPUT.safeParse(body);
  if (!parsed.success) throw invalidRequest(`Invalid ${parsed.error.issues[0]?.path.join(".") ?? "request"}`);
  const { StartTime: from, EndTime: to, TimeRangeType: by, FilterExpression: filter, NextToken: token } = parsed.data;
  if (from >= to) throw invalidRequest("StartTime must be before EndTime");
  if ((to - from) * 1000 > LIMITS.rangeMs) throw invalidRequest("Time range cannot be longer than 6 hours");
  const meets = filter === undefined ? () => true : parseFilter(filter);
  const within = (moment: number): boolean => moment >= from && moment <= to;
  const scanned = store
    .all(clock.now())
    .filter((trace) => (by === "TraceId" ? within(beginOf(trace)) : trace.segments.map(endOf).some(within)));
  const place = token === undefined ? 0 : placeIn(token, filter);
  const page = scanned.slice(place, place + quotas.tracesPerPage);
  const next = place + quotas.tracesPerPage;
  return {
    TraceSummaries: page.filter(meets).map(summaryOf),
    ApproximateTime: Math.floor(clock.now() / 1000),
    TracesProcessedCount: page.length,
    ...(next < scanned.length ? { NextToken: tokenOf(next, filter) } : {}),
  };
}

/** The second in the trace's id. */
function beginOf({ id }: StoredTrace): number {
  return Number.parseInt(id.split("-")[1] ?? "", 16);
}

function summaryOf(trace: StoredTrace): object {
  const { id, segments } = trace;
  const nodes = segments.map(serviceNode);
  const root = nodes[segments.findIndex((segment) => segment["parent_id"] === undefined)] ?? nodes[0];
  const from = Math.min(...segments.map(startOf));
  const any = (flag: "fault" | "error" | "throttle"): boolean => nodes.some((node) => node[flag]);
  return {
    Id: id,
    StartTime: beginOf(trace),
    MatchedEventTime: Math.max(...segments.map(endOf)),
    Duration: Math.max(...segments.map(endOf)) - from,
    ResponseTime: root?.responseTime,
    HasFault: any("fault"),
    HasError: any("error"),
    HasThrottle: any("throttle"),
    IsPartial: segments.some((segment) => segment["in_progress"] === true),
    Annotations: {},
    Users: segments.flatMap((segment) => {
      const user = textAt(segment, "user");
      return user === undefined ? [] : [{ UserName: user, ServiceIds: [] }];
    }),
    ServiceIds: nodes.map(serviceId),
    ...(root === undefined ? {} : { EntryPoint: serviceId(root) }),
    Revision: 1,
  };
}

function serviceId({ name, type }: ServiceNode): object {
  return { Name: name, Names: [name], Type: type };
}

/** A token holds its expression's beginning, so that another request's is refused. */
function tokenOf(place: number, filter: string | undefined): string {
  return Buffer.from(JSON.stringify([place, filter ?? null])).toString("base64url");
}

function placeIn(token: string, filter: string | undefined): number {
  const parsed = z
    .tuple([z.int().min(0), z.string().nullable()])
    .safeParse(decoded(Buffer.from(token, "base64url").toString()));
  if (!parsed.success || parsed.data[1] !== (filter ?? null)) throw invalidRequest("Invalid NextToken");
  return parsed.data[0];
}

function decoded(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
