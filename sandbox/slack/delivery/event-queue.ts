import type { Ack, AppLink, Delivery, FailureReason } from "./app-link.ts";

/** After which pause an unacknowledged event is sent again: https://docs.slack.dev/apis/events-api#retries */
export const EVENT_RETRY_MS: readonly number[] = [0, 60_000, 300_000];

export interface EventQueue {
  /** Sends an event, and again up to three times while nobody acknowledges it. */
  send(payload: Delivery["payload"]): void;
  /** Sends at once what waits because nobody was connected. */
  connected(): void;
  stop(): void;
}

interface Pending {
  readonly payload: Delivery["payload"];
  readonly attempt: number;
  readonly reason: FailureReason;
  readonly timer: NodeJS.Timeout;
}

export function createEventQueue(link: AppLink, retryMs: readonly number[]): EventQueue {
  const pending = new Set<Pending>();
  let stopped = false;

  async function attempt(payload: Delivery["payload"], retry: Delivery["retry"]): Promise<void> {
    const ack = await link.deliver({ type: "events_api", payload, retry });
    if (!ack.ok && !stopped) scheduleAfter(ack, payload, (retry?.attempt ?? 0) + 1);
  }

  function scheduleAfter(failed: Extract<Ack, { ok: false }>, payload: Delivery["payload"], number: number): void {
    const delayMs = retryMs[number - 1];
    // Out of attempts, or asked not to try again: the event is lost, as it is for Slack.
    if (delayMs === undefined || failed.noRetry === true) return;
    const timer = setTimeout(() => sendAgain(one), delayMs);
    const one: Pending = { payload, attempt: number, reason: failed.reason, timer };
    pending.add(one);
  }

  function sendAgain(one: Pending): void {
    clearTimeout(one.timer);
    if (pending.delete(one)) void attempt(one.payload, { attempt: one.attempt, reason: one.reason });
  }

  return {
    send: (payload) => void attempt(payload, null),
    connected() {
      for (const one of [...pending]) if (one.reason === "connection_failed") sendAgain(one);
    },
    stop() {
      stopped = true;
      for (const { timer } of pending) clearTimeout(timer);
      pending.clear();
    },
  };
}
