import type { Message } from "./message.ts";

/** A channel, private channel or direct message, with all that was said there. Messages are in the order of their ts. */
export interface Conversation {
  readonly id: string;
  /** Without the #. Of a direct message: the handle of the person that the bot talks to. */
  readonly name: string;
  readonly kind: "public" | "private" | "im";
  readonly topic: string;
  readonly createdS: number;
  readonly members: Set<string>;
  readonly messages: Message[];
  /** Ephemeral messages are no part of the history: one person sees them, no API call returns them. */
  readonly ephemerals: Ephemeral[];
}

export interface Ephemeral {
  readonly to: string;
  readonly message: Message;
}

/** `channel_type` in message events. */
export const CHANNEL_TYPE = { public: "channel", private: "group", im: "im" } as const;

/** The letter of the scopes that a call on it needs: `channels:history`, `groups:history`, `im:history`. */
export const SCOPE_FAMILY = { public: "channels", private: "groups", im: "im" } as const;

/** Root first, then its replies, oldest first; empty when there is no such message. */
export function threadOf(conversation: Conversation, rootTs: string): Message[] {
  return conversation.messages.filter((message) => message.ts === rootTs || message.thread_ts === rootTs);
}
