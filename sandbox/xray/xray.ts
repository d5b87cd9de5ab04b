import { randomUUID } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import type { Clock } from "../clock.ts";
import { TokenBucket } from "../cloudwatch/token-bucket.ts";
import { serve } from "../serve.ts";
import { batchGetTraces } from "./batch-get-traces.ts";
import { type Fault, FaultPlan, type Faults, type OperationName } from "./faults.ts";
import { getServiceGraph } from "./get-service-graph.ts";
import { getTraceSummaries } from "./get-trace-summaries.ts";
import { QUOTAS, type Quotas } from "./limits.ts";
import type { Service } from "./service.ts";
import { invalidRequest, ServiceError } from "./service-error.ts";
import { type SentSegment, TraceStore } from "./trace-store.ts";

/** X-Ray of one account in one region, served in REST JSON at `url`. */
export interface XRay {
  readonly url: string;
  readonly faults: Faults;
  /** Takes segment documents in any order. Each is there from the moment at which it arrives. */
  load(segments: readonly SentSegment[]): void;
  stop(): Promise<void>;
}

interface Operation {
  readonly name: OperationName;
  readonly answer: (body: unknown, service: Service) => object;
}

const OPERATIONS: ReadonlyMap<string, Operation> = new Map([
  ["POST /TraceSummaries", { name: "GetTraceSummaries", answer: getTraceSummaries }],
  ["POST /ServiceGraph", { name: "GetServiceGraph", answer: getServiceGraph }],
  ["POST /Traces", { name: "BatchGetTraces", answer: batchGetTraces }],
]);

export async function startXRay(clock: Clock, quotas: Partial<Quotas> = {}): Promise<XRay> {
  const faults = new FaultPlan();
  const store = new TraceStore();
  const service = { clock, quotas: { ...QUOTAS, ...quotas }, store, faults };
  const served = await serve(answerer(service));
  return { url: served.url, faults, load: (segments) => store.add(segments), stop: () => served.stop() };
}

/** Answers requests, within the rates of the account and with the faults that are planned. */
function answerer(service: Service): (request: Request) => Promise<Response> {
  const { clock, quotas, faults } = service;
  const buckets = new Map(
    Object.entries(quotas.requestsPerSecond).map(([operation, rate]) => [operation, new TokenBucket(clock, rate)]),
  );
  return async (request) => {
    const text = await request.text();
    if (faults.delayMs > 0) await delay(faults.delayMs, undefined, { signal: request.signal });
    const found = OPERATIONS.get(`${request.method} ${new URL(request.url).pathname}`);
    if (found === undefined) return refused(new ServiceError("UnknownOperationException", 404, ""));
    const fault = faults.takeFault(found.name);
    const broken = fault === null ? null : brokenAnswer(fault, request.signal);
    if (broken !== null) return broken;
    try {
      if (!request.headers.has("authorization")) throw missingToken();
      if (fault === "throttled" || buckets.get(found.name)?.take() === false) throw throttled();
      const whole = carriedOut(found, text, service);
      return answered(200, fault === "truncated-json" ? whole.slice(0, whole.length / 2) : whole);
    } catch (error) {
      if (error instanceof ServiceError) return refused(error);
      throw error;
    }
  };
}

function carriedOut({ name, answer }: Operation, text: string, service: Service): string {
  if (service.faults.denies(name)) throw accessDenied(name);
  return JSON.stringify(answer(parsedBody(text), service));
}

function brokenAnswer(fault: Fault, gone: AbortSignal): Response | null {
  if (fault === "html-500") {
    const page = "<html><body><h1>500 Internal Server Error</h1></body></html>";
    return new Response(page, { status: 500, headers: { "content-type": "text/html" } });
  }
  return fault === "endless-body" ? answered(200, endless(gone)) : null;
}

/** The beginning of an answer, and then a space every so often, for ever. */
function endless(gone: AbortSignal): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream({
    start: (body) => body.enqueue(encoder.encode('{"Traces":[')),
    async pull(body) {
      await delay(20, undefined, { signal: gone });
      body.enqueue(encoder.encode(" "));
    },
  });
}

function parsedBody(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw invalidRequest("The request body is not JSON");
  }
}

function missingToken(): ServiceError {
  return new ServiceError("MissingAuthenticationTokenException", 403, "Missing Authentication Token");
}

function accessDenied(operation: string): ServiceError {
  const who = "User: arn:aws:sts::111122223333:assumed-role/sandbox/session";
  const why = `is not authorized to perform: xray:${operation} because no identity-based policy allows it`;
  return new ServiceError("AccessDeniedException", 403, `${who} ${why}`);
}

function throttled(): ServiceError {
  return new ServiceError("ThrottledException", 429, "Rate exceeded");
}

function refused({ code, status, message }: ServiceError): Response {
  const response = answered(status, JSON.stringify({ Message: message }));
  response.headers.set("x-amzn-errortype", code);
  if (status === 429) response.headers.set("retry-after", "1");
  return response;
}

function answered(status: number, body: string | ReadableStream<Uint8Array>): Response {
  return new Response(body, {
    status,
    headers: { "content-type": "application/json", "x-amzn-requestid": randomUUID() },
  });
}
