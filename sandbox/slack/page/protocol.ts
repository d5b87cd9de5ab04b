import type { Message } from "../message.ts";
import type { Notification } from "../notification.ts";
import type { View } from "../view.ts";

/** What the server tells the page: everything that one person can see, and then each change of it. */
export interface PageState {
  readonly team: string;
  /** The server's clock, which is the sandbox's: epoch milliseconds. */
  readonly nowMs: number;
  readonly me: string;
  readonly people: readonly PagePerson[];
  readonly bot: { readonly id: string; readonly name: string };
  readonly commands: readonly { readonly command: string; readonly description: string; readonly usageHint: string }[];
  readonly shortcuts: readonly { readonly name: string; readonly callbackId: string }[];
  readonly channels: readonly PageChannel[];
  readonly views: readonly View[];
  readonly notification: Notification | null;
}

export interface PagePerson {
  readonly id: string;
  readonly name: string;
  readonly realName: string;
  readonly tz: string;
}

export interface PageChannel {
  readonly id: string;
  readonly name: string;
  readonly kind: "public" | "private" | "im";
  readonly topic: string;
  readonly memberCount: number;
  /** All of them, replies and this person's ephemeral ones among them, in the order of their ts. */
  readonly messages: readonly PageMessage[];
}

export interface PageMessage extends Message {
  readonly isEphemeral: boolean;
  /** Of a root: how many replies, by whom, and when the last one came. */
  readonly replies: { readonly count: number; readonly users: readonly string[]; readonly latestTs: string } | null;
}

export type PageEvent =
  | { readonly kind: "message"; readonly channel: string; readonly message: PageMessage; readonly nowMs: number }
  | { readonly kind: "gone"; readonly channel: string; readonly ts: string }
  | { readonly kind: "channel"; readonly channel: PageChannel }
  | { readonly kind: "views"; readonly views: readonly View[] }
  | { readonly kind: "notification"; readonly notification: Notification };
