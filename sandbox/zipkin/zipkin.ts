import type { Clock } from "../clock.ts";
import { serve } from "../serve.ts";
import { HttpFaultPlan, type HttpFaults } from "../traces/faults.ts";
import type { RecordedSpan } from "../traces/span.ts";
import { TraceStore } from "../traces/trace-store.ts";
import { tagsOf, zipkinSpan } from "./zipkin-json.ts";

/** Zipkin at `url`, with STRICT_TRACE_ID=false. https://zipkin.io/zipkin-api/ */
export interface Zipkin {
  readonly url: string;
  readonly faults: HttpFaults;
  /** The path and query of every request so far. */
  readonly requests: readonly string[];
  load(spans: readonly RecordedSpan[]): void;
  stop(): Promise<void>;
}

const DEFAULT_LIMIT = 10;
const DAY_MS = 86_400_000;

export async function startZipkin(clock: Clock): Promise<Zipkin> {
  const faults = new HttpFaultPlan();
  const store = new TraceStore(clock);
  const requests: string[] = [];
  const served = await serve((request) => {
    const url = new URL(request.url);
    requests.push(`${url.pathname}${url.search}`);
    return faults.answer(request, async () => answer(url, clock, store, faults));
  });
  return { url: served.url, faults, requests, load: (spans) => store.add(spans), stop: () => served.stop() };
}

function answer({ pathname, searchParams }: URL, clock: Clock, store: TraceStore, faults: HttpFaultPlan): Response {
  const id = /^\/api\/v2\/trace\/([0-9a-f]{1,32})$/i.exec(pathname)?.[1];
  if (id !== undefined) {
    const spans = store.traceByLastDigits(id);
    if (spans.length === 0) return new Response(`${id} not found`, { status: 404 });
    const told = faults.mixedUp ? spans.map((span) => ({ ...span, traceId: "f".repeat(32) })) : spans;
    return Response.json(told.map(zipkinSpan));
  }
  if (pathname === "/api/v2/services") return Response.json(store.services().map((name) => name.toLowerCase()));
  if (pathname === "/api/v2/traces") return search(searchParams, clock, store);
  return new Response("Status: 404\nDescription: Not Found\n", { status: 404 });
}

function search(params: URLSearchParams, clock: Clock, store: TraceStore): Response {
  const number = (name: string, otherwise: number): number => Number(params.get(name) ?? otherwise);
  const endTs = number("endTs", clock.now());
  const lookback = number("lookback", DAY_MS);
  const limit = number("limit", DEFAULT_LIMIT);
  for (const [name, value] of Object.entries({ endTs, lookback, limit })) {
    if (!(value > 0)) return new Response(`${name} <= 0`, { status: 400 });
  }
  const service = params.get("serviceName");
  const minDuration = number("minDuration", 0);
  const conditions = (params.get("annotationQuery") ?? "").split(" and ").filter((one) => one !== "");
  const found = store.find({
    from: (endTs - lookback) * 1000,
    to: endTs * 1000,
    limit,
    fits: (span) =>
      (service === null || span.service.toLowerCase() === service) &&
      span.durationMicros >= minDuration &&
      conditions.every((condition) => meets(span, condition)),
  });
  return Response.json(found.map((spans) => spans.map(zipkinSpan)));
}

/** `tag=value`, or the name of a tag alone. What stands behind the first sign is the value. */
function meets(span: RecordedSpan, condition: string): boolean {
  const tags = tagsOf(span);
  const sign = condition.indexOf("=");
  return sign === -1 ? tags[condition] !== undefined : tags[condition.slice(0, sign)] === condition.slice(sign + 1);
}
