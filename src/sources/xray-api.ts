import { setTimeout as sleep } from "node:timers/promises";
import {
  BatchGetTracesCommand,
  GetTraceSummariesCommand,
  type GetTraceSummariesCommandOutput,
  type Trace,
  type XRayClient,
} from "@aws-sdk/client-xray";
import { type Pace, paceOf } from "../pace.ts";
import { toMillis, type Window } from "../time.ts";
import { XRAY_LIMITS } from "./xray-limits.ts";

/** Asks X-Ray, no faster than it may allow, and again where it refused for the rate. Both throw what the client throws. */
export interface XRayApi {
  /** As many ids as one call takes. What is not among the traces was not processed, or is not held. */
  traces(ids: readonly string[], until: AbortSignal): Promise<readonly Trace[]>;
  /** One page. */
  summaries(page: SummaryPage, until: AbortSignal): Promise<GetTraceSummariesCommandOutput>;
}

export interface SummaryPage {
  readonly expression: string;
  /** No longer than one call takes. */
  readonly window: Window;
  readonly token: string | undefined;
}

export function xrayApi(client: XRayClient): XRayApi {
  const batches = paceOf(XRAY_LIMITS.batchesPerSecond);
  const pages = paceOf(XRAY_LIMITS.summariesPerSecond);
  return {
    async traces(ids, until) {
      // X-Ray does not page these answers: https://github.com/aws/aws-sdk/issues/642
      const command = new BatchGetTracesCommand({ TraceIds: [...ids] });
      const { Traces: traces } = await patiently(batches, () => client.send(command, { abortSignal: until }), until);
      return traces ?? [];
    },
    summaries({ expression, window, token }, until) {
      const command = new GetTraceSummariesCommand({
        StartTime: new Date(toMillis(window.from)),
        EndTime: new Date(Math.ceil(toMillis(window.to))),
        // When the trace was last added to: what began before the window and failed in it is found too.
        TimeRangeType: "Event",
        FilterExpression: expression,
        ...(token === undefined ? {} : { NextToken: token }),
      });
      return patiently(pages, () => client.send(command, { abortSignal: until }), until);
    },
  };
}

/** Calls as soon as the pace allows. A refusal for the rate is waited out, longer each time, beyond what the SDK waits. */
async function patiently<T>(pace: Pace, call: () => Promise<T>, until: AbortSignal): Promise<T> {
  for (const waitMs of XRAY_LIMITS.backoffMs) {
    await pace(until);
    try {
      return await call();
    } catch (error) {
      if (!isThrottled(error)) throw error;
      await sleep(waitMs, undefined, { signal: until });
    }
  }
  await pace(until);
  return call();
}

function isThrottled(error: unknown): boolean {
  return error instanceof Error && /^(Throttl|TooManyRequests|RequestLimitExceeded)/.test(error.name);
}
