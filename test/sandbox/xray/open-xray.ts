import type { TestContext } from "node:test";
import { XRayClient } from "@aws-sdk/client-xray";
import type { SandboxClock } from "../../../sandbox/clock.ts";
import type { JsonObject } from "../../../sandbox/world/json.ts";
import type { Quotas } from "../../../sandbox/xray/limits.ts";
import { startXRay, type XRay } from "../../../sandbox/xray/xray.ts";

/** The moment at which the clock of every test stands still at first. */
export const NIGHT = Date.UTC(2026, 10, 22, 19, 35, 21, 646);

export interface OpenXRay {
  readonly xray: XRay;
  readonly client: XRayClient;
  readonly clock: SandboxClock;
  /** Stores documents that arrived when they ended. */
  hold(...documents: readonly JsonObject[]): void;
}

/** A server that throttles nothing, with its unmodified client, which does not retry; both end with the test. */
export async function openXRay(t: TestContext, quotas: Partial<Quotas> = {}): Promise<OpenXRay> {
  const clock = standingClock();
  const xray = await startXRay(clock, { requestsPerSecond: {}, ...quotas });
  const client = new XRayClient({
    endpoint: xray.url,
    region: "eu-central-1",
    credentials: { accessKeyId: "any", secretAccessKey: "any" },
    maxAttempts: 1,
  });
  t.after(async () => {
    client.destroy();
    await xray.stop();
  });
  return {
    xray,
    client,
    clock,
    hold: (...documents) => xray.load(documents.map((document) => ({ document, arrivesAt: 0 }))),
  };
}

/** `traceId(7)`: a trace that began seven seconds before NIGHT. Of one second there are several, by `serial`. */
export function traceId(secondsAgo: number, serial = 0): string {
  const second = Math.floor(NIGHT / 1000) - secondsAgo;
  return `1-${second.toString(16)}-${serial.toString(16).padStart(24, "0")}`;
}

let segments = 0;

/** A segment of a function's invocation that took 0.4 s. */
export function segment(trace: string, more: JsonObject = {}): JsonObject {
  const start = Number.parseInt(trace.split("-")[1] ?? "", 16);
  return {
    id: (++segments).toString(16).padStart(16, "0"),
    trace_id: trace,
    name: "checkout",
    origin: "AWS::Lambda",
    start_time: start,
    end_time: start + 0.4,
    ...more,
  };
}

function standingClock(): SandboxClock {
  let nowMs = NIGHT;
  return {
    now: () => nowMs,
    advanceTo(epochMs) {
      nowMs = Math.max(nowMs, epochMs);
    },
  };
}
