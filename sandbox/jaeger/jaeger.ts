import { z } from "zod";
import type { Clock } from "../clock.ts";
import { serve } from "../serve.ts";
import { HttpFaultPlan, type HttpFaults } from "../traces/faults.ts";
import { resourceSpans } from "../traces/otlp.ts";
import type { RecordedSpan } from "../traces/span.ts";
import { TraceStore } from "../traces/trace-store.ts";
import { jaegerTrace, tagsOf } from "./jaeger-json.ts";

/**
 * `2.21`: `/api/v3`, and of the older routes only that of one trace. `2.11`: all routes, and a `/api/v3` that does not know
 * `query.attributes`. `1.30`: only the older ones; its user interface answers for every other path.
 */
export type JaegerVersion = "2.21" | "2.11" | "1.30";

/** The query service of Jaeger at `url`. https://www.jaegertracing.io/docs/latest/architecture/apis/ */
export interface Jaeger {
  readonly url: string;
  readonly faults: HttpFaults;
  /** The path and query of every request so far. */
  readonly requests: readonly string[];
  load(spans: readonly RecordedSpan[]): void;
  stop(): Promise<void>;
}

/** As Go writes durations: `1.2s`, `100ms`. */
const DURATION = /^(\d+(\.\d+)?(ns|us|µs|ms|s|m|h))+$/;
const MOST_TRACES = 1500;
const PAGE = "<!doctype html><html><body><div id='jaeger-ui-root'></div></body></html>";

export async function startJaeger(clock: Clock, version: JaegerVersion = "2.21"): Promise<Jaeger> {
  const faults = new HttpFaultPlan();
  const store = new TraceStore(clock);
  const requests: string[] = [];
  const served = await serve((request) => {
    const url = new URL(request.url);
    requests.push(`${url.pathname}${url.search}`);
    return faults.answer(request, async () => answer(url, { version, store, faults }));
  });
  return { url: served.url, faults, requests, load: (spans) => store.add(spans), stop: () => served.stop() };
}

interface Query {
  readonly version: JaegerVersion;
  readonly store: TraceStore;
  readonly faults: HttpFaultPlan;
}

function answer({ pathname, searchParams }: URL, query: Query): Response {
  const { version, store } = query;
  if (pathname.startsWith("/api/v3/") && version !== "1.30") return answerV3(pathname, searchParams, query);
  const one = /^\/api\/traces\/([0-9a-f]{1,32})$/.exec(pathname)?.[1];
  if (one !== undefined) return oldTrace(told(one, query));
  const older = version !== "2.21";
  if (pathname === "/api/services" && older) return old(store.services());
  if (pathname === "/api/traces" && older) return oldSearch(searchParams, store);
  if (pathname.startsWith("/api/") && version !== "1.30") return new Response("404 page not found\n", { status: 404 });
  return new Response(PAGE, { headers: { "content-type": "text/html" } });
}

function answerV3(pathname: string, params: URLSearchParams, query: Query): Response {
  const { version, store } = query;
  const one = /^\/api\/v3\/traces\/([0-9a-f]{1,32})$/.exec(pathname)?.[1];
  if (one !== undefined) return v3Traces(told(one, query));
  if (pathname === "/api/v3/services") return Response.json({ services: store.services() });
  if (pathname !== "/api/v3/traces") return new Response("404 page not found\n", { status: 404 });
  const name = version === "2.21" ? { from: "query.startTimeMin", to: "query.startTimeMax" } : SNAKE;
  const from = Date.parse(params.get(name.from) ?? "");
  const to = Date.parse(params.get(name.to) ?? "");
  const attributes = version === "2.21" ? tagsIn(params.get("query.attributes")) : {};
  if (attributes === null) return v3Error(400, "malformed parameter query.attributes: unexpected end of JSON input");
  if (Number.isNaN(from) || Number.isNaN(to)) return v3Error(400, `${name.from} and ${name.to} are required`);
  const service = params.get(version === "2.21" ? "query.serviceName" : "query.service_name");
  const limit = Number(params.get(version === "2.21" ? "query.searchDepth" : "query.num_traces") ?? 100);
  const fits = (span: RecordedSpan): boolean => (service ?? span.service) === span.service && hasTags(span, attributes);
  return v3Traces(store.find({ from: from * 1000, to: to * 1000, limit, fits }).flat());
}

const SNAKE = { from: "query.start_time_min", to: "query.start_time_max" };

function told(id: string, { store, faults }: Query): readonly RecordedSpan[] {
  const spans = store.trace(id);
  const mixed = "f".repeat(32);
  return faults.mixedUp ? spans.map((span) => ({ ...span, traceId: mixed })) : spans;
}

function v3Traces(spans: readonly RecordedSpan[]): Response {
  if (spans.length === 0) return v3Error(404, "No traces found");
  return Response.json({ result: { resourceSpans: resourceSpans(spans, "hex-and-numbers") } });
}

function v3Error(httpCode: number, message: string): Response {
  return Response.json({ error: { httpCode, message } }, { status: httpCode });
}

function oldTrace(spans: readonly RecordedSpan[]): Response {
  if (spans.length > 0) return old([jaegerTrace(spans)]);
  return old(null, 404, "trace not found");
}

function oldSearch(params: URLSearchParams, store: TraceStore): Response {
  const service = params.get("service");
  if (service === null) return old(null, 400, "parameter 'service' is required");
  const tags = tagsIn(params.get("tags"));
  if (tags === null) return old(null, 400, "malformed 'tags' parameter, expecting a JSON map");
  for (const name of ["minDuration", "maxDuration"]) {
    const duration = params.get(name) ?? "0s";
    if (!DURATION.test(duration)) {
      return old(null, 400, `unable to parse param '${name}': time: missing unit in duration "${duration}"`);
    }
  }
  const limit = Number(params.get("limit") ?? 100);
  if (limit > MOST_TRACES) return old(null, 400, "search depth must be greater than 0 and less than 1500");
  const found = store.find({
    from: Number(params.get("start")),
    to: Number(params.get("end")),
    limit,
    fits: (span) => span.service === service && hasTags(span, tags),
  });
  return old(found.map(jaegerTrace));
}

function old(data: readonly unknown[] | null, code = 200, msg = ""): Response {
  const errors = code === 200 ? null : [{ code, msg }];
  return Response.json({ data, total: 0, limit: 0, offset: 0, errors }, { status: code });
}

const Tags = z.record(z.string(), z.string());

/** Null: they are no JSON map of texts. */
function tagsIn(text: string | null): Readonly<Record<string, string>> | null {
  if (text === null) return {};
  try {
    return Tags.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}

/** All of them, on one span. */
function hasTags(span: RecordedSpan, wanted: Readonly<Record<string, string>>): boolean {
  const tags = tagsOf(span);
  return Object.entries(wanted).every(([key, value]) => tags[key] !== undefined && String(tags[key]) === value);
}
