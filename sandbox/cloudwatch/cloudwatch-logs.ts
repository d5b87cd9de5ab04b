import { setTimeout as delay } from "node:timers/promises";
import type { Clock } from "../clock.ts";
import { endlessBody } from "../endless-body.ts";
import { serve } from "../serve.ts";
import { FaultPlan, type Faults } from "./faults.ts";
import { answer, readRequest } from "./json-protocol.ts";
import { type Quotas, quotasOf } from "./limits.ts";
import type { LogLine } from "./log-event.ts";
import { type GroupSettings, LogStore } from "./log-store.ts";
import { QueryRuns } from "./query-runs.ts";
import type { Service } from "./service.ts";
import { TokenBucket } from "./token-bucket.ts";

/** CloudWatch Logs of one account in one region, served in AWS JSON 1.1 at `url`. */
export interface CloudWatchLogs {
  readonly url: string;
  readonly faults: Faults;
  /**
   * Stores lines of any time and in any order, in a group and stream that are made where they are missing. A line is
   * visible from its ingestionTime on, and its stream from the first one's.
   */
  load(group: string, stream: string, lines: readonly LogLine[]): void;
  /** Settings of a group that was loaded before. */
  set(group: string, settings: GroupSettings): void;
  stop(): Promise<void>;
}

export interface CloudWatchLogsOptions {
  readonly account: string;
  readonly region: string;
  /** It is a monitoring account of these. */
  readonly linked?: readonly CloudWatchLogs[];
  /** How long a query takes from its start to Complete, on the clock. */
  readonly queryMs?: number;
  readonly quotas?: Partial<Quotas>;
}

export async function startCloudWatchLogs(clock: Clock, options: CloudWatchLogsOptions): Promise<CloudWatchLogs> {
  const { account, region, queryMs = 150 } = options;
  const faults = new FaultPlan();
  const store = new LogStore();
  const quotas = { ...quotasOf(region), ...options.quotas };
  const linked = (options.linked ?? []).flatMap((one) => SERVICES.get(one) ?? []);
  const service = { clock, account, region, quotas, store, runs: new QueryRuns(clock, queryMs), faults, linked };
  const served = await serve(answerer(service));
  const server: CloudWatchLogs = {
    url: served.url,
    faults,
    load: (group, stream, lines) => store.add(group, stream, lines, clock.now()),
    set: (group, settings) => store.set(group, settings),
    stop: () => served.stop(),
  };
  SERVICES.set(server, service);
  return server;
}

/** What lies behind each server: a monitoring account looks there. */
const SERVICES = new WeakMap<CloudWatchLogs, Service>();

/** Answers requests, within the rates of the account and with the faults that are planned. */
function answerer(service: Service): (request: Request) => Promise<Response> {
  const { clock, quotas, faults } = service;
  const buckets = new Map(
    Object.entries(quotas.requestsPerSecond).map(([operation, rate]) => [operation, new TokenBucket(clock, rate)]),
  );
  return async (request) => {
    const read = await readRequest(request);
    if ("refusal" in read) return read.refusal;
    if (faults.delayMs > 0) await delay(faults.delayMs, undefined, { signal: request.signal });
    const fault = faults.takeFault(read.operation);
    if (fault === "html-500") {
      const page = "<html><body><h1>500 Internal Server Error</h1></body></html>";
      return new Response(page, { status: 500, headers: { "content-type": "text/html" } });
    }
    if (fault === "endless") return endlessBody(request, "application/x-amz-json-1.1");
    const throttled = buckets.get(read.operation)?.take() === false || fault === "throttled";
    const response = answer(read, service, throttled);
    if (fault !== "truncated-json") return response;
    const whole = await response.text();
    return new Response(whole.slice(0, whole.length / 2), response);
  };
}
