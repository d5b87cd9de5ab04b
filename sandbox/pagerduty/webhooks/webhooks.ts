import type { Clock } from "../../clock.ts";
import type { Envelope } from "./envelope.ts";
import { type DeliveryTiming, type NewSubscription, Subscription } from "./subscription.ts";

/** The account's webhook subscriptions. */
export interface Webhooks {
  readonly subscriptions: ReadonlyMap<string, Subscription>;
  subscribe(wanted: NewSubscription): Subscription;
  /** Offers an event to every subscription. */
  send(event: Envelope): void;
  stop(): Promise<void>;
}

export function createWebhooks(clock: Clock, timing: DeliveryTiming): Webhooks {
  const subscriptions = new Map<string, Subscription>();
  return {
    subscriptions,
    subscribe(wanted) {
      const subscription = new Subscription(wanted, clock, timing);
      subscriptions.set(subscription.id, subscription);
      return subscription;
    },
    send(event) {
      for (const subscription of subscriptions.values()) subscription.offer(event);
    },
    async stop() {
      await Promise.all([...subscriptions.values()].map((subscription) => subscription.stop()));
    },
  };
}
