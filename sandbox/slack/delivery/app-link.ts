/** One thing that Slack tells the app, in the terms of Socket Mode. */
export interface Delivery {
  readonly type: "events_api" | "slash_commands" | "interactive";
  readonly payload: Readonly<Record<string, unknown>>;
  /** Of an event that was sent before: which repetition this is (1 to 3), and why. */
  readonly retry: { readonly attempt: number; readonly reason: FailureReason } | null;
}

/** As `X-Slack-Retry-Reason` names them: https://docs.slack.dev/apis/events-api#retries */
export type FailureReason = "http_timeout" | "connection_failed" | "http_error";

/** What came back: the acknowledgement's body (null when it was empty), or why there is none. */
export type Ack =
  | { readonly ok: true; readonly body: unknown }
  | { readonly ok: false; readonly reason: FailureReason; readonly noRetry?: boolean };

/** The way to the app, whichever it is. Never throws. */
export interface AppLink {
  deliver(delivery: Delivery): Promise<Ack>;
}

/** How long Slack waits for an acknowledgement. */
export const ACK_TIMEOUT_MS = 3000;
