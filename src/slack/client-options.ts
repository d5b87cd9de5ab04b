import type { WebClientOptions } from "@slack/web-api";
import { LIMITS } from "./limits.ts";

/**
 * A client that gives up in time, and tries again seldom: by default it waits for ever, and repeats a call ten times over
 * half an hour, so that a message whose answer was slow would be posted twice.
 */
export function clientOptions(apiUrl: string | null): WebClientOptions {
  return {
    timeout: LIMITS.requestMs,
    retryConfig: { retries: LIMITS.retries },
    ...(apiUrl === null ? {} : { slackApiUrl: apiUrl }),
  };
}
