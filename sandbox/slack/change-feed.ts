import type { Conversation } from "./conversation.ts";
import type { Message } from "./message.ts";
import type { Notification } from "./notification.ts";

/** Everything that can happen in the workspace. What the app hears of, who is notified and what the page shows follow from it. */
export type Change =
  | { readonly kind: "posted"; readonly conversation: Conversation; readonly message: Message }
  | {
      readonly kind: "edited";
      readonly conversation: Conversation;
      readonly message: Message;
      readonly previous: Message;
    }
  | { readonly kind: "removed"; readonly conversation: Conversation; readonly message: Message }
  | { readonly kind: "reacted"; readonly conversation: Conversation; readonly message: Message }
  | {
      readonly kind: "ephemeral";
      readonly conversation: Conversation;
      readonly to: string;
      readonly message: Message;
    }
  | {
      readonly kind: "ephemeral-removed";
      readonly conversation: Conversation;
      readonly to: string;
      readonly ts: string;
    }
  | { readonly kind: "opened"; readonly conversation: Conversation }
  | { readonly kind: "views"; readonly user: string }
  | { readonly kind: "notified"; readonly notification: Notification };

export interface ChangeFeed {
  publish(change: Change): void;
  /** Calls `listen` with every change from now on, in order, until the returned function is called. */
  subscribe(listen: (change: Change) => void): () => void;
}

export function createChangeFeed(): ChangeFeed {
  const listeners = new Set<(change: Change) => void>();
  return {
    publish(change) {
      for (const listen of [...listeners]) listen(change);
    },
    subscribe(listen) {
      listeners.add(listen);
      return () => listeners.delete(listen);
    },
  };
}
