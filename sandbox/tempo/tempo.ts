import type { Clock } from "../clock.ts";
import { serve } from "../serve.ts";
import { HttpFaultPlan, type HttpFaults } from "../traces/faults.ts";
import { resourceSpans } from "../traces/otlp.ts";
import type { RecordedSpan } from "../traces/span.ts";
import { TraceStore } from "../traces/trace-store.ts";
import { parseTraceQl, TraceQlError } from "./traceql.ts";

/** Grafana Tempo at `url`. https://grafana.com/docs/tempo/latest/api_docs/ */
export interface Tempo {
  readonly url: string;
  readonly faults: HttpFaults;
  /** The path and query of every request so far. */
  readonly requests: readonly string[];
  load(spans: readonly RecordedSpan[]): void;
  stop(): Promise<void>;
}

export interface TempoOptions {
  /** With several tenants every request has to name one. */
  readonly tenant?: string;
  /** How long after they came in traces are found by a search: until their block is listed. */
  readonly searchLagMs?: number;
  /** Before the second version of the route for one trace. */
  readonly old?: boolean;
  /** Traces of more spans are told in part, by the newer route alone. */
  readonly mostSpans?: number;
}

const DEFAULT_LIMIT = 20;

export async function startTempo(clock: Clock, options: TempoOptions = {}): Promise<Tempo> {
  const faults = new HttpFaultPlan();
  const store = new TraceStore(clock, options.searchLagMs);
  const requests: string[] = [];
  const served = await serve((request) => {
    const url = new URL(request.url);
    requests.push(`${url.pathname}${url.search}`);
    return faults.answer(request, async () => {
      const tenant = request.headers.get("x-scope-orgid");
      if (options.tenant !== undefined && tenant === null) return new Response("no org id\n", { status: 401 });
      const own = options.tenant === undefined || options.tenant === tenant ? store : new TraceStore(clock);
      return answer(url, own, faults, options);
    });
  });
  return { url: served.url, faults, requests, load: (spans) => store.add(spans), stop: () => served.stop() };
}

function answer(url: URL, store: TraceStore, faults: HttpFaultPlan, options: TempoOptions): Response {
  const { pathname, searchParams } = url;
  const [, v2, id] = /^\/api\/(v2\/)?traces\/([0-9a-fA-F]{1,32})$/.exec(pathname) ?? [];
  if (pathname === "/api/search") return search(searchParams, store);
  if (id === undefined || (v2 !== undefined && options.old === true)) {
    return new Response("404 page not found\n", { status: 404 });
  }
  const spans = faults.mixedUp
    ? store.trace(id).map((span) => ({ ...span, traceId: "f".repeat(32) }))
    : store.trace(id);
  // Unlike everybody else it says nothing about what it does not know.
  if (spans.length === 0) return new Response(null, { status: 404 });
  if (v2 === undefined) return Response.json({ batches: resourceSpans(spans, "base64-and-names") });
  const { mostSpans = Number.POSITIVE_INFINITY } = options;
  const part = spans.length > mostSpans ? { status: "PARTIAL", message: "Trace exceeds maximum size" } : {};
  return Response.json({
    trace: { resourceSpans: resourceSpans(spans.slice(0, mostSpans), "base64-and-names") },
    metrics: {},
    ...part,
  });
}

function search(params: URLSearchParams, store: TraceStore): Response {
  const number = (name: string): number => Number(params.get(name) ?? Number.NaN);
  const [start, end] = [number("start"), number("end")];
  const limit = params.has("limit") ? number("limit") : DEFAULT_LIMIT;
  if (Number.isNaN(start) || Number.isNaN(end) || !(limit > 0)) return refusal("invalid start, end or limit");
  if (start >= end) return refusal(`http parameter start must be before end. received start=${start} end=${end}`);
  try {
    const fits = parseTraceQl(params.get("q") ?? "{}");
    const found = store.find({ from: start * 1e6, to: end * 1e6, limit, fits });
    return Response.json({
      ...(found.length === 0 ? {} : { traces: found.map((spans) => summary(spans, fits)) }),
      metrics: { inspectedTraces: found.length, inspectedBytes: "1024", totalBlocks: 1 },
    });
  } catch (error) {
    if (!(error instanceof TraceQlError)) throw error;
    return refusal(error.message);
  }
}

function refusal(message: string): Response {
  return new Response(`${message}\n`, { status: 400, headers: { "content-type": "text/plain" } });
}

function summary(spans: readonly RecordedSpan[], fits: (span: RecordedSpan) => boolean): object {
  const root = spans.find(({ parentSpanId }) => parentSpanId === null) ?? spans[0];
  const start = Math.min(...spans.map((span) => span.start));
  const end = Math.max(...spans.map((span) => span.start + span.durationMicros));
  const matched = spans.filter(fits);
  return {
    // Without the zeros before it, as it is written here alone.
    traceID: root?.traceId.replace(/^0+/, ""),
    rootServiceName: root?.service,
    rootTraceName: root?.name,
    startTimeUnixNano: String(BigInt(start) * 1000n),
    durationMs: Math.round((end - start) / 1000),
    spanSets: [{ spans: matched.slice(0, 1).map(({ spanId }) => ({ spanID: spanId })), matched: matched.length }],
  };
}
